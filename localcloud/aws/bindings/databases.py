"""Bindings of RDS: subnet groups, parameter groups, instances and read replicas."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import by_arn

R = Property(replaces=True)

SUBNET_GROUP = Binding(
    type="aws:rds/subnetGroup:SubnetGroup",
    service="rds",
    create="CreateDBSubnetGroup",
    read="DescribeDBSubnetGroups",
    update="ModifyDBSubnetGroup",
    update_whole=True,
    delete="DeleteDBSubnetGroup",
    id="DBSubnetGroup.DBSubnetGroupName",
    key={"DBSubnetGroupName": "_id"},
    result="DBSubnetGroups[0]",
    gone=frozenset({"DBSubnetGroupNotFoundFault"}),
    name="name",
    properties={
        "name": Property(api="DBSubnetGroupName", replaces=True, lower=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "description": Property(api="DBSubnetGroupDescription", default="Managed by Pulumi"),
        "subnetIds": Property(read="Subnets[].SubnetIdentifier", unordered=True, required=True),
    },
    outputs={"arn": "DBSubnetGroupArn", "vpcId": "VpcId"},
    tagging=by_arn("DBSubnetGroupArn"),
)

PARAMETER_GROUP = Binding(
    type="aws:rds/parameterGroup:ParameterGroup",
    service="rds",
    create="CreateDBParameterGroup",
    read="DescribeDBParameterGroups",
    delete="DeleteDBParameterGroup",
    kept_if="skipDestroy",
    id="DBParameterGroup.DBParameterGroupName",
    key={"DBParameterGroupName": "_id"},
    result="DBParameterGroups[0]",
    gone=frozenset({"DBParameterGroupNotFound", "DBParameterGroupNotFoundFault"}),
    name="name",
    properties={
        "name": Property(api="DBParameterGroupName", replaces=True, lower=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "family": Property(api="DBParameterGroupFamily", replaces=True, required=True),
        "description": Property(replaces=True, default="Managed by Pulumi"),
        "skipDestroy": Property(api=None, read=None, default=False),
        "parameters": Property(api=None, read="parameters", unordered=True),
    },
    calls=(
        Call(
            operation="ResetDBParameterGroup",
            arguments={
                "DBParameterGroupName": "_id",
                "Parameters": "except("
                "_old.parameters[].{ParameterName: name, ApplyMethod: 'pending-reboot'}, "
                "parameters[].{ParameterName: name, ApplyMethod: 'pending-reboot'})",
            },
            when=frozenset({"parameters"}),
            on=frozenset({"update"}),
            only_if="except(_old.parameters[].name, parameters[].name)",
        ),
        Call(
            operation="ModifyDBParameterGroup",
            arguments={
                "DBParameterGroupName": "_id",
                "Parameters": "parameters[].{ParameterName: name, ParameterValue: value, "
                "ApplyMethod: applyMethod || 'immediate'}",
            },
            when=frozenset({"parameters"}),
            only_if="parameters",
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeDBParameters",
            arguments={"DBParameterGroupName": "_id", "Source": "'user'"},
            result="Parameters[].{name: ParameterName, value: ParameterValue, applyMethod: ApplyMethod}",
            into="parameters",
        ),
    ),
    outputs={"arn": "DBParameterGroupArn"},
    tagging=by_arn("DBParameterGroupArn"),
)

_INSTANCE_PROPERTIES = {
    "identifier": Property(api="DBInstanceIdentifier", lower=True),
    "identifierPrefix": Property(api=None, read=None),
    "engine": Property(replaces=True),
    # A major version alone takes the minor that AWS prefers: what AWS answers is then no drift.
    "engineVersion": Property(read=None),
    "instanceClass": Property(api="DBInstanceClass", required=True),
    "dbName": Property(api="DBName", replaces=True),
    "username": Property(api="MasterUsername", replaces=True),
    "password": Property(api="MasterUserPassword", read=None),
    "port": Property(read="Endpoint.Port"),
    "allocatedStorage": Property(),
    "maxAllocatedStorage": Property(),
    "storageType": Property(),
    "iops": Property(),
    "storageThroughput": Property(),
    "storageEncrypted": Property(replaces=True),
    "kmsKeyId": Property(replaces=True),
    "multiAz": Property(api="MultiAZ"),
    "availabilityZone": R,
    "dbSubnetGroupName": Property(
        api="DBSubnetGroupName", read="DBSubnetGroup.DBSubnetGroupName", lower=True
    ),
    "vpcSecurityGroupIds": Property(read="VpcSecurityGroups[].VpcSecurityGroupId", unordered=True),
    "publiclyAccessible": Property(default=False),
    "parameterGroupName": Property(
        api="DBParameterGroupName", read="DBParameterGroups[0].DBParameterGroupName", lower=True
    ),
    "backupRetentionPeriod": Property(),
    "backupWindow": Property(api="PreferredBackupWindow"),
    "maintenanceWindow": Property(api="PreferredMaintenanceWindow", lower=True),
    "copyTagsToSnapshot": Property(default=False),
    "deletionProtection": Property(),
    "autoMinorVersionUpgrade": Property(default=True),
    "caCertIdentifier": Property(api="CACertificateIdentifier"),
    "performanceInsightsEnabled": Property(
        api="EnablePerformanceInsights", read="PerformanceInsightsEnabled", default=False
    ),
    "performanceInsightsKmsKeyId": Property(api="PerformanceInsightsKMSKeyId"),
    "performanceInsightsRetentionPeriod": Property(),
    "databaseInsightsMode": Property(),
    "engineLifecycleSupport": Property(replaces=True),
    "enabledCloudwatchLogsExports": Property(
        api="EnableCloudwatchLogsExports", read="EnabledCloudwatchLogsExports", unordered=True
    ),
    "iamDatabaseAuthenticationEnabled": Property(api="EnableIAMDatabaseAuthentication"),
    "monitoringInterval": Property(default=0),
    "monitoringRoleArn": Property(),
    "replicateSourceDb": Property(
        api="SourceDBInstanceIdentifier", read="ReadReplicaSourceDBInstanceIdentifier"
    ),
    "skipFinalSnapshot": Property(api=None, read=None, default=False),
    "finalSnapshotIdentifier": Property(api=None, read=None),
    "deleteAutomatedBackups": Property(api=None, read=None, default=True),
    "applyImmediately": Property(api=None, read=None),
    "allowMajorVersionUpgrade": Property(api=None, read=None),
}

INSTANCE = Binding(
    type="aws:rds/instance:Instance",
    service="rds",
    create="CreateDBInstance",
    create_instead={"replicateSourceDb": "CreateDBInstanceReadReplica"},
    update="ModifyDBInstance",
    update_with={
        "ApplyImmediately": "_creating || applyImmediately || `false`",
        "AllowMajorVersionUpgrade": "!_creating && allowMajorVersionUpgrade || null",
    },
    update_rest=True,  # a replica is created with its source's settings and modified to its own
    read="DescribeDBInstances",
    delete="DeleteDBInstance",
    delete_with={
        "SkipFinalSnapshot": "skipFinalSnapshot || `false`",
        "FinalDBSnapshotIdentifier": "!skipFinalSnapshot && finalSnapshotIdentifier || null",
        "DeleteAutomatedBackups": "deleteAutomatedBackups",
    },
    id="DBInstance.DBInstanceIdentifier",
    key={"DBInstanceIdentifier": "_id"},
    result="DBInstances[0]",
    gone=frozenset({"DBInstanceNotFound", "DBInstanceNotFoundFault"}),
    gone_if="DBInstanceStatus == 'deleting'",
    name="identifier",
    name_limit=63,
    properties=_INSTANCE_PROPERTIES,
    calls=(
        Call(
            operation="PromoteReadReplica",
            arguments={"DBInstanceIdentifier": "_id", "BackupRetentionPeriod": "backupRetentionPeriod"},
            when=frozenset({"replicateSourceDb"}),
            on=frozenset({"update"}),
            only_if="!replicateSourceDb",
        ),
        Call(
            operation="ModifyDBInstance",
            arguments={
                "DBInstanceIdentifier": "_id",
                "ApplyImmediately": "applyImmediately || `false`",
                "CloudwatchLogsExportConfiguration.EnableLogTypes": "except(enabledCloudwatchLogsExports, "
                "_old.enabledCloudwatchLogsExports)",
                "CloudwatchLogsExportConfiguration.DisableLogTypes": "except("
                "_old.enabledCloudwatchLogsExports, "
                "enabledCloudwatchLogsExports)",
            },
            when=frozenset({"enabledCloudwatchLogsExports"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={
        "arn": "DBInstanceArn",
        "address": "Endpoint.Address",
        "endpoint": "join(':', [Endpoint.Address, to_string(Endpoint.Port)])",
        "hostedZoneId": "Endpoint.HostedZoneId",
        "resourceId": "DbiResourceId",
        "status": "DBInstanceStatus",
        "engineVersionActual": "EngineVersion",
        "replicas": "ReadReplicaDBInstanceIdentifiers",
    },
    secret=frozenset({"password"}),
    tagging=by_arn("DBInstanceArn"),
)

BINDINGS = (SUBNET_GROUP, PARAMETER_GROUP, INSTANCE)
