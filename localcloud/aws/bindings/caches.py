"""Bindings of ElastiCache: subnet groups, parameter groups, replication groups."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import by_arn

R = Property(replaces=True)
_UPDATE = frozenset({"update"})

SUBNET_GROUP = Binding(
    type="aws:elasticache/subnetGroup:SubnetGroup",
    service="elasticache",
    create="CreateCacheSubnetGroup",
    read="DescribeCacheSubnetGroups",
    update="ModifyCacheSubnetGroup",
    update_whole=True,
    delete="DeleteCacheSubnetGroup",
    id="CacheSubnetGroup.CacheSubnetGroupName",
    key={"CacheSubnetGroupName": "_id"},
    result="CacheSubnetGroups[0]",
    gone=frozenset({"CacheSubnetGroupNotFoundFault"}),
    name="name",
    properties={
        "name": Property(api="CacheSubnetGroupName", replaces=True, lower=True),
        "description": Property(api="CacheSubnetGroupDescription", default="Managed by Pulumi"),
        "subnetIds": Property(read="Subnets[].SubnetIdentifier", unordered=True, required=True),
    },
    outputs={"arn": "ARN", "vpcId": "VpcId"},
    tagging=by_arn("ARN"),
)

PARAMETER_GROUP = Binding(
    type="aws:elasticache/parameterGroup:ParameterGroup",
    service="elasticache",
    create="CreateCacheParameterGroup",
    read="DescribeCacheParameterGroups",
    delete="DeleteCacheParameterGroup",
    id="CacheParameterGroup.CacheParameterGroupName",
    key={"CacheParameterGroupName": "_id"},
    result="CacheParameterGroups[0]",
    gone=frozenset({"CacheParameterGroupNotFound", "CacheParameterGroupNotFoundFault"}),
    name="name",
    properties={
        "name": Property(api="CacheParameterGroupName", replaces=True, lower=True),
        "family": Property(api="CacheParameterGroupFamily", replaces=True, required=True),
        "description": Property(replaces=True, default="Managed by Pulumi"),
        "parameters": Property(api=None, read="parameters", unordered=True),
    },
    calls=(
        Call(
            operation="ResetCacheParameterGroup",
            arguments={
                "CacheParameterGroupName": "_id",
                "ParameterNameValues": "except(_old.parameters[].name, parameters[].name)[]"
                ".{ParameterName: @, ParameterValue: ''}",
            },
            when=frozenset({"parameters"}),
            on=_UPDATE,
            only_if="except(_old.parameters[].name, parameters[].name)",
        ),
        Call(
            operation="ModifyCacheParameterGroup",
            arguments={
                "CacheParameterGroupName": "_id",
                "ParameterNameValues": "parameters[].{ParameterName: name, ParameterValue: value}",
            },
            when=frozenset({"parameters"}),
            only_if="parameters",
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeCacheParameters",
            arguments={"CacheParameterGroupName": "_id", "Source": "'user'"},
            result="Parameters[].{name: ParameterName, value: ParameterValue}",
            into="parameters",
        ),
    ),
    outputs={"arn": "ARN"},
    tagging=by_arn("ARN"),
)

_GROUP = {"ReplicationGroupId": "_id"}
_NOW = "`true`"  # the official provider does not let these wait for the maintenance window
_LOGS = (
    "[].{LogType: logType, LogFormat: logFormat, DestinationType: destinationType, DestinationDetails: "
    "destinationType == 'cloudwatch-logs' && {CloudWatchLogsDetails: {LogGroup: destination}} || "
    "{KinesisFirehoseDetails: {DeliveryStream: destination}}}"
)
# The zones of the nodes are a wish; what shards there are is not.
_SHARDS = "sort((%s.nodeGroupConfigurations || `[]`)[].to_string([nodeGroupId, replicaCount, slots]))"
# What the replication group itself does not show, its first member does.
_MEMBER_PROPERTIES = {
    "parameterGroupName": Property(
        api="CacheParameterGroupName", read="member.CacheParameterGroup.CacheParameterGroupName", lower=True
    ),
    "subnetGroupName": Property(
        api="CacheSubnetGroupName", read="member.CacheSubnetGroupName", replaces=True, lower=True
    ),
    "securityGroupIds": Property(read="member.SecurityGroups[].SecurityGroupId", unordered=True),
    "maintenanceWindow": Property(
        api="PreferredMaintenanceWindow", read="member.PreferredMaintenanceWindow", lower=True
    ),
    "notificationTopicArn": Property(read="member.NotificationConfiguration.TopicArn"),
    "engineVersion": Property(
        read="member.EngineVersion && join('.', split(member.EngineVersion, '.')[:2])",
        replaces_if="older(new.engineVersion, old.engineVersion)",
    ),
}
_PROPERTIES = {
    "replicationGroupId": Property(replaces=True, lower=True),
    "description": Property(api="ReplicationGroupDescription", read="Description", required=True),
    "engine": Property(replaces_if="old.engine == 'valkey' && new.engine == 'redis'"),
    "nodeType": Property(api="CacheNodeType"),
    "port": Property(read="ConfigurationEndpoint.Port || NodeGroups[0].PrimaryEndpoint.Port", replaces=True),
    "clusterMode": Property(),
    "numCacheClusters": Property(read="length(MemberClusters)"),
    "numNodeGroups": Property(read="length(NodeGroups)"),
    "replicasPerNodeGroup": Property(read="minus(length(NodeGroups[0].NodeGroupMembers), `1`)"),
    "nodeGroupConfigurations": Property(
        api="NodeGroupConfiguration",
        read=None,
        unordered=True,
        replaces_if=f"{_SHARDS % 'old'} != {_SHARDS % 'new'}",
    ),
    "preferredCacheClusterAzs": Property(api="PreferredCacheClusterAZs", read=None),
    "automaticFailoverEnabled": Property(
        read="AutomaticFailover == 'enabled' || AutomaticFailover == 'enabling'", default=False
    ),
    "multiAzEnabled": Property(api="MultiAZEnabled", read="MultiAZ == 'enabled'", default=False),
    "atRestEncryptionEnabled": R,
    "kmsKeyId": R,
    "transitEncryptionEnabled": Property(replaces_if="older(old.engineVersion, '7.0')"),
    "transitEncryptionMode": Property(),
    "authToken": Property(api=None, read=None),
    "authTokenUpdateStrategy": Property(api=None, read=None),
    "userGroupIds": Property(unordered=True),
    "snapshotRetentionLimit": Property(),
    "snapshotWindow": Property(),
    "snapshotArns": Property(read=None, replaces=True, unordered=True),
    "snapshotName": Property(read=None, replaces=True),
    "finalSnapshotIdentifier": Property(api=None, read=None),
    "autoMinorVersionUpgrade": Property(),
    "applyImmediately": Property(api=None, read=None),
    "logDeliveryConfigurations": Property(
        api=None,
        read="LogDeliveryConfigurations[].{logType: LogType, logFormat: LogFormat, destinationType: "
        "DestinationType, destination: DestinationDetails.CloudWatchLogsDetails.LogGroup || "
        "DestinationDetails.KinesisFirehoseDetails.DeliveryStream}",
        unordered=True,
    ),
    "dataTieringEnabled": Property(read="DataTiering == 'enabled'", replaces=True),
    "durability": Property(),
    "networkType": R,
    "ipDiscovery": Property(),
    "globalReplicationGroupId": Property(read=None, replaces=True),
    "securityGroupNames": Property(api="CacheSecurityGroupNames", read=None, replaces=True, unordered=True),
    **_MEMBER_PROPERTIES,
}


def _replicas(verb: str, key: str, count: str, sign: str, first: bool) -> Call:
    return Call(
        operation=f"{verb}ReplicaCount",
        arguments={**_GROUP, "NewReplicaCount": count, "ApplyImmediately": _NOW},
        when=frozenset({key}),
        on=_UPDATE,
        only_if=f"{key} {sign} _old.{key}",
        first=first,
    )


REPLICATION_GROUP = Binding(
    type="aws:elasticache/replicationGroup:ReplicationGroup",
    service="elasticache",
    create="CreateReplicationGroup",
    create_with={"AuthToken": "authToken", "LogDeliveryConfigurations": f"logDeliveryConfigurations{_LOGS}"},
    read="DescribeReplicationGroups",
    update="ModifyReplicationGroup",
    update_with={"ApplyImmediately": "applyImmediately || `false`"},
    delete="DeleteReplicationGroup",
    delete_with={"FinalSnapshotIdentifier": "finalSnapshotIdentifier"},
    id="ReplicationGroup.ReplicationGroupId",
    key=_GROUP,
    result="ReplicationGroups[0]",
    gone=frozenset({"ReplicationGroupNotFoundFault"}),
    gone_if="Status == 'deleting'",
    name="replicationGroupId",
    name_limit=40,
    properties=_PROPERTIES,
    calls=(
        # More replicas come before a failover that needs them, fewer after one that does not.
        _replicas("Increase", "numCacheClusters", "minus(numCacheClusters, `1`)", ">", first=True),
        _replicas("Increase", "replicasPerNodeGroup", "replicasPerNodeGroup", ">", first=True),
        Call(
            operation="ModifyReplicationGroupShardConfiguration",
            arguments={
                **_GROUP,
                "NodeGroupCount": "numNodeGroups",
                "NodeGroupsToRemove": "after(sort(_live.NodeGroups[].NodeGroupId), numNodeGroups)",
                "ApplyImmediately": _NOW,
            },
            when=frozenset({"numNodeGroups"}),
            on=_UPDATE,
            first=True,
        ),
        Call(
            operation="ModifyReplicationGroup",
            arguments={
                **_GROUP,
                "AuthToken": "authToken",
                "AuthTokenUpdateStrategy": "authTokenUpdateStrategy",
                "ApplyImmediately": _NOW,
            },
            when=frozenset({"authToken", "authTokenUpdateStrategy"}),
            on=_UPDATE,
            only_if="authToken || authTokenUpdateStrategy == 'DELETE'",
        ),
        Call(
            operation="ModifyReplicationGroup",
            arguments={
                **_GROUP,
                "LogDeliveryConfigurations": f"[logDeliveryConfigurations{_LOGS}, except("
                "_old.logDeliveryConfigurations[].logType, logDeliveryConfigurations[].logType)[]"
                ".{LogType: @, Enabled: `false`}][]",
                "ApplyImmediately": _NOW,
            },
            when=frozenset({"logDeliveryConfigurations"}),
            on=_UPDATE,
        ),
        Call(
            operation="ModifyReplicationGroup",
            arguments={
                **_GROUP,
                "UserGroupIdsToAdd": "except(userGroupIds, _old.userGroupIds)",
                "UserGroupIdsToRemove": "except(_old.userGroupIds, userGroupIds)",
                "ApplyImmediately": _NOW,
            },
            when=frozenset({"userGroupIds"}),
            on=_UPDATE,
        ),
        _replicas("Decrease", "numCacheClusters", "minus(numCacheClusters, `1`)", "<", first=False),
        _replicas("Decrease", "replicasPerNodeGroup", "replicasPerNodeGroup", "<", first=False),
    ),
    fetches=(
        Fetch(
            operation="DescribeCacheClusters",
            arguments={"CacheClusterId": "_live.MemberClusters[0]"},
            result="CacheClusters[0]",
            into="member",
        ),
    ),
    outputs={
        "arn": "ARN",
        "clusterEnabled": "ClusterEnabled",
        "configurationEndpointAddress": "ConfigurationEndpoint.Address",
        "primaryEndpointAddress": "NodeGroups[0].PrimaryEndpoint.Address",
        "readerEndpointAddress": "NodeGroups[0].ReaderEndpoint.Address",
        "memberClusters": "sort(MemberClusters)",
        "engineVersionActual": "member.EngineVersion",
    },
    volatile=frozenset({"memberClusters", "engineVersionActual"}),
    secret=frozenset({"authToken"}),
    tagging=by_arn("ARN"),
)

BINDINGS = (SUBNET_GROUP, PARAMETER_GROUP, REPLICATION_GROUP)
