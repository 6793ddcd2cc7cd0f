import json
from collections import Counter
from collections.abc import Callable

import pytest

from components.workloads.app_process import QUEUES
from stacks.phase_spec import STORES, PhaseSpec
from tests.phases import INSTALLATION, PHASES
from tests.recording import Recording

Platform = Callable[[str, bool], Recording]

FOR_CDN = ("getManagedPrefixList", "getCachePolicy", "getOriginRequestPolicy")
WITHOUT_CDN = Counter({"softfactory:edge:LogBucket": 1, "softfactory:edge:PublicEntrance": 1})
WITH_CDN = Counter(
    {
        "softfactory:edge:LogBucket": 3,
        "softfactory:edge:CdnEntrance": 1,
        "softfactory:edge:ContentDelivery": 1,
        "softfactory:edge:DeliveryPolicies": 1,
        "softfactory:edge:OriginSecret": 1,
        "softfactory:edge:StaticAssets": 1,
        "softfactory:edge:WebFirewall": 1,
    }
)


def jobs(spec: PhaseSpec) -> int:
    return 2 * len(spec.databases) + len(spec.brokers)


def told_by_beats(spec: PhaseSpec) -> list[str]:
    return [*spec.beats] if spec.queues_on_redis else []


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_file_builds_the_whole_platform(platform: Platform, phase: str, preview: bool) -> None:
    spec, recording = PHASES[phase], platform(phase, preview)
    parts = Counter(item.type for item in recording.resources if item.type.startswith("softfactory:"))
    tiers = Counter({"softfactory:network:SubnetTier": 3})
    nat = {"instance": "softfactory:network:NatInstance", "gateway": "softfactory:network:NatGateway"}
    assert parts == tiers + Counter(
        {
            "softfactory:network:Network": 1,
            "softfactory:network:FlowLogs": 1,
            nat[spec.network.nat.kind]: 1,
            "softfactory:security:EncryptionKey": 1,
            # One for each kind of store that there is.
            "softfactory:security:StoreSecurityGroup": sum(bool(getattr(spec, kind)) for kind in STORES),
            "softfactory:data:StoreSecret": len(list(spec.stores())),
            "softfactory:data:PostgresCluster": len(spec.databases),
            "softfactory:data:RedisGroup": len(spec.caches),
            "softfactory:data:RabbitBroker": len(spec.brokers),
            "softfactory:data:SearchDomain": len(spec.search_domains),
            "softfactory:cluster:EksCluster": 1,
            "softfactory:cluster:ClusterAccess": 1,
            "softfactory:cluster:Addons": 2,
            "softfactory:cluster:NodeGroup": len(spec.node_groups),
            # Of the driver of disks, and of each beat that tells CloudWatch how many jobs wait.
            "softfactory:cluster:PodIdentity": 1 + len(told_by_beats(spec)),
            "softfactory:cluster:StorageClass": 1,
            "softfactory:operations:Alerts": 1,
            "softfactory:operations:BackupPlan": 1,
            "softfactory:operations:Budget": 1,
            "softfactory:operations:Dashboard": 1,
            "softfactory:operations:AlarmProfile": (6 if spec.edge.cdn else 5)
            + len(spec.node_groups)
            + sum(1 + size.replicas for size in spec.databases.values())
            + sum(size.shards * (1 + size.replicas_per_shard) for size in spec.caches.values())
            + len(told_by_beats(spec))
            # Each with the dead letters of each queue of each process.
            + len(spec.brokers) * (1 + len(QUEUES) * len(spec.workers))
            + len(spec.search_domains),
            "softfactory:security:AppSecret": 2 if spec.monitoring else 1,
            "softfactory:workloads:Namespace": 1,
            # Of each process, of the two jobs of each database, and of the one of each broker.
            "softfactory:workloads:AppSettings": len(spec.processes()) + jobs(spec),
            "softfactory:workloads:AppJob": jobs(spec),
            "softfactory:workloads:WebService": len(spec.web_services),
            "softfactory:workloads:Worker": len(spec.workers),
            "softfactory:workloads:Beat": len(spec.beats),
            "softfactory:workloads:Entry": 1,
            "softfactory:workloads:Gateway": 1 if spec.gateway else 0,
            **{
                f"softfactory:workloads:{tool}": 1 if spec.monitoring else 0
                for tool in ("Prometheus", "Alertmanager", "Grafana", "Jaeger")
            },
            "softfactory:edge:Certificate": 1,
            "softfactory:edge:LoadBalancer": 1,
            "softfactory:edge:AliasRecords": 1,
        }
    ) + (WITH_CDN if spec.edge.cdn else WITHOUT_CDN)


