"""ElastiCache's backend; users, snapshots and clusters outside replication groups are moto's."""

from typing import Any

from localcloud.aws.extension.elasticache import creation, errors, modification, scaling
from localcloud.aws.extension.elasticache.group import Shape
from localcloud.aws.extension.elasticache.parameter_groups import ParameterGroupOperations
from localcloud.aws.extension.elasticache.subnet_groups import SubnetGroupOperations

# Methods that answer an operation; those that moto has in another form are named answer_…
OPERATIONS = (
    "answer_create_replication_group", "answer_describe_replication_groups",
    "answer_modify_replication_group", "answer_delete_replication_group",
    "answer_describe_cache_clusters", "increase_replica_count", "decrease_replica_count",
    "modify_replication_group_shard_configuration", "create_cache_parameter_group",
    "describe_cache_parameter_groups", "describe_cache_parameters", "modify_cache_parameter_group",
    "reset_cache_parameter_group", "delete_cache_parameter_group", "answer_create_cache_subnet_group",
    "answer_describe_cache_subnet_groups", "modify_cache_subnet_group", "delete_cache_subnet_group",
    "answer_add_tags_to_resource", "answer_remove_tags_from_resource",
)  # fmt: skip


class CacheBackend(ParameterGroupOperations, SubnetGroupOperations):
    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.parameter_groups = self.default_parameter_groups()

    def answer_create_replication_group(self, params: Shape) -> Shape:
        request = {key: value for key, value in params.items() if value is not None}
        if request["ReplicationGroupId"].lower() in self.replication_groups:
            message = f"Replication group {request['ReplicationGroupId']} already exists."
            raise errors.fault("ReplicationGroupAlreadyExists", message)
        if request.get("CacheSubnetGroupName"):
            self.subnet_group(request["CacheSubnetGroupName"])
        group = creation.new_group(self, request)
        self.replication_groups[group.replication_group_id] = group
        self.keep_tags(group.arn, request)
        return {"ReplicationGroup": group.shape}

    def answer_describe_replication_groups(self, params: Shape) -> Shape:
        name = params.get("ReplicationGroupId")
        groups = [self.group(name)] if name else list(self.replication_groups.values())
        return {"ReplicationGroups": [group.shape for group in groups]}

    def answer_modify_replication_group(self, params: Shape) -> Shape:
        group = self.group(params["ReplicationGroupId"])
        modification.modify(self, group, {key: value for key, value in params.items() if value is not None})
        return {"ReplicationGroup": group.shape}

    def answer_delete_replication_group(self, params: Shape) -> Shape:
        group = self.group(params["ReplicationGroupId"])
        if params.get("FinalSnapshotIdentifier"):
            self.create_snapshot(
                params["FinalSnapshotIdentifier"], group.replication_group_id, None, None, None
            )
        del self.replication_groups[group.replication_group_id]
        return {"ReplicationGroup": {**group.shape, "Status": "deleting"}}

    def answer_describe_cache_clusters(self, params: Shape) -> Shape:
        name = params.get("CacheClusterId")
        members = [
            group.cluster_shape(node)
            for group in self.replication_groups.values()
            for node in group.nodes
            if name in (None, node.name)
        ]
        if not params.get("ShowCacheNodeInfo"):
            members = [{key: value for key, value in item.items() if key != "CacheNodes"} for item in members]
        if name and members:
            return {"CacheClusters": members}
        single: list[Any] = self.describe_cache_clusters(cache_cluster_id=name)
        return {"CacheClusters": members + single}

    def increase_replica_count(self, params: Shape) -> Shape:
        group = self.group(params["ReplicationGroupId"])
        scaling.increase_replicas(self, group, params)
        return {"ReplicationGroup": group.shape}

    def decrease_replica_count(self, params: Shape) -> Shape:
        group = self.group(params["ReplicationGroupId"])
        scaling.decrease_replicas(group, params)
        return {"ReplicationGroup": group.shape}

    def modify_replication_group_shard_configuration(self, params: Shape) -> Shape:
        group = self.group(params["ReplicationGroupId"])
        scaling.set_shards(self, group, params)
        return {"ReplicationGroup": group.shape}

    def answer_add_tags_to_resource(self, params: Shape) -> Shape:
        """AWS answers the tags; moto answers nothing."""
        self.add_tags_to_resource(params["ResourceName"], params["Tags"])
        return {"TagList": self.list_tags_for_resource(params["ResourceName"])["Tags"]}

    def answer_remove_tags_from_resource(self, params: Shape) -> Shape:
        self.remove_tags_from_resource(params["ResourceName"], params["TagKeys"])
        return {"TagList": self.list_tags_for_resource(params["ResourceName"])["Tags"]}
