"""EKS's backend and its responses, put together from the parts."""

from typing import Any

from moto.core.responses import ActionResult
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse

from localcloud.aws.extension.backends import operations
from localcloud.aws.extension.eks.access import AccessOperations
from localcloud.aws.extension.eks.add_ons import AddOnOperations
from localcloud.aws.extension.eks.cluster_config import ClusterConfigOperations
from localcloud.aws.extension.eks.node_groups import NodeGroupOperations
from localcloud.aws.extension.eks.pod_identities import PodIdentityOperations
from localcloud.aws.extension.eks.tags import TagOperations
from localcloud.aws.extension.sts import principal


class EksBackend(
    AddOnOperations,
    PodIdentityOperations,
    NodeGroupOperations,
    AccessOperations,
    ClusterConfigOperations,
    TagOperations,
    EKSBackend,
):
    """Clusters are ClusterRecords here; of moto's own backend only the Fargate profiles are left."""


# Operation -> method of the backend, where the names differ from moto's own method of another signature.
_RECORDS = {
    "describe_cluster": "describe_cluster_record",
    "list_clusters": "list_cluster_records",
    "delete_cluster": "delete_cluster_record",
    "update_cluster_config": "update_cluster_configuration",
    "create_nodegroup": "create_node_group",
    "describe_nodegroup": "describe_node_group",
    "list_nodegroups": "list_node_groups",
    "delete_nodegroup": "delete_node_group",
    "update_nodegroup_config": "update_node_group_config",
    "update_nodegroup_version": "update_node_group_version",
    "tag_resource": "tag_record",
    "untag_resource": "untag_record",
    "list_tags_for_resource": "list_record_tags",
}
_SAME_NAME = (
    "update_cluster_version", "associate_encryption_config", "describe_update", "list_updates",
    "create_addon", "describe_addon", "list_addons", "update_addon", "delete_addon",
    "describe_addon_versions",
    "create_access_entry", "describe_access_entry", "list_access_entries", "update_access_entry",
    "delete_access_entry", "associate_access_policy", "disassociate_access_policy",
    "list_associated_access_policies", "list_access_policies",
    "create_pod_identity_association", "describe_pod_identity_association", "list_pod_identity_associations",
    "update_pod_identity_association", "delete_pod_identity_association",
)  # fmt: skip


class EksResponse(EKSResponse):
    def __init__(self) -> None:
        super().__init__()
        self.automated_parameter_parsing = True

    def create_cluster(self) -> ActionResult:
        caller = principal(self.current_account, self.get_access_key())
        backend: Any = self.eks_backend
        return ActionResult(backend.create_cluster_record(self.params, caller.entry_arn))


for _name, _method in operations({**_RECORDS, **{name: name for name in _SAME_NAME}}, "eks_backend").items():
    setattr(EksResponse, _name, _method)
