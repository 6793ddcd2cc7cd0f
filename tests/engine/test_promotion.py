"""One live system grows from phase 1 to 3: no store is replaced, and the users of data stay with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localcloud.cloud import snapshots
from tests.engine.checkout import Checkout

CLOUD = "phase1"
MOVING = ("coocook", "sns-auto", "review", "ai-automation")
pytestmark = pytest.mark.engine

# What these held can be had again: they, and the secrets of their users, may go.
CACHES = ("cache-", "softfactory/cache")

Stores = dict[str, dict[str, Any]]


def stores(checkout: Checkout) -> Stores:
    """What must outlive every promotion, by its own id at AWS: what it is, and since when."""
    session, endpoint = checkout.session(CLOUD), checkout.endpoint(CLOUD)
    rds, kms, secrets = (
        session.client("rds", endpoint_url=endpoint),
        session.client("kms", endpoint_url=endpoint),
        session.client("secretsmanager", endpoint_url=endpoint),
    )
    found: Stores = {}
    for one in rds.describe_db_instances()["DBInstances"]:
        if not one.get("ReadReplicaSourceDBInstanceIdentifier"):
            found[one["DBInstanceIdentifier"]] = {
                key: one[key] for key in ("DbiResourceId", "DBInstanceArn", "InstanceCreateTime", "KmsKeyId")
            }
    for key in kms.list_keys()["Keys"]:
        described = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if described["KeyManager"] == "CUSTOMER":
            found[key["KeyId"]] = {"Arn": described["Arn"], "CreationDate": described["CreationDate"]}
    for secret in secrets.list_secrets()["SecretList"]:
        if not secret["Name"].startswith(CACHES):
            found[secret["Name"]] = {"ARN": secret["ARN"], "CreatedDate": secret["CreatedDate"]}
    for name, operation, result, id in (
        ("elasticache", "describe_replication_groups", "ReplicationGroups", "ReplicationGroupId"),
        ("mq", "list_brokers", "BrokerSummaries", "BrokerId"),
        ("opensearch", "list_domain_names", "DomainNames", "DomainName"),
        ("s3", "list_buckets", "Buckets", "Name"),
    ):
        client: Any = session.client(name, endpoint_url=endpoint)  # type: ignore[call-overload]  # a service by name
        for one in getattr(client, operation)()[result]:
            if not one[id].startswith(CACHES):
                found[f"{name} {one[id]}"] = {key: one[key] for key in ("ARN", "BrokerArn") if key in one}
    return found


def holders(checkout: Checkout) -> dict[str, list[str]]:
    """The datasets by the logical name of the database whose tag has them."""
    rds = checkout.session(CLOUD).client("rds", endpoint_url=checkout.endpoint(CLOUD))
    found = {}
    for one in rds.describe_db_instances()["DBInstances"]:
        tags = {tag["Key"]: tag["Value"] for tag in one["TagList"]}
        if "datasets" in tags:
            found[tags["Name"]] = tags["datasets"].split()
    return found


def ways_in(checkout: Checkout) -> int:
    """How many rules of the load balancer let somebody in."""
    elb = checkout.session(CLOUD).client("elbv2", endpoint_url=checkout.endpoint(CLOUD))
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = (one for one in listeners if one["Port"] == 443)
    return len(
        [one for one in elb.describe_rules(ListenerArn=https["ListenerArn"])["Rules"] if not one["IsDefault"]]
    )


def promote(checkout: Checkout, before: str, after: str, *flags: str) -> str:
    stacks = ("--stack", before, "--stack", after)
    return checkout.must("run", CLOUD, *stacks, "--", "python", "-m", "ops.promote", before, after, *flags)


@pytest.fixture(scope="module")
def grown(
    tmp_path_factory: pytest.TempPathFactory, first_phase: Path
) -> Iterator[tuple[Checkout, Stores, str]]:
    """A system that has gone from phase 1 to 2, its stores before that, and what the promotion said."""
    found = Checkout.copied(tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("clouds"))
    try:
        snapshots.fork(first_phase, found.cloud(CLOUD))
        found.must("run", CLOUD, "--stack", CLOUD, "--", "true")  # it has to run to be asked
        before = stores(found)
        yield found, before, promote(found, "phase1", "phase2")
    finally:
        found.must("down")


def test_every_store_stays_the_same_and_the_promotion_is_finished(
    grown: tuple[Checkout, Stores, str],
) -> None:
    checkout, before, said = grown
    assert "the promotion is finished" in said
    assert before
    assert before.items() <= stores(checkout).items()
    assert holders(checkout).keys() == {"platform"}
    code, again = checkout.pulumi(CLOUD, "preview", "--stack", "phase2", "--expect-no-changes")
    assert code == 0, again
    # Stack phase1 is empty now: it would build a second system beside this one.
    code, refused = checkout.pulumi(CLOUD, "up", "--yes", "--skip-preview", "--stack", "phase1")
    assert code != 0
    assert "is of phase2" in refused


def test_a_plain_update_to_the_phase_that_divides_the_data_is_refused(
    grown: tuple[Checkout, Stores, str],
) -> None:
    checkout, _, _ = grown
    before = (stores(checkout), holders(checkout))
    code, refused = checkout.pulumi(CLOUD, "up", "--yes", "--skip-preview", "--stack", "phase3")
    assert code != 0
    assert "coocook is in database platform" in refused
    assert "make promote FROM=phase2 TO=phase3" in refused
    assert (stores(checkout), holders(checkout)) == before, "nothing is changed"
    code, shown = checkout.pulumi(CLOUD, "preview", "--stack", "phase3")
    assert code == 0, shown
    assert "`pulumi up` itself is refused" in shown


def test_a_promotion_adds_databases_and_moves_users_only_when_told(
    grown: tuple[Checkout, Stores, str],
) -> None:
    checkout, _, _ = grown
    kept, where = stores(checkout), holders(checkout)
    assert ways_in(checkout) == 1
    said = promote(checkout, "phase2", "phase3")
    assert "NOT finished" in said
    for name in MOVING:
        assert f"{name}: its data is in database platform and belongs into {name}" in said
    for command in (["up", "--yes"], ["preview"]):
        code, refused = checkout.pulumi(CLOUD, *command, "--stack", "phase3")
        assert code != 0, "the resources are phase 3's now, and data is where it was"
        assert "coocook is in database platform" in refused
    assert kept.items() <= stores(checkout).items()
    assert holders(checkout) == {**where, **{name: ["-"] for name in MOVING}}

    assert ways_in(checkout) == 2, "CloudFront, and who still has the address of before"

    promote(checkout, "phase2", "phase3", "--cut-over", "coocook")
    assert holders(checkout)["coocook"] == ["coocook"]
    assert "coocook" not in holders(checkout)["platform"]
    rest = [part for name in MOVING[1:] for part in ("--cut-over", name)]
    assert "the promotion is finished" in promote(checkout, "phase2", "phase3", *rest)
    assert kept.items() <= stores(checkout).items()
    assert ways_in(checkout) == 1
    code, again = checkout.pulumi(CLOUD, "preview", "--stack", "phase3", "--expect-no-changes")
    assert code == 0, again
