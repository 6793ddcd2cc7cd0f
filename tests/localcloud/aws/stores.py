"""For each type of data store, what makes a new one and what changes it in place: every property of it.

From the documentation and the source of the Terraform AWS provider (ForceNew and CustomizeDiff) and the
guides of the services. A property whose change does either is in both tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Store:
    """`before`: inputs of the store; `new` and `same`: property → value that makes a new one, or does not."""

    type: str
    before: dict[str, Any]
    new: Mapping[str, Any]
    same: Mapping[str, Any]


DATABASE = Store(
    type="aws:rds/instance:Instance",
    before={
        "engine": "postgres",
        "engineVersion": "15",
        "dbName": "platform",
        "username": "app_admin",
        "availabilityZone": "us-east-1a",
        "storageEncrypted": True,
        "kmsKeyId": "key",
        "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "identifier": "platform-1234567",
        "vpcSecurityGroupIds": ["sg-1"],
    },
    new={
        "engine": "mysql",
        "dbName": "other",
        "username": "other",
        "availabilityZone": "us-east-1b",
        "storageEncrypted": False,
        "kmsKeyId": "other",
        "engineLifecycleSupport": "open-source-rds-extended-support",
    },
    same={
        "identifier": "other",
        "identifierPrefix": "other",
        "engineVersion": "16",
        "instanceClass": "db.t3.large",
        "allocatedStorage": 100,
        "maxAllocatedStorage": 200,
        "storageType": "io2",
        "iops": 4000,
        "storageThroughput": 500,
        "multiAz": True,
        "port": 5433,
        "password": "other",
        "backupRetentionPeriod": 14,
        "backupWindow": "01:00-02:00",
        "maintenanceWindow": "mon:05:00-mon:06:00",
        "copyTagsToSnapshot": True,
        "deletionProtection": True,
        "parameterGroupName": "other",
        "dbSubnetGroupName": "other",
        "vpcSecurityGroupIds": ["sg-2"],
        "publiclyAccessible": True,
        "autoMinorVersionUpgrade": False,
        "allowMajorVersionUpgrade": True,
        "performanceInsightsEnabled": False,
        "performanceInsightsKmsKeyId": "other",
        "performanceInsightsRetentionPeriod": 31,
        "databaseInsightsMode": "advanced",
        "enabledCloudwatchLogsExports": ["postgresql"],
        "iamDatabaseAuthenticationEnabled": True,
        "monitoringInterval": 60,
        "monitoringRoleArn": "other",
        "caCertIdentifier": "other",
        "applyImmediately": False,
        "replicateSourceDb": "other",
        "skipFinalSnapshot": True,
        "finalSnapshotIdentifier": "last",
        "deleteAutomatedBackups": False,
    },
)

CACHE = Store(
    type="aws:elasticache/replicationGroup:ReplicationGroup",
    before={
        "replicationGroupId": "state",
        "description": "state",
        "engine": "valkey",
        "engineVersion": "8.0",
        "numCacheClusters": 1,
        "subnetGroupName": "a",
        "atRestEncryptionEnabled": True,
        "transitEncryptionEnabled": True,
        "nodeGroupConfigurations": [
            {"nodeGroupId": "0001", "replicaCount": 1, "primaryAvailabilityZone": "us-east-1a"},
            {"nodeGroupId": "0002", "replicaCount": 1},
        ],
    },
    new={
        "replicationGroupId": "other",
        "engine": "redis",
        "engineVersion": "7.2",
        "port": 6380,
        "subnetGroupName": "b",
        "atRestEncryptionEnabled": False,
        "kmsKeyId": "other",
        "snapshotArns": ["arn:aws:s3:::backups/state.rdb"],
        "snapshotName": "last",
        "dataTieringEnabled": True,
        "networkType": "dual_stack",
        "globalReplicationGroupId": "other",
        "securityGroupNames": ["classic"],
        "nodeGroupConfigurations": [{"nodeGroupId": "0001", "replicaCount": 2}],
    },
    same={
        "description": "other",
        "engineVersion": "8.1",
        "nodeType": "cache.r7g.large",
        "clusterMode": "compatible",
        "numCacheClusters": 2,
        "numNodeGroups": 3,
        "replicasPerNodeGroup": 1,
        "nodeGroupConfigurations": [
            {"nodeGroupId": "0002", "replicaCount": 1},
            {"nodeGroupId": "0001", "replicaCount": 1, "primaryAvailabilityZone": "us-east-1b"},
        ],
        "preferredCacheClusterAzs": ["us-east-1b"],
        "automaticFailoverEnabled": True,
        "multiAzEnabled": True,
        "transitEncryptionEnabled": False,
        "transitEncryptionMode": "preferred",
        "authToken": "another-token-of-16-characters",
        "authTokenUpdateStrategy": "ROTATE",
        "userGroupIds": ["users"],
        "snapshotRetentionLimit": 7,
        "snapshotWindow": "01:00-02:00",
        "finalSnapshotIdentifier": "last",
        "autoMinorVersionUpgrade": False,
        "applyImmediately": True,
        "logDeliveryConfigurations": [{"logType": "slow-log"}],
        "durability": "other",
        "ipDiscovery": "ipv6",
        "parameterGroupName": "other",
        "securityGroupIds": ["sg-2"],
        "maintenanceWindow": "mon:05:00-mon:06:00",
        "notificationTopicArn": "other",
    },
)

BROKER = Store(
    type="aws:mq/broker:Broker",
    before={
        "brokerName": "broker",
        "engineType": "RabbitMQ",
        "engineVersion": "3.13",
        "hostInstanceType": "mq.m7g.medium",
        "deploymentMode": "SINGLE_INSTANCE",
        "subnetIds": ["subnet-1"],
        "publiclyAccessible": False,
        "users": [{"username": "app", "password": "secret"}],
    },
    new={
        "brokerName": "other",
        "engineType": "ActiveMQ",
        "deploymentMode": "CLUSTER_MULTI_AZ",
        "subnetIds": ["subnet-1", "subnet-2"],
        "publiclyAccessible": True,
        "encryptionOptions": {"useAwsOwnedKey": False, "kmsKeyId": "key"},
        "ldapServerMetadata": {"hosts": ["ldap"]},
        "dataReplicationPrimaryBrokerArn": "other",
    },
    same={
        "engineVersion": "4.2",
        "hostInstanceType": "mq.m7g.large",
        "securityGroups": ["sg-2"],
        "storageType": "ebs",
        "autoMinorVersionUpgrade": True,
        "maintenanceWindowStartTime": {"dayOfWeek": "MONDAY", "timeOfDay": "05:00", "timeZone": "UTC"},
        "logs": {"general": True},
        "configuration": {"id": "c-1", "revision": 2},
        "authenticationStrategy": "simple",
        "dataReplicationMode": "CRDR",
        "applyImmediately": True,
    },
)

DOMAIN = Store(
    type="aws:opensearch/domain:Domain",
    before={
        "domainName": "search",
        "engineVersion": "OpenSearch_2.17",
        "encryptAtRest": {"enabled": True},
        "nodeToNodeEncryption": {"enabled": True},
        "advancedSecurityOptions": {"enabled": True, "internalUserDatabaseEnabled": False},
        "vpcOptions": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        "ipAddressType": "dualstack",
        "aimlOptions": {"s3VectorsEngine": {"enabled": False}},
    },
    new={
        "domainName": "other",
        "engineVersion": "OpenSearch_2.11",
        "encryptAtRest": {"enabled": False},
        "nodeToNodeEncryption": {"enabled": False},
        "advancedSecurityOptions": {"enabled": False},
        "vpcOptions": None,
        "ipAddressType": "ipv4",
    },
    same={
        "engineVersion": "OpenSearch_2.19",
        "clusterConfig": {"instanceType": "r7g.large.search", "instanceCount": 3},
        "ebsOptions": {"ebsEnabled": True, "volumeSize": 100},
        "advancedSecurityOptions": {"enabled": True, "internalUserDatabaseEnabled": True},
        "vpcOptions": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-2"]},
        "accessPolicies": '{"Statement": []}',
        "advancedOptions": {"rest.action.multi.allow_explicit_index": "true"},
        "aimlOptions": {"s3VectorsEngine": {"enabled": True}},
        "autoTuneOptions": {"desiredState": "ENABLED"},
        "cognitoOptions": {"enabled": True},
        "deploymentStrategyOptions": {"deploymentStrategy": "CapacityOptimized"},
        "domainEndpointOptions": {"enforceHttps": True},
        "identityCenterOptions": {"enabledApiAccess": True},
        "logPublishingOptions": [{"logType": "INDEX_SLOW_LOGS", "cloudwatchLogGroupArn": "arn"}],
        "offPeakWindowOptions": {"enabled": True},
        "snapshotOptions": {"automatedSnapshotStartHour": 3},
        "softwareUpdateOptions": {"autoSoftwareUpdateEnabled": True},
    },
)

BUCKET = Store(
    type="aws:s3/bucket:Bucket",
    before={"bucket": "assets", "objectLockEnabled": False},
    new={"bucket": "other", "bucketPrefix": "other", "bucketNamespace": "other", "objectLockEnabled": True},
    same={"forceDestroy": True},
)

STORES = (DATABASE, CACHE, BROKER, DOMAIN, BUCKET)
