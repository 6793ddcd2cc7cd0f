"""Examples of EKS."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:eks/cluster:Cluster": Example(
        inputs=lambda w: {
            "name": "softfactory",
            "roleArn": w.role().outputs["arn"],
            "version": "1.36",
            "vpcConfig": {
                "subnetIds": [w.subnet(0), w.subnet(1)],
                "endpointPrivateAccess": True,
                "endpointPublicAccess": True,
                "publicAccessCidrs": ["192.0.2.0/24"],
            },
            "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
            "upgradePolicy": {"supportType": "STANDARD"},
            "encryptionConfig": {"provider": {"keyArn": w.key.outputs["arn"]}, "resources": ["secrets"]},
            "enabledClusterLogTypes": ["api", "audit"],
            "bootstrapSelfManagedAddons": False,
        },
        change={"enabledClusterLogTypes": ["audit"]},
        replaces={"name": "other"},
    ),
    "aws:eks/nodeGroup:NodeGroup": Example(
        inputs=lambda w: {
            "clusterName": w.cluster,
            "nodeRoleArn": w.role(1).outputs["arn"],
            "subnetIds": [w.subnet(0), w.subnet(1)],
            "capacityType": "SPOT",
            "amiType": "AL2023_ARM_64_STANDARD",
            "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 2},
            "updateConfig": {"maxUnavailable": 1},
            "labels": {"tier": "web"},
            "launchTemplate": {"id": w.template.id, "version": "1"},
        },
        change={"scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 3}, "labels": {"pool": "web"}},
        replaces={"capacityType": "ON_DEMAND"},
    ),
    "aws:eks/addon:Addon": Example(
        inputs=lambda w: {
            "clusterName": w.cluster,
            "addonName": "vpc-cni",
            "resolveConflictsOnCreate": "OVERWRITE",
        },
        change={"configurationValues": '{"enableNetworkPolicy": "true"}'},
        replaces={"addonName": "coredns"},
    ),
    "aws:eks/accessEntry:AccessEntry": Example(
        inputs=lambda w: {"clusterName": w.cluster, "principalArn": w.role(1).outputs["arn"]},
        change={"kubernetesGroups": ["readers"]},
        replaces={"type": "EC2_LINUX"},
    ),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": Example(
        inputs=lambda w: {
            "clusterName": w.cluster,
            "principalArn": w.get(
                "entry",
                "aws:eks/accessEntry:AccessEntry",
                clusterName=w.cluster,
                principalArn=w.role(1).outputs["arn"],
            ).inputs["principalArn"],
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            "accessScope": {"type": "cluster"},
        },
        replaces={"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"},
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": Example(
        inputs=lambda w: {
            "clusterName": w.cluster,
            "namespace": "softfactory",
            "serviceAccount": "web",
            "roleArn": w.role(1).outputs["arn"],
        },
        change_with=lambda w: {"roleArn": w.role(2).outputs["arn"]},
        replaces={"serviceAccount": "worker"},
    ),
}