@pytest.mark.parametrize("phase", PHASES)
def test_a_preview_shows_what_an_update_makes(platform: Platform, phase: str) -> None:
    shown, made = ({item.urn for item in platform(phase, preview).resources} for preview in (True, False))
    assert shown == made


@pytest.mark.parametrize("phase", PHASES)
def test_no_resource_falls_back_to_a_provider_of_the_environment(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    providers = {name: f"pulumi:providers:{name}::{name}::" for name in ("aws", "kubernetes")}
    for item in recording.resources:
        package = item.type.split(":")[0]
        if item.custom and package in providers:
            assert providers[package] in item.provider, item.urn


def test_the_tags_are_set_once_and_say_project_owner_and_repository(platform: Platform) -> None:
    provider = platform("phase2", False).one("pulumi:providers:aws", "aws").inputs
    tags = provider["defaultTags"]
    assert (json.loads(tags) if isinstance(tags, str) else tags) == {
        "tags": {"project": "softfactory", "owner": INSTALLATION.owner, "repository": INSTALLATION.repository}
    }
    assert provider["region"] == INSTALLATION.region


def test_no_logical_name_knows_its_phase(platform: Platform) -> None:
    for phase in PHASES:
        assert not [item.name for item in platform(phase, False).resources if "phase" in item.name]


@pytest.mark.parametrize("phase", PHASES)
def test_everything_that_stores_is_encrypted_with_the_one_key(platform: Platform, phase: str) -> None:
    recording = platform(phase, False)
    (key,) = recording.of("aws:kms/key:Key").values()
    arn = f"arn:aws:mock:us-east-1:123456789012:Key/{key.name}"
    for type_ in (
        "aws:rds/instance:Instance",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:secretsmanager/secret:Secret",
        "aws:cloudwatch/logGroup:LogGroup",
    ):
        assert {item.inputs["kmsKeyId"] for item in recording.of(type_).values()} == {arn}
    for type_, block in (
        ("aws:mq/broker:Broker", "encryptionOptions"),
        ("aws:opensearch/domain:Domain", "encryptAtRest"),
    ):
        assert {item.inputs[block]["kmsKeyId"] for item in recording.of(type_).values()} <= {arn}


def test_the_key_outlives_what_it_encrypts(platform: Platform) -> None:
    (key,) = platform("phase1", False).of("aws:kms/key:Key").values()
    assert key.protect


def test_the_platform_asks_aws_only_what_it_needs_to_know(platform: Platform) -> None:
    for phase, spec in PHASES.items():
        asked = Counter(token.rsplit(":", 1)[1] for token, _ in platform(phase, False).calls)
        assert asked == {
            "getCallerIdentity": 1,
            "getSessionContext": 1,
            "getAddonVersion": 6,
            # Of PagerDuty's key, of the app's, and of the one for what watches.
            "getSecretVersion": 3 if spec.monitoring else 2,
            # Of the app's image, of the gateway's, and of the four that watch.
            "getRepository": (2 if spec.gateway else 1) + (4 if spec.monitoring else 0),
            "getInstances": 1,
            "getZone": 1,
            # Of each store and of the CDN, and those of the app: the root of the logins and seven tokens.
            "getRandomPassword": len(list(spec.stores()))
            + (2 if spec.edge.cdn else 0)
            + 8
            # At first, in the place of PagerDuty's.
            + (1 if spec.monitoring else 0),
            **({"getRoles": 1} if spec.search_domains else {}),
            **(dict.fromkeys(FOR_CDN, 1) if spec.edge.cdn else {}),
            # For the load balancer's rule, and for whom the gateway believes.
            **({"getManagedPrefixList": 2} if spec.gateway and spec.edge.cdn else {}),
        }
