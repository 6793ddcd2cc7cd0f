import json
from dataclasses import replace
from functools import partial

import pulumi
import pytest

from components.cluster.pod_identity import PodIdentity, PodIdentityArgs
from tests.recording import Recording, record

TOKEN = "softfactory:cluster:PodIdentity"
ROLE, ASSOCIATION = "aws:iam/role:Role", "aws:eks/podIdentityAssociation:PodIdentityAssociation"
POLICY, ATTACHMENT = "aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
CLUSTER_ARN = "arn:aws:eks:us-east-1:123456789012:cluster/softfactory"
ARGS = PodIdentityArgs(
    cluster_name="softfactory",
    cluster_arn=CLUSTER_ARN,
    namespace="softfactory",
    service_account="platform",
    policy='{"Version": "2012-10-17", "Statement": []}',
    policy_arns=["arn:aws:iam::aws:policy/service-role/Kept"],
)


def identity(preview: bool, args: PodIdentityArgs = ARGS) -> Recording:
    return record(lambda: PodIdentity("platform", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    role = {(ROLE, "platform"), (ASSOCIATION, "platform")}
    own, kept = (POLICY, "platform"), (ATTACHMENT, "platform-Kept")
    assert identity(preview).children(TOKEN, "platform") == {*role, own, kept}
    assert identity(preview, replace(ARGS, policy=None)).children(TOKEN, "platform") == {*role, kept}
    assert identity(preview, replace(ARGS, policy_arns=())).children(TOKEN, "platform") == {*role, own}


def test_the_role_is_for_these_pods_of_this_cluster_only() -> None:
    (statement,) = json.loads(identity(False).one(ROLE, "platform").inputs["assumeRolePolicy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {
            "StringEquals": {
                "aws:RequestTag/eks-cluster-arn": CLUSTER_ARN,
                "aws:RequestTag/kubernetes-namespace": "softfactory",
                "aws:RequestTag/kubernetes-service-account": "platform",
            }
        },
    }


def test_the_association_comes_after_the_rights_and_names_the_pods(preview: bool) -> None:
    recording = identity(preview)
    association = recording.one(ASSOCIATION, "platform")
    assert association.inputs["clusterName"] == "softfactory"
    assert association.inputs["namespace"] == "softfactory"
    assert association.inputs["serviceAccount"] == "platform"
    assert {
        recording.one(POLICY, "platform").urn,
        recording.one(ATTACHMENT, "platform-Kept").urn,
        recording.one(ROLE, "platform").urn,
    } <= set(association.dependencies)


def test_pods_that_take_their_service_account_from_it_wait_for_the_association() -> None:
    seen: list[str] = []

    def program() -> pulumi.Output[None]:
        made = PodIdentity("platform", ARGS)

        async def look() -> None:
            waits = [await resource.urn.future() for resource in await made.service_account.resources()]
            seen.extend(str(urn).rsplit("::", 2)[1] for urn in waits)

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    assert any(ASSOCIATION in urn for urn in seen)


def test_an_identity_for_nothing_is_refused() -> None:
    args = replace(ARGS, policy=None, policy_arns=())
    with pytest.raises(Exception, match="got neither policy nor policy_arns; allowed: one or both"):
        record(partial(PodIdentity, "platform", args), preview=False)
