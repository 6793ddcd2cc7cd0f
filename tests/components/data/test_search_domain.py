import json
from typing import Any

import pytest
from pydantic import ValidationError

from components.data.search_domain import SearchDomain, SearchDomainArgs, SearchSize
from tests.recording import Recording, record

DOMAIN, LOGS = "aws:opensearch/domain:Domain", "aws:cloudwatch/logGroup:LogGroup"
POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
VALUES: dict[str, Any] = {
    "instance_type": "t3.small.search",
    "instances": 2,
    "zones": 2,
    "storage_gib": 10,
    "log_retention_days": 14,
    "protected": True,
}


def domain(preview: bool, **values: object) -> Recording:
    args = SearchDomainArgs(
        size=SearchSize.model_validate({**VALUES, **values}),
        domain_name="softfactory-search",
        account_id="123456789012",
        region="us-east-1",
        subnet_ids=["subnet-1", "subnet-2", "subnet-3"],
        security_group_ids=["sg-1"],
        username="search_admin",
        password="plain",
        kms_key_arn="arn:key",
    )
    return record(lambda: SearchDomain("search", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert domain(preview).children("softfactory:data:SearchDomain", "search") == {
        (LOGS, "search"),
        (POLICY, "search"),
        (DOMAIN, "search"),
    }


def test_it_has_the_size_of_the_phase_and_is_closed_to_all_else() -> None:
    inputs = dict(domain(preview=False).one(DOMAIN, "search").inputs)
    policy = json.loads(inputs.pop("accessPolicies"))
    (statement,) = policy["Statement"]
    assert statement["Resource"] == "arn:aws:es:us-east-1:123456789012:domain/softfactory-search/*"
    assert statement["Action"] == "es:ESHttp*"
    logs = inputs.pop("logPublishingOptions")
    assert {item["logType"] for item in logs} == {
        "ES_APPLICATION_LOGS",
        "INDEX_SLOW_LOGS",
        "SEARCH_SLOW_LOGS",
    }
    assert {item["cloudwatchLogGroupArn"] for item in logs} == {
        "arn:aws:mock:us-east-1:123456789012:LogGroup/search"
    }
    assert inputs == {
        "domainName": "softfactory-search",
        "engineVersion": "OpenSearch_2.19",
        "clusterConfig": {
            "instanceType": "t3.small.search",
            "instanceCount": 2,
            "zoneAwarenessEnabled": True,
            "zoneAwarenessConfig": {"availabilityZoneCount": 2},
        },
        "ebsOptions": {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 10},
        "vpcOptions": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]},
        "encryptAtRest": {"enabled": True, "kmsKeyId": "arn:key"},
        "nodeToNodeEncryption": {"enabled": True},
        "domainEndpointOptions": {
            "enforceHttps": True,
            "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
        },
        "advancedSecurityOptions": {
            "enabled": True,
            "anonymousAuthEnabled": False,
            "internalUserDatabaseEnabled": True,
            "masterUserOptions": {"masterUserName": "search_admin", "masterUserPassword": "plain"},
        },
        "softwareUpdateOptions": {"autoSoftwareUpdateEnabled": True},
        "tags": {"Name": "search"},
    }


def test_one_zone_knows_no_other() -> None:
    inputs = domain(preview=False, zones=1).one(DOMAIN, "search").inputs
    assert inputs["clusterConfig"]["zoneAwarenessEnabled"] is False
    assert "zoneAwarenessConfig" not in inputs["clusterConfig"]
    assert inputs["vpcOptions"]["subnetIds"] == ["subnet-1"]


def test_it_may_write_its_logs_before_it_is_there() -> None:
    recording = domain(preview=False)
    group, policy = recording.one(LOGS, "search"), recording.one(POLICY, "search")
    assert group.inputs["name"] == "/aws/opensearch/softfactory-search"
    assert (group.inputs["retentionInDays"], group.inputs["kmsKeyId"]) == (14, "arn:key")
    (statement,) = json.loads(policy.inputs["policyDocument"])["Statement"]
    assert statement["Principal"] == {"Service": "es.amazonaws.com"}
    assert statement["Resource"] == "arn:aws:mock:us-east-1:123456789012:LogGroup/search:*"
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert {group.urn, policy.urn} <= set(recording.one(DOMAIN, "search").dependencies)


def test_the_password_is_a_secret_whatever_the_caller_passes(preview: bool) -> None:
    assert "advancedSecurityOptions" in domain(preview).one(DOMAIN, "search").secrets


def test_only_what_is_protected_refuses_deletion(preview: bool) -> None:
    assert domain(preview).one(DOMAIN, "search").protect
    assert not domain(preview, protected=False).one(DOMAIN, "search").protect


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"instances": 3},
            "instances: got 3; allowed: a multiple of 2 with 2 zones, so that each holds every shard; change",
        ),
        ({"zones": 4}, "zones"),
        ({"storage_gib": 9}, "storage_gib"),
        ({"instance_type": "t2.small.search"}, "instance_type"),
    ],
)
def test_a_size_that_opensearch_would_refuse_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        SearchSize.model_validate({**VALUES, **values})
