"""Bindings of EKS: clusters, node groups, add-ons, access entries, pod identities."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import eks

R = Property(replaces=True)
_GONE = frozenset({"ResourceNotFoundException"})
_UPDATE = frozenset({"update"})


def _config(when: str, **arguments: str) -> Call:
    """EKS takes one kind of change of a cluster's configuration per call."""
    return Call(
        operation="UpdateClusterConfig",
        arguments={"name": "_id", **{path.replace("__", "."): value for path, value in arguments.items()}},
        when=frozenset({when}),
        on=_UPDATE,
    )


CLUSTER = Binding(
    type="aws:eks/cluster:Cluster",
    service="eks",
    create="CreateCluster",
    read="DescribeCluster",
    delete="DeleteCluster",
    id="cluster.name",
    key={"name": "_id"},
    result="cluster",
    gone=_GONE,
    name="name",
    name_limit=100,
    properties={
        "name": R,
        "roleArn": Property(replaces=True, required=True),
        "version": Property(),
        "vpcConfig": Property(api="resourcesVpcConfig", required=True),
        "kubernetesNetworkConfig": Property(replaces=("ipFamily", "serviceIpv4Cidr")),
        "enabledClusterLogTypes": Property(
            api="logging.clusterLogging.0.types",
            read="logging.clusterLogging[?enabled].types | [0]",
            unordered=True,
        ),
        "encryptionConfig": Property(replaces=True),
        "accessConfig": Property(replaces=("bootstrapClusterCreatorAdminPermissions",)),
        "upgradePolicy": Property(),
        "bootstrapSelfManagedAddons": Property(replaces=True, read=None, default=True),
        "deletionProtection": Property(),
        "zonalShiftConfig": Property(),
    },
    create_with={"logging.clusterLogging.0.enabled": "enabledClusterLogTypes && `true`"},
    calls=(
        Call(
            operation="UpdateClusterVersion",
            arguments={"name": "_id", "version": "version"},
            when=frozenset({"version"}),
            on=_UPDATE,
        ),
        _config("accessConfig", accessConfig__authenticationMode="accessConfig.authenticationMode"),
        _config("upgradePolicy", upgradePolicy="upgradePolicy"),
        _config("deletionProtection", deletionProtection="deletionProtection"),
        _config("zonalShiftConfig", zonalShiftConfig="zonalShiftConfig"),
        _config(
            "enabledClusterLogTypes",
            logging__clusterLogging="[{types: enabledClusterLogTypes, enabled: `true`}, "
            "{types: except(_old.enabledClusterLogTypes, enabledClusterLogTypes), enabled: `false`}][?types]",
        ),
        Call(  # the endpoint's reach and the networks are two kinds of change
            operation="UpdateClusterConfig",
            arguments={
                "name": "_id",
                "resourcesVpcConfig.endpointPrivateAccess": "vpcConfig.endpointPrivateAccess",
                "resourcesVpcConfig.endpointPublicAccess": "vpcConfig.endpointPublicAccess",
                "resourcesVpcConfig.publicAccessCidrs": "vpcConfig.publicAccessCidrs",
            },
            when=frozenset({"vpcConfig"}),
            on=_UPDATE,
            only_if="vpcConfig.[endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs] != "
            "_old.vpcConfig.[endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs]",
        ),
        Call(
            operation="UpdateClusterConfig",
            arguments={
                "name": "_id",
                "resourcesVpcConfig.subnetIds": "vpcConfig.subnetIds",
                "resourcesVpcConfig.securityGroupIds": "vpcConfig.securityGroupIds",
            },
            when=frozenset({"vpcConfig"}),
            on=_UPDATE,
            only_if="vpcConfig.[subnetIds, securityGroupIds] != _old.vpcConfig.[subnetIds, securityGroupIds]",
        ),
    ),
    outputs={
        "arn": "arn",
        "endpoint": "endpoint",
        "certificateAuthority": "certificateAuthority",
        "certificateAuthorities": "[certificateAuthority]",
        "platformVersion": "platformVersion",
        "status": "status",
        "identities": "[{oidcs: [{issuer: identity.oidc.issuer}]}]",
        "createdAt": "createdAt",
    },
    tagging=eks("arn"),
)

NODE_GROUP = Binding(
    type="aws:eks/nodeGroup:NodeGroup",
    service="eks",
    create="CreateNodegroup",
    read="DescribeNodegroup",
    delete="DeleteNodegroup",
    id="join(':', [clusterName, nodegroup.nodegroupName])",
    parts=("clusterName", "nodeGroupName"),
    key={"clusterName": "clusterName", "nodegroupName": "nodeGroupName"},
    result="nodegroup",
    gone=_GONE,
    name="nodeGroupName",
    name_limit=63,
    properties={
        "clusterName": R,
        "nodeGroupName": Property(api="nodegroupName", replaces=True),
        "nodeGroupNamePrefix": Property(api=None, read=None, replaces=True),
        "nodeRoleArn": Property(api="nodeRole", replaces=True, required=True),
        "subnetIds": Property(api="subnets", replaces=True, unordered=True, required=True),
        "amiType": R,
        "capacityType": R,
        "diskSize": R,
        "instanceTypes": R,
        "scalingConfig": Property(required=True),
        "updateConfig": Property(),
        "labels": Property(verbatim=True),
        "taints": Property(unordered=True),
        "launchTemplate": Property(replaces=("id", "name")),
        "version": Property(),
        "releaseVersion": Property(),
        "nodeRepairConfig": Property(),
        "forceUpdateVersion": Property(api=None, read=None),
    },
    calls=(
        Call(
            operation="UpdateNodegroupConfig",
            arguments={
                "clusterName": "clusterName",
                "nodegroupName": "nodeGroupName",
                "scalingConfig": "scalingConfig",
                "updateConfig": "updateConfig",
                "nodeRepairConfig": "nodeRepairConfig",
                "labels.addOrUpdateLabels": "labels",
                "labels.removeLabels": "except(keys(_old.labels || `{}`), keys(labels || `{}`))",
                "taints.addOrUpdateTaints": "except(taints, _old.taints)",
                "taints.removeTaints": "except(_old.taints, taints)",
            },
            when=frozenset({"scalingConfig", "updateConfig", "labels", "taints", "nodeRepairConfig"}),
            on=_UPDATE,
        ),
        Call(
            operation="UpdateNodegroupVersion",
            arguments={
                "clusterName": "clusterName",
                "nodegroupName": "nodeGroupName",
                "version": "version",
                "releaseVersion": "releaseVersion",
                "launchTemplate": "launchTemplate",
                "force": "forceUpdateVersion",
            },
            when=frozenset({"version", "releaseVersion", "launchTemplate"}),
            on=_UPDATE,
        ),
    ),
    outputs={
        "arn": "nodegroupArn",
        "status": "status",
        "resources": "[{autoscalingGroups: resources.autoScalingGroups, "
        "remoteAccessSecurityGroupId: resources.remoteAccessSecurityGroup}]",
    },
    tagging=eks("nodegroupArn"),
)

