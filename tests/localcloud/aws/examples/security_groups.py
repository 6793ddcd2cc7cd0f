"""Examples of security groups."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:ec2/securityGroup:SecurityGroup": Example(
        inputs=lambda w: {"vpcId": w.vpc, "description": "databases"},
        change={"tags": {"Name": "databases"}},
        replaces={"description": "caches"},
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Example(
        inputs=lambda w: {"vpcId": w.vpc}, change={"tags": {"Name": "default"}}, replaces={"vpcId": "vpc-1"}
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
}
