from components.cluster.cluster_access import ClusterAccess, ClusterAccessArgs
from tests.recording import record

ENTRY, ASSOCIATION = (
    "aws:eks/accessEntry:AccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
)
ADMINS = ["arn:aws:iam::123456789012:role/platform/deployer", "arn:aws:iam::123456789012:user/ada"]


def test_each_principal_administers_the_cluster(preview: bool) -> None:
    args = ClusterAccessArgs(cluster_name="softfactory", admin_arns=ADMINS)
    recording = record(lambda: ClusterAccess("softfactory", args), preview=preview)
    names = ["softfactory-role/platform/deployer", "softfactory-user/ada"]
    assert recording.children("softfactory:cluster:ClusterAccess", "softfactory") == {
        (kind, name) for kind in (ENTRY, ASSOCIATION) for name in names
    }
    for name, arn in zip(names, ADMINS, strict=True):
        assert recording.one(ENTRY, name).inputs == {
            "clusterName": "softfactory",
            "principalArn": arn,
            "type": "STANDARD",
        }
        association = recording.one(ASSOCIATION, name).inputs
        assert association["principalArn"] == arn
        assert association["accessScope"] == {"type": "cluster"}
        assert association["policyArn"].endswith(":cluster-access-policy/AmazonEKSClusterAdminPolicy")


def test_one_more_principal_leaves_the_others_alone() -> None:
    def urns(admins: list[str]) -> set[str]:
        args = ClusterAccessArgs(cluster_name="softfactory", admin_arns=admins)
        return {item.urn for item in record(lambda: ClusterAccess("x", args), preview=False).resources}

    assert urns(ADMINS[1:]) < urns(ADMINS)
