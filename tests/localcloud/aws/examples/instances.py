"""Examples of instances."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:ec2/networkInterface:NetworkInterface": Example(
        inputs=lambda w: {"subnetId": w.subnet(0), "securityGroups": [w.group(0)], "sourceDestCheck": False},
        change_with=lambda w: {"securityGroups": [w.group(1)]},
        replaces={"subnetId": "subnet-1"},
    ),
    "aws:ec2/instance:Instance": Example(
        open=frozenset({"publicIp"}),
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
}