ADDON = Binding(
    type="aws:eks/addon:Addon",
    service="eks",
    create="CreateAddon",
    read="DescribeAddon",
    update="UpdateAddon",
    delete="DeleteAddon",
    id="join(':', [clusterName, addonName])",
    parts=("clusterName", "addonName"),
    key={"clusterName": "clusterName", "addonName": "addonName"},
    delete_with={"preserve": "preserve"},
    result="addon",
    gone=_GONE,
    properties={
        "clusterName": Property(replaces=True, required=True),
        "addonName": Property(replaces=True, required=True),
        "addonVersion": Property(),
        "configurationValues": Property(json=True),
        "serviceAccountRoleArn": Property(),
        "resolveConflictsOnCreate": Property(api=None, read=None),
        "resolveConflictsOnUpdate": Property(api=None, read=None),
        "preserve": Property(api=None, read=None),
    },
    create_with={"resolveConflicts": "resolveConflictsOnCreate"},
    update_with={"resolveConflicts": "resolveConflictsOnUpdate"},
    outputs={"arn": "addonArn", "createdAt": "createdAt", "modifiedAt": "modifiedAt"},
    tagging=eks("addonArn"),
)

ACCESS_ENTRY = Binding(
    type="aws:eks/accessEntry:AccessEntry",
    service="eks",
    create="CreateAccessEntry",
    read="DescribeAccessEntry",
    update="UpdateAccessEntry",
    delete="DeleteAccessEntry",
    id="join(':', [clusterName, principalArn])",
    parts=("clusterName", "principalArn"),
    key={"clusterName": "clusterName", "principalArn": "principalArn"},
    result="accessEntry",
    gone=_GONE,
    properties={
        "clusterName": Property(replaces=True, required=True),
        "principalArn": Property(replaces=True, required=True),
        "type": Property(replaces=True, default="STANDARD"),
        "kubernetesGroups": Property(unordered=True),
        "userName": Property(api="username"),
    },
    outputs={"accessEntryArn": "accessEntryArn", "createdAt": "createdAt", "modifiedAt": "modifiedAt"},
    tagging=eks("accessEntryArn"),
)

ACCESS_POLICY_ASSOCIATION = Binding(
    type="aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    service="eks",
    create="AssociateAccessPolicy",
    read="ListAssociatedAccessPolicies",
    delete="DisassociateAccessPolicy",
    id="join('#', [clusterName, principalArn, policyArn])",
    parts=("clusterName", "principalArn", "policyArn"),
    separator="#",
    key={"clusterName": "clusterName", "principalArn": "principalArn", "policyArn": "policyArn"},
    read_key={"clusterName": "clusterName", "principalArn": "principalArn"},
    result="associatedAccessPolicies[?policyArn=='%(policyArn)s'] | [0]",
    gone=_GONE,
    properties={
        "clusterName": Property(replaces=True, required=True),
        "principalArn": Property(replaces=True, required=True),
        "policyArn": Property(replaces=True, required=True),
        "accessScope": Property(replaces=True, required=True),
    },
    outputs={"associatedAt": "associatedAt", "modifiedAt": "modifiedAt"},
)

POD_IDENTITY_ASSOCIATION = Binding(
    type="aws:eks/podIdentityAssociation:PodIdentityAssociation",
    service="eks",
    create="CreatePodIdentityAssociation",
    read="DescribePodIdentityAssociation",
    update="UpdatePodIdentityAssociation",
    delete="DeletePodIdentityAssociation",
    id="association.associationId",
    key={"clusterName": "clusterName", "associationId": "_id"},
    result="association",
    gone=_GONE,
    properties={
        "clusterName": Property(replaces=True, required=True),
        "namespace": Property(replaces=True, required=True),
        "serviceAccount": Property(replaces=True, required=True),
        "roleArn": Property(required=True),
        "targetRoleArn": Property(),
        "disableSessionTags": Property(),
    },
    outputs={"associationArn": "associationArn", "associationId": "associationId"},
    tagging=eks("associationArn"),
)

BINDINGS = (CLUSTER, NODE_GROUP, ADDON, ACCESS_ENTRY, ACCESS_POLICY_ASSOCIATION, POD_IDENTITY_ASSOCIATION)
