"""One example per bound resource type: what it stands on, its inputs, a change in place."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.localcloud.aws.conftest import Deployed, Engine

Inputs = dict[str, Any]
ASSUME = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
POLICY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
OTHER_POLICY = POLICY.replace("GetObject", "PutObject")


class World:
    """What most resources stand on, made when first asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._made: dict[str, Deployed] = {}

    def get(self, name: str, type: str, /, **inputs: Any) -> Deployed:
        if name not in self._made:
            self._made[name] = self.engine.create(type, name, **inputs)
        return self._made[name]

    @property
    def vpc(self) -> str:
        return self.get("vpc", "aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16").id

    def subnet(self, number: int) -> str:
        return self.get(
            f"subnet-{number}",
            "aws:ec2/subnet:Subnet",
            vpcId=self.vpc,
            cidrBlock=f"10.0.{number}.0/24",
            availabilityZone=f"us-east-1{'abc'[number]}",
        ).id

    def route_table(self, number: int = 0) -> str:
        return self.get(f"table-{number}", "aws:ec2/routeTable:RouteTable", vpcId=self.vpc).id

    def group(self, number: int = 0) -> str:
        return self.get(f"group-{number}", "aws:ec2/securityGroup:SecurityGroup", vpcId=self.vpc).id

    @property
    def gateway(self) -> str:
        return self.get("gateway", "aws:ec2/internetGateway:InternetGateway", vpcId=self.vpc).id

    @property
    def address(self) -> str:
        return self.get("address", "aws:ec2/eip:Eip", domain="vpc").id

    @property
    def interface(self) -> str:
        return self.get("interface", "aws:ec2/networkInterface:NetworkInterface", subnetId=self.subnet(0)).id

    @property
    def key(self) -> Deployed:
        return self.get("key", "aws:kms/key:Key", description="data")

    def role(self, number: int = 0) -> Deployed:
        return self.get(f"role-{number}", "aws:iam/role:Role", assumeRolePolicy=ASSUME)

    @property
    def secret(self) -> str:
        return self.get("secret", "aws:secretsmanager/secret:Secret", recoveryWindowInDays=0).id

    @property
    def subnet_group(self) -> str:
        return self.get(
            "subnets", "aws:rds/subnetGroup:SubnetGroup", subnetIds=[self.subnet(0), self.subnet(1)]
        ).id

    @property
    def cluster(self) -> str:
        return self.get(
            "cluster", "aws:eks/cluster:Cluster", **EXAMPLES["aws:eks/cluster:Cluster"].inputs(self)
        ).id

    @property
    def template(self) -> Deployed:
        return self.get("template", "aws:ec2/launchTemplate:LaunchTemplate", instanceType="t4g.medium")


