"""World: what the examples stand on, made when first asked for."""

from typing import Any

from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples.documents import ASSUME


class World:
    """What most resources stand on, made when first asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._made: dict[str, Deployed] = {}

    def get(self, name: str, type: str, /, **inputs: Any) -> Deployed:
        if name not in self._made:
            self._made[name] = self.engine.create(type, name, **inputs)
        return self._made[name]

    def example(self, type: str) -> Deployed:
        """The example of a type, deployed once."""
        from tests.localcloud.aws.examples import EXAMPLES  # an example stands on the world, and may be in it

        if type not in self._made:
            self._made[type] = self.engine.create(type, "example", **EXAMPLES[type].inputs(self))
        return self._made[type]

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
        return self.example("aws:eks/cluster:Cluster").id

    @property
    def template(self) -> Deployed:
        return self.get("template", "aws:ec2/launchTemplate:LaunchTemplate", instanceType="t4g.medium")
