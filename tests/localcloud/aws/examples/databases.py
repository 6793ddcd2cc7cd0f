"""Examples of databases."""

from tests.localcloud.aws.examples.example import Example

DATABASE = {
    "engine": "postgres",
    "engineVersion": "15",
    "instanceClass": "db.t3.medium",
    "allocatedStorage": 50,
    "maxAllocatedStorage": 100,
    "storageType": "gp3",
    "storageEncrypted": True,
    "dbName": "platform",
    "username": "app_admin",
    "password": "correct-horse-battery",
    "port": 5432,
    "multiAz": False,
    "backupRetentionPeriod": 7,
    "backupWindow": "03:00-04:00",
    "maintenanceWindow": "sun:05:00-sun:06:00",
    "deletionProtection": False,
    "skipFinalSnapshot": True,
    "applyImmediately": True,
    "performanceInsightsEnabled": True,
    "performanceInsightsRetentionPeriod": 7,
    "databaseInsightsMode": "standard",
    "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
    "enabledCloudwatchLogsExports": ["postgresql"],
    "copyTagsToSnapshot": True,
    "caCertIdentifier": "rds-ca-rsa2048-g1",
}

EXAMPLES: dict[str, Example] = {
    "aws:rds/subnetGroup:SubnetGroup": Example(
        inputs=lambda w: {"subnetIds": [w.subnet(0), w.subnet(1)]},
        change_with=lambda w: {"subnetIds": [w.subnet(0), w.subnet(1), w.subnet(2)]},
        replaces={"name": "other"},
    ),
    "aws:rds/parameterGroup:ParameterGroup": Example(
        inputs=lambda w: {
            "family": "postgres15",
            "parameters": [
                {"name": "rds.force_ssl", "value": "1", "applyMethod": "immediate"},
                {"name": "max_connections", "value": "375", "applyMethod": "pending-reboot"},
            ],
        },
        change={"parameters": [{"name": "max_connections", "value": "700", "applyMethod": "pending-reboot"}]},
        replaces={"family": "postgres16"},
    ),
    "aws:rds/instance:Instance": Example(
        inputs=lambda w: {
            **DATABASE,
            "dbSubnetGroupName": w.subnet_group,
            "vpcSecurityGroupIds": [w.group(0)],
        },
        change={
            "instanceClass": "db.t3.large",
            "allocatedStorage": 60,
            "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
        },
        replaces={"dbName": "other"},
    ),
}