@dataclass(frozen=True, kw_only=True)
class Example:
    """`change` is merged over the inputs; None takes an input away. `replaces`: what forces a new one."""

    inputs: Callable[[World], Inputs]
    change: Mapping[str, Any] = field(default_factory=dict)
    change_with: Callable[[World], Inputs] | None = None
    replaces: Mapping[str, Any] = field(default_factory=dict)
    tombstone: bool = False  # a deleted one stays visible for a while, as at AWS


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
    "aws:ec2/vpc:Vpc": Example(
        inputs=lambda w: {
            "cidrBlock": "10.1.0.0/16",
            "enableDnsHostnames": True,
            "tags": {"Name": "platform"},
        },
        change={"enableDnsHostnames": False, "tags": {"tier": "all"}},
        replaces={"cidrBlock": "10.2.0.0/16"},
    ),
    "aws:ec2/subnet:Subnet": Example(
        inputs=lambda w: {"vpcId": w.vpc, "cidrBlock": "10.0.9.0/24", "availabilityZoneId": "use1-az2"},
        change={"mapPublicIpOnLaunch": True},
        replaces={"cidrBlock": "10.0.10.0/24"},
    ),
    "aws:ec2/internetGateway:InternetGateway": Example(
        inputs=lambda w: {"vpcId": w.vpc}, change={"tags": {"Name": "edge"}}
    ),
    "aws:ec2/eip:Eip": Example(inputs=lambda w: {"domain": "vpc"}, change={"tags": {"Name": "nat"}}),
    "aws:ec2/eipAssociation:EipAssociation": Example(
        inputs=lambda w: {"allocationId": w.address, "networkInterfaceId": w.interface},
        replaces={"allocationId": "eipalloc-1"},
    ),
    "aws:ec2/natGateway:NatGateway": Example(
        inputs=lambda w: {"allocationId": w.address, "subnetId": w.subnet(0)},
        change={"tags": {"Name": "nat"}},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/routeTable:RouteTable": Example(
        inputs=lambda w: {"vpcId": w.vpc}, change={"tags": {"Name": "private"}}, replaces={"vpcId": "vpc-1"}
    ),
    "aws:ec2/route:Route": Example(
        inputs=lambda w: {
            "routeTableId": w.route_table(),
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": w.gateway,
        },
        change_with=lambda w: {"gatewayId": None, "networkInterfaceId": w.interface},
        replaces={"destinationCidrBlock": "10.9.0.0/16"},
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Example(
        inputs=lambda w: {"subnetId": w.subnet(0), "routeTableId": w.route_table()},
        change_with=lambda w: {"routeTableId": w.route_table(1)},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Example(
        inputs=lambda w: {
            "vpcId": w.vpc,
            "serviceName": "com.amazonaws.us-east-1.s3",
            "routeTableIds": [w.route_table()],
        },
        change_with=lambda w: {"routeTableIds": [w.route_table(1)]},
        replaces={"serviceName": "com.amazonaws.us-east-1.dynamodb"},
    ),
    "aws:ec2/securityGroup:SecurityGroup": Example(
        inputs=lambda w: {"vpcId": w.vpc, "description": "databases"},
        change={"tags": {"Name": "databases"}},
        replaces={"description": "caches"},
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": Example(
        inputs=lambda w: {
            "securityGroupId": w.group(0),
            "ipProtocol": "tcp",
            "fromPort": 5432,
            "toPort": 5432,
            "referencedSecurityGroupId": w.group(1),
            "description": "nodes",
        },
        change={"fromPort": 5433, "toPort": 5433},
        replaces={"securityGroupId": "sg-1"},
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": Example(
        inputs=lambda w: {"securityGroupId": w.group(0), "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"},
        change={"description": "anywhere"},
        replaces={"securityGroupId": "sg-1"},
    ),
    "aws:ec2/networkInterface:NetworkInterface": Example(
        inputs=lambda w: {"subnetId": w.subnet(0), "securityGroups": [w.group(0)], "sourceDestCheck": False},
        change_with=lambda w: {"securityGroups": [w.group(1)]},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/instance:Instance": Example(
        inputs=lambda w: {
            "ami": "ami-12c6146b",
            "instanceType": "t3.micro",
            "subnetId": w.subnet(0),
            "vpcSecurityGroupIds": [w.group(0)],
            "metadataOptions": {
                "httpEndpoint": "enabled",
                "httpTokens": "required",
                "httpPutResponseHopLimit": 1,
            },
            "rootBlockDevice": {"encrypted": True, "volumeType": "gp3", "volumeSize": 8},
        },
        change={"instanceType": "t3.small", "tags": {"Name": "nat"}},
        replaces={"ami": "ami-1"},
        tombstone=True,
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": Example(
        inputs=lambda w: {
            "instanceType": "t4g.medium",
            "metadataOptions": {
                "httpEndpoint": "enabled",
                "httpTokens": "required",
                "httpPutResponseHopLimit": 1,
            },
            "blockDeviceMappings": [
                {
                    "deviceName": "/dev/xvda",
                    "ebs": {"volumeType": "gp3", "volumeSize": 20, "encrypted": "true"},
                }
            ],
            "tagSpecifications": [{"resourceType": "instance", "tags": {"Name": "node"}}],
            "updateDefaultVersion": True,
        },
        change={"instanceType": "t4g.large"},
        replaces={"name": "nodes"},
    ),
    "aws:iam/role:Role": Example(
        inputs=lambda w: {"assumeRolePolicy": ASSUME, "description": "cluster"},
        change={"assumeRolePolicy": ASSUME.replace("eks.", "ec2."), "description": "nodes"},
        replaces={"path": "/platform/"},
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Example(
        inputs=lambda w: {"role": w.role().id, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"},
        replaces={"policyArn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"},
    ),
    "aws:iam/rolePolicy:RolePolicy": Example(
        inputs=lambda w: {"role": w.role().id, "policy": POLICY},
        change={"policy": OTHER_POLICY},
        replaces={"name": "other"},
    ),
    "aws:iam/policy:Policy": Example(
        inputs=lambda w: {"policy": POLICY}, change={"policy": OTHER_POLICY}, replaces={"path": "/platform/"}
    ),
    "aws:iam/instanceProfile:InstanceProfile": Example(
        inputs=lambda w: {"role": w.role().id},
        change_with=lambda w: {"role": w.role(1).id},
        replaces={"path": "/platform/"},
    ),
    "aws:kms/key:Key": Example(
        inputs=lambda w: {"description": "data", "enableKeyRotation": True, "deletionWindowInDays": 7},
        change={"description": "all data", "enableKeyRotation": False},
        replaces={"customerMasterKeySpec": "RSA_2048"},
        tombstone=True,
    ),
    "aws:kms/alias:Alias": Example(
        inputs=lambda w: {"name": "alias/softfactory", "targetKeyId": w.key.id},
        change_with=lambda w: {"targetKeyId": w.get("other", "aws:kms/key:Key").id},
        replaces={"name": "alias/other"},
    ),
    "aws:secretsmanager/secret:Secret": Example(
        inputs=lambda w: {
            "description": "database",
            "kmsKeyId": w.key.outputs["arn"],
            "recoveryWindowInDays": 7,
        },
        change={"description": "the database"},
        replaces={"name": "other"},
        tombstone=True,
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Example(
        inputs=lambda w: {"secretId": w.secret, "secretString": "first"}, replaces={"secretString": "second"}
    ),
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
    "aws:cloudwatch/logGroup:LogGroup": Example(
        inputs=lambda w: {"name": "/aws/eks/softfactory/cluster", "retentionInDays": 7},
        change={"retentionInDays": 14},
        replaces={"name": "/aws/eks/other/cluster"},
    ),
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
