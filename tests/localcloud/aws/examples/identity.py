"""Examples of IAM."""

from tests.localcloud.aws.examples.documents import ASSUME, OTHER_POLICY, POLICY
from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
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
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": Example(
        inputs=lambda w: {"awsServiceName": "opensearchservice.amazonaws.com"},
        change={"description": "search in the VPC"},
        replaces={"awsServiceName": "autoscaling.amazonaws.com"},
    ),
}
