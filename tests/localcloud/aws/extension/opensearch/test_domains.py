"""Search domains: filled up, changed member by member, upgraded, refused."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

VOLUMES = {"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": 20}
SMALL: dict[str, Any] = {
    "DomainName": "search",
    "EngineVersion": "OpenSearch_2.19",
    "ClusterConfig": {"InstanceType": "t3.small.search", "InstanceCount": 2},
    "EBSOptions": VOLUMES,
}
MASTER = {"MasterUserName": "search", "MasterUserPassword": "Correct-horse-1"}
SECURE: dict[str, Any] = {
    "EncryptionAtRestOptions": {"Enabled": True},
    "NodeToNodeEncryptionOptions": {"Enabled": True},
    "DomainEndpointOptions": {"EnforceHTTPS": True},
    "AdvancedSecurityOptions": {
        "Enabled": True,
        "InternalUserDatabaseEnabled": True,
        "MasterUserOptions": MASTER,
    },
}


class Domains:
    def __init__(self, client: Any) -> None:
        self.client = client

    def create(self, **changes: Any) -> dict[str, Any]:
        given = {**SMALL, **changes}
        self.client.create_domain(**{name: value for name, value in given.items() if value is not None})
        return self.described()

    def update(self, **changes: Any) -> dict[str, Any]:
        self.client.update_domain_config(DomainName="search", **changes)
        return self.described()

    def described(self) -> dict[str, Any]:
        described: dict[str, Any] = self.client.describe_domain(DomainName="search")["DomainStatus"]
        return described


LOGS = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/opensearch"
_WRITES = {
    "Effect": "Allow",
    "Principal": {"Service": "es.amazonaws.com"},
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents*"],
    "Resource": f"{LOGS}/*",
}


def permit_logs(aws: Client, **changes: Any) -> None:
    document = {"Version": "2012-10-17", "Statement": [{**_WRITES, **changes}]}
    aws("logs").put_resource_policy(policyName="search", policyDocument=json.dumps(document))


@pytest.fixture
def domains(aws: Client) -> Domains:
    """With the role that lets them into a VPC, and the policy that lets them write logs."""
    aws("iam").create_service_linked_role(AWSServiceName="opensearchservice.amazonaws.com")
    permit_logs(aws)
    return Domains(aws("opensearch"))


def test_a_domain_is_ready_and_filled_up(domains: Domains) -> None:
    domain = domains.create()
    assert (domain["Created"], domain["Processing"], domain["DomainProcessingStatus"]) == (
        True,
        False,
        "Active",
    )
    assert domain["ARN"] == "arn:aws:es:us-east-1:123456789012:domain/search"
    assert domain["DomainId"] == "123456789012/search"
    assert domain["EngineVersion"] == "OpenSearch_2.19"
    assert domain["Endpoint"].startswith("search-search-")
    assert domain["Endpoint"].endswith(".us-east-1.es.amazonaws.com")
    assert "Endpoints" not in domain
    assert domain["ClusterConfig"] == {
        "InstanceType": "t3.small.search",
        "InstanceCount": 2,
        "DedicatedMasterEnabled": False,
        "ZoneAwarenessEnabled": False,
        "WarmEnabled": False,
        "ColdStorageOptions": {"Enabled": False},
        "MultiAZWithStandbyEnabled": False,
    }
    assert domain["EBSOptions"] == {**VOLUMES, "Iops": 3000, "Throughput": 125}
    assert domain["AutoTuneOptions"] == {"State": "DISABLED", "UseOffPeakWindow": False}
    assert domain["OffPeakWindowOptions"]["Enabled"]


def test_a_domain_in_a_vpc_has_its_endpoint_there(aws: Client, domains: Domains, subnets: list[str]) -> None:
    vpc = aws("ec2").describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    cluster = {**SMALL["ClusterConfig"], "ZoneAwarenessEnabled": True}
    domain = domains.create(ClusterConfig=cluster, VPCOptions={"SubnetIds": subnets[:2]})
    assert domain["Endpoints"]["vpc"].startswith("vpc-search-")
    assert "Endpoint" not in domain
    assert domain["ClusterConfig"]["ZoneAwarenessConfig"] == {"AvailabilityZoneCount": 2}
    inside = domain["VPCOptions"]
    assert (inside["VPCId"], inside["AvailabilityZones"]) == (vpc, ["us-east-1a", "us-east-1b"])
    assert len(inside["SecurityGroupIds"]) == 1, "the default one of the VPC"


def test_the_subnets_of_a_domain_can_change_and_cannot_be_deleted(
    aws: Client, domains: Domains, subnets: list[str]
) -> None:
    domains.create(VPCOptions={"SubnetIds": subnets[:1]})
    domain = domains.update(VPCOptions={"SubnetIds": subnets[2:]})
    assert domain["VPCOptions"]["AvailabilityZones"] == ["us-east-1c"]
    aws("ec2").delete_subnet(SubnetId=subnets[0])
    with pytest.raises(ClientError, match="DependencyViolation"):
        aws("ec2").delete_subnet(SubnetId=subnets[2])
    domains.client.delete_domain(DomainName="search")
    aws("ec2").delete_subnet(SubnetId=subnets[2])


def test_a_secure_domain_keeps_its_master_user_to_itself(aws: Client, domains: Domains) -> None:
    domain = domains.create(**SECURE)
    assert domain["AdvancedSecurityOptions"] == {
        "Enabled": True,
        "InternalUserDatabaseEnabled": True,
        "AnonymousAuthEnabled": False,
    }
    default = aws("kms").describe_key(KeyId="alias/aws/es")["KeyMetadata"]["Arn"]
    assert domain["EncryptionAtRestOptions"] == {"Enabled": True, "KmsKeyId": default}
    assert "Correct-horse" not in json.dumps(
        domains.client.describe_domain_config(DomainName="search"), default=str
    )


def test_a_key_is_told_by_its_arn(aws: Client, domains: Domains) -> None:
    key = aws("kms").create_key()["KeyMetadata"]
    domain = domains.create(EncryptionAtRestOptions={"Enabled": True, "KmsKeyId": key["KeyId"]})
    assert domain["EncryptionAtRestOptions"]["KmsKeyId"] == key["Arn"]
    same = domains.update(EncryptionAtRestOptions={"Enabled": True, "KmsKeyId": key["KeyId"]})
    assert same["EncryptionAtRestOptions"]["KmsKeyId"] == key["Arn"]


def test_an_update_changes_what_it_names(domains: Domains) -> None:
    logs = {"ES_APPLICATION_LOGS": {"CloudWatchLogsLogGroupArn": f"{LOGS}/a", "Enabled": True}}
    before = domains.create(**SECURE, LogPublishingOptions=logs)
    after = domains.update(
        ClusterConfig={"InstanceCount": 3},
        EBSOptions={"EBSEnabled": True, "VolumeSize": 30},
        LogPublishingOptions={"INDEX_SLOW_LOGS": {"CloudWatchLogsLogGroupArn": f"{LOGS}/b", "Enabled": True}},
        DomainEndpointOptions={"TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
    )
    assert after["ClusterConfig"] == {**before["ClusterConfig"], "InstanceCount": 3}
    assert after["EBSOptions"] == {**before["EBSOptions"], "VolumeSize": 30}
    assert set(after["LogPublishingOptions"]) == {"ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS"}
    assert after["DomainEndpointOptions"]["EnforceHTTPS"]
    assert after["Endpoint"] == before["Endpoint"]
    changed = {"ClusterConfig", "EBSOptions", "LogPublishingOptions", "DomainEndpointOptions"}
    apart = {*changed, "ChangeProgressDetails"}
    assert {k: v for k, v in after.items() if k not in apart} == {
        k: v for k, v in before.items() if k not in apart
    }


def test_the_configuration_tells_when_it_changed(domains: Domains) -> None:
    domains.create()
    before = domains.client.describe_domain_config(DomainName="search")["DomainConfig"]
    answered = domains.client.update_domain_config(
        DomainName="search", SnapshotOptions={"AutomatedSnapshotStartHour": 5}
    )["DomainConfig"]
    after = domains.client.describe_domain_config(DomainName="search")["DomainConfig"]
    assert before["SnapshotOptions"]["Options"] == {"AutomatedSnapshotStartHour": 0}
    assert after["SnapshotOptions"]["Options"] == {"AutomatedSnapshotStartHour": 5}
    assert answered == after
    assert after["EngineVersion"]["Options"] == "OpenSearch_2.19"
    status = after["SnapshotOptions"]["Status"]
    assert (status["State"], status["UpdateVersion"]) == ("Active", 2)


def test_a_dry_run_changes_nothing(domains: Domains) -> None:
    before = domains.create()
    answer = domains.client.update_domain_config(
        DomainName="search", ClusterConfig={"InstanceCount": 3}, DryRun=True
    )
    assert answer["DryRunResults"]["DeploymentType"] == "DynamicUpdate"
    assert domains.described() == before


def test_other_volumes_than_gp3_have_no_throughput(domains: Domains) -> None:
    domains.create()
    domain = domains.update(EBSOptions={"EBSEnabled": True, "VolumeType": "gp2"})
    assert domain["EBSOptions"]["VolumeType"] == "gp2"
    assert "Throughput" not in domain["EBSOptions"]


def test_a_domain_is_upgraded_along_the_paths_of_aws(domains: Domains) -> None:
    domains.create()
    [path] = domains.client.get_compatible_versions(DomainName="search")["CompatibleVersions"]
    assert path == {
        "SourceVersion": "OpenSearch_2.19",
        "TargetVersions": ["OpenSearch_3.1", "OpenSearch_3.3", "OpenSearch_3.5"],
    }
    domains.client.upgrade_domain(DomainName="search", TargetVersion="OpenSearch_3.3", PerformCheckOnly=True)
    assert domains.described()["EngineVersion"] == "OpenSearch_2.19"
    domains.client.upgrade_domain(DomainName="search", TargetVersion="OpenSearch_3.3")
    assert domains.described()["EngineVersion"] == "OpenSearch_3.3"
    assert domains.client.get_upgrade_status(DomainName="search")["StepStatus"] == "SUCCEEDED"
    with pytest.raises(ClientError, match=r"OpenSearch_3\.3 cannot be upgraded to OpenSearch_2\.19"):
        domains.client.upgrade_domain(DomainName="search", TargetVersion="OpenSearch_2.19")


def test_a_major_version_is_left_from_its_last_one(domains: Domains) -> None:
    domains.create(EngineVersion="OpenSearch_2.17")
    with pytest.raises(ClientError, match=r"OpenSearch_2\.17 cannot be upgraded to OpenSearch_3\.1"):
        domains.client.upgrade_domain(DomainName="search", TargetVersion="OpenSearch_3.1")
    paths = domains.client.get_compatible_versions()["CompatibleVersions"]
    assert {"OpenSearch_1.3", "Elasticsearch_7.10"} <= {path["SourceVersion"] for path in paths}


def test_what_there_is_to_know_of_a_domain(domains: Domains) -> None:
    domains.create()
    assert domains.client.describe_domain_health(DomainName="search")["DataNodeCount"] == "2"
    progress = domains.client.describe_domain_change_progress(DomainName="search")["ChangeProgressStatus"]
    assert progress["Status"] == "COMPLETED"
    assert "OpenSearch_3.5" in domains.client.list_versions()["Versions"]
    [listed] = domains.client.list_domain_names(EngineType="OpenSearch")["DomainNames"]
    assert listed == {"DomainName": "search", "EngineType": "OpenSearch"}
    assert domains.client.list_domain_names(EngineType="Elasticsearch")["DomainNames"] == []
    [described] = domains.client.describe_domains(DomainNames=["search", "none"])["DomainStatusList"]
    assert described == domains.described()


def test_tags_go_with_their_domain(domains: Domains) -> None:
    tags = [{"Key": "team", "Value": "search"}]
    arn = domains.create(TagList=tags)["ARN"]
    domains.client.add_tags(ARN=arn, TagList=[{"Key": "stage", "Value": "test"}])
    domains.client.remove_tags(ARN=arn, TagKeys=["stage"])
    assert domains.client.list_tags(ARN=arn)["TagList"] == tags
    assert domains.client.delete_domain(DomainName="search")["DomainStatus"]["Deleted"]
    with pytest.raises(ClientError, match=r"ResourceNotFoundException.*Domain not found: search"):
        domains.described()
    domains.create()
    assert domains.client.list_tags(ARN=arn)["TagList"] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DomainName": "Search"}, "at 'domainName' failed to satisfy constraint"),
        ({"DomainName": "a" * 29}, "at 'domainName' failed to satisfy constraint"),
        ({"EngineVersion": "OpenSearch_9.9"}, "OpenSearch_9.9"),
        ({"ClusterConfig": {"InstanceType": "t3.tiny.search"}}, "t3.tiny.search.*clusterConfig.instanceType"),
        (
            {"ClusterConfig": {**SMALL["ClusterConfig"], "InstanceCount": 1, "ZoneAwarenessEnabled": True}},
            "You must choose a minimum of two data nodes for a two Availability Zone deployment",
        ),
        (
            {"ClusterConfig": {**SMALL["ClusterConfig"], "DedicatedMasterEnabled": True}},
            "number of dedicated master nodes",
        ),
        (
            {"ClusterConfig": {**SMALL["ClusterConfig"], "MultiAZWithStandbyEnabled": True}},
            "Multi-AZ with Standby",
        ),
        ({"EBSOptions": None}, "EBS storage must be selected for t3.small.search"),
        ({"EBSOptions": {**VOLUMES, "VolumeSize": 101}}, "between 10 and 100 for t3.small.search"),
        ({"EBSOptions": {**VOLUMES, "VolumeSize": 9}}, "between 10 and 100 for t3.small.search"),
        ({**SECURE, "NodeToNodeEncryptionOptions": None}, "node-to-node encryption"),
        ({**SECURE, "EncryptionAtRestOptions": None}, "encryption at rest"),
        ({**SECURE, "DomainEndpointOptions": None}, "Enforce HTTPS"),
        (
            {**SECURE, "AdvancedSecurityOptions": {"Enabled": True, "InternalUserDatabaseEnabled": True}},
            "master username and password",
        ),
        (
            {
                **SECURE,
                "AdvancedSecurityOptions": {
                    **SECURE["AdvancedSecurityOptions"],
                    "MasterUserOptions": {**MASTER, "MasterUserPassword": "correct-horse-1"},
                },
            },
            "one uppercase letter",
        ),
        ({"EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "none"}}, "Invalid KMS key: none"),
        ({"VPCOptions": {"SubnetIds": ["subnet-0"]}}, "subnet-0"),
        ({"AutoTuneOptions": {"DesiredState": "ENABLED"}}, "Autotune is not supported in t2/t3"),
    ],
)
def test_refused(domains: Domains, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        domains.create(**changes)
    assert domains.client.list_domain_names()["DomainNames"] == []


def test_as_many_subnets_as_zones(domains: Domains, subnets: list[str]) -> None:
    with pytest.raises(ClientError, match=r"You must specify exactly one subnet\."):
        domains.create(VPCOptions={"SubnetIds": subnets})
    cluster = {**SMALL["ClusterConfig"], "ZoneAwarenessEnabled": True}
    with pytest.raises(ClientError, match="exactly two subnets because you've set zone count to two"):
        domains.create(ClusterConfig=cluster, VPCOptions={"SubnetIds": subnets})
    with pytest.raises(ClientError, match="Invalid security group ID: sg-0"):
        domains.create(VPCOptions={"SubnetIds": subnets[:1], "SecurityGroupIds": ["sg-0"]})


def test_into_a_vpc_only_with_the_role_for_it(aws: Client, subnets: list[str]) -> None:
    domains = Domains(aws("opensearch"))
    inside = {"VPCOptions": {"SubnetIds": subnets[:1]}}
    with pytest.raises(ClientError, match="you must enable a service-linked role"):
        domains.create(**inside)
    aws("iam").create_service_linked_role(AWSServiceName="es.amazonaws.com")
    assert domains.create(**inside)["Endpoints"]


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Deny"},
        {"Principal": {"Service": ["delivery.logs.amazonaws.com"]}},
        {"Principal": "*"},
        {"Action": "logs:PutLogEvents"},
        {"Resource": [f"{LOGS}/others:*"]},
    ],
    ids=["denied", "another service", "no service", "one action", "other groups"],
)
def test_logs_only_where_a_policy_lets_it_write(
    aws: Client, domains: Domains, changes: dict[str, Any]
) -> None:
    logs = {"ES_APPLICATION_LOGS": {"CloudWatchLogsLogGroupArn": f"{LOGS}/search:*", "Enabled": True}}
    permit_logs(aws, **changes)
    with pytest.raises(ClientError, match="log group /aws/opensearch/search does not grant sufficient"):
        domains.create(LogPublishingOptions=logs)
    logs["ES_APPLICATION_LOGS"]["Enabled"] = False
    domains.create(LogPublishingOptions=logs)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"EncryptionAtRestOptions": {"Enabled": False}}, "disable encryption at rest"),
        ({"NodeToNodeEncryptionOptions": {"Enabled": False}}, "disable node-to-node encryption"),
        ({"AdvancedSecurityOptions": {"Enabled": False}}, "disable advanced security options"),
        ({"ClusterConfig": {"InstanceCount": 0}}, "minimum of one data node"),
    ],
)
def test_refused_of_an_existing_domain(domains: Domains, changes: dict[str, Any], words: str) -> None:
    before = domains.create(**SECURE)
    with pytest.raises(ClientError, match=words):
        domains.update(**changes)
    assert domains.described() == before


def test_a_domain_neither_moves_into_a_vpc_nor_changes_its_key(
    aws: Client, domains: Domains, subnets: list[str]
) -> None:
    domains.create(**SECURE)
    with pytest.raises(ClientError, match="cannot move an existing domain into a VPC"):
        domains.update(VPCOptions={"SubnetIds": subnets[:1]})
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError, match="cannot change the KMS key"):
        domains.update(EncryptionAtRestOptions={"Enabled": True, "KmsKeyId": key})


def test_one_domain_of_a_name(domains: Domains) -> None:
    domains.create()
    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        domains.create()


def test_the_api_of_elasticsearch_goes_on(aws: Client) -> None:
    legacy = aws("es")
    legacy.create_elasticsearch_domain(DomainName="old", ElasticsearchVersion="7.10")
    assert legacy.describe_elasticsearch_domain(DomainName="old")["DomainStatus"]["Created"]
