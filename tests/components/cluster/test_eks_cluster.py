import json

from components.cluster.eks_cluster import EksCluster, EksClusterArgs, EksClusterSize
from tests.recording import Recording, record

CLUSTER = "aws:eks/cluster:Cluster"


def cluster(preview: bool, public_cidrs: tuple[str, ...] = ("203.0.113.0/24",)) -> Recording:
    args = EksClusterArgs(
        size=EksClusterSize(log_retention_days=7, add_on_replicas=2),
        subnet_ids=["subnet-1", "subnet-2", "subnet-3"],
        public_cidrs=public_cidrs,
        kms_key_arn="arn:key",
    )
    return record(lambda: EksCluster("softfactory", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert cluster(preview).children("softfactory:cluster:EksCluster", "softfactory") == {
        ("aws:iam/role:Role", "softfactory"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "softfactory"),
        ("aws:cloudwatch/logGroup:LogGroup", "softfactory"),
        (CLUSTER, "softfactory"),
    }


def test_only_listed_addresses_reach_it_from_outside(preview: bool) -> None:
    network = cluster(preview).one(CLUSTER, "softfactory").inputs["vpcConfig"]
    assert network["endpointPrivateAccess"] is True
    assert network["endpointPublicAccess"] is True
    assert network["publicAccessCidrs"] == ["203.0.113.0/24"]
    assert network["subnetIds"] == ["subnet-1", "subnet-2", "subnet-3"]


def test_without_a_list_nobody_does(preview: bool) -> None:
    network = cluster(preview, public_cidrs=()).one(CLUSTER, "softfactory").inputs["vpcConfig"]
    assert network["endpointPublicAccess"] is False
    assert "publicAccessCidrs" not in network


def test_access_is_by_entries_only_and_its_maker_gets_none_by_itself(preview: bool) -> None:
    access = cluster(preview).one(CLUSTER, "softfactory").inputs["accessConfig"]
    assert access == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}


def test_secrets_are_encrypted_with_our_key(preview: bool) -> None:
    encryption = cluster(preview).one(CLUSTER, "softfactory").inputs["encryptionConfig"]
    assert encryption == {"provider": {"keyArn": "arn:key"}, "resources": ["secrets"]}


def test_who_did_what_is_logged_kept_and_encrypted(preview: bool) -> None:
    recording = cluster(preview)
    control_plane = recording.one(CLUSTER, "softfactory")
    logs = recording.one("aws:cloudwatch/logGroup:LogGroup", "softfactory")
    assert control_plane.inputs["enabledClusterLogTypes"] == ["audit", "authenticator"]
    assert logs.inputs == {
        "name": "/aws/eks/softfactory/cluster",
        "retentionInDays": 7,
        "kmsKeyId": "arn:key",
    }
    # EKS would otherwise make the log group first, without retention.
    assert logs.urn in control_plane.dependencies
    assert control_plane.inputs["name"] == "softfactory"


def test_it_stays_in_standard_support(preview: bool) -> None:
    inputs = cluster(preview).one(CLUSTER, "softfactory").inputs
    assert inputs["version"] == "1.36"
    assert inputs["upgradePolicy"] == {"supportType": "STANDARD"}


def test_its_role_is_for_eks_and_there_before_it(preview: bool) -> None:
    recording = cluster(preview)
    role = recording.one("aws:iam/role:Role", "softfactory").inputs
    (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "eks.amazonaws.com"}
    policy = recording.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "softfactory")
    assert policy.inputs["policyArn"] == "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    assert policy.urn in recording.one(CLUSTER, "softfactory").dependencies


def test_the_addresses_of_services_are_fixed(preview: bool) -> None:
    network = cluster(preview).one(CLUSTER, "softfactory").inputs["kubernetesNetworkConfig"]
    assert network == {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"}


def test_its_add_ons_are_kept_by_eks(preview: bool) -> None:
    assert cluster(preview).one(CLUSTER, "softfactory").inputs["bootstrapSelfManagedAddons"] is False
