"""What the program asks AWS before it composes: who is calling, which versions, which random password."""

import string
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.data.datasets import DATASETS_TAG, PHASE_TAG, PRIMARY, ROLE_TAG, read
from stacks.installation import Image
from stacks.placement import FoundDatabase

SEARCH_SERVICE = "opensearchservice.amazonaws.com"
# AWS's list of the addresses from which CloudFront reaches origins.
CLOUDFRONT = "com.amazonaws.global.cloudfront.origin-facing"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The account, and the IAM role or user that deploys; of a session, the role behind it."""

    account_id: str
    principal_arn: str


def caller(options: pulumi.InvokeOptions) -> Caller:
    """Return who is calling. Plain, not an Output: it decides which access entries there are."""
    identity = aws.get_caller_identity(opts=options)
    session = aws.iam.get_session_context(arn=identity.arn, opts=options)
    return Caller(account_id=identity.account_id, principal_arn=session.issuer_arn)


def addon_version(name: str, kubernetes_version: str, options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return the version of an add-on that EKS takes by default on that version of Kubernetes.

    Named, because EKS leaves an add-on without one at what it got first, whatever the cluster becomes.
    """
    return aws.eks.get_addon_version_output(
        addon_name=name, kubernetes_version=kubernetes_version, opts=options
    ).apply(lambda found: found.version)


def secret_value(name: pulumi.Input[str], options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return what a secret holds now, as a secret."""
    found = aws.secretsmanager.get_secret_version_output(secret_id=name, opts=options)
    return pulumi.Output.secret(found.secret_string)


def search_role_is_ours(project: str, options: pulumi.InvokeOptions) -> bool:
    """Whether the role by which OpenSearch enters a VPC is for the project to make.

    An account has one, whoever made it first. Plain, not an Output: it decides whether it is declared.
    """
    path = f"/aws-service-role/{SEARCH_SERVICE}/"
    there = aws.iam.get_roles(path_prefix=path, opts=options)
    tags = [aws.iam.get_role(name=name, opts=options).tags for name in there.names]
    return all(of.get("project") == project for of in tags)


def random_password(options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return a fresh password on every run, as a secret."""
    drawn = aws.secretsmanager.get_random_password_output(
        password_length=40,
        # RDS, ElastiCache and connection URLs each refuse others; OpenSearch wants one.
        exclude_characters=string.punctuation.replace("-", ""),
        require_each_included_type=True,
        opts=options,
    )
    return pulumi.Output.secret(drawn.random_password)


def zone_id(name: str, options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return the id of the public hosted zone of that name."""
    found = aws.route53.get_zone_output(name=name, private_zone=False, opts=options)
    return found.apply(lambda zone: zone.zone_id)


def cloudfront_addresses(options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return the id of AWS's list of the addresses from which CloudFront reaches origins."""
    found = aws.ec2.get_managed_prefix_list_output(name=CLOUDFRONT, opts=options)
    return found.apply(lambda addresses: addresses.id)


def cloudfront_blocks(options: pulumi.InvokeOptions) -> list[str]:
    """Return those addresses. Plain, not an Output: charts take plain values only."""
    found = aws.ec2.get_managed_prefix_list(name=CLOUDFRONT, opts=options)
    return sorted(entry.cidr for entry in found.entries)


def managed_cache_policy(name: str, options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return the id of one of AWS's own cache policies."""
    return aws.cloudfront.get_cache_policy_output(name=f"Managed-{name}", opts=options).apply(
        lambda policy: str(policy.id)
    )


def managed_origin_request_policy(name: str, options: pulumi.InvokeOptions) -> pulumi.Output[str]:
    """Return the id of one of AWS's own origin request policies."""
    return aws.cloudfront.get_origin_request_policy_output(name=f"Managed-{name}", opts=options).apply(
        lambda policy: str(policy.id)
    )


def image_reference(image: Image, options: pulumi.InvokeOptions) -> str:
    """Return the image as a node pulls it, by its digest. Plain: charts take plain values only."""
    repository = aws.ecr.get_repository(name=image.repository, opts=options)
    return f"{repository.repository_url}@{image.digest}"


def databases_there(project: str, options: pulumi.InvokeOptions) -> list[FoundDatabase]:
    """Return the databases of the project that there are, whatever state file knows of them.

    Plain, not an Output: it decides whether anything is declared at all.
    """
    there = aws.rds.get_instances(tags={"project": project, ROLE_TAG: PRIMARY}, opts=options)
    return [_database(identifier, options) for identifier in sorted(there.instance_identifiers)]


def _database(identifier: str, options: pulumi.InvokeOptions) -> FoundDatabase:
    tags = aws.rds.get_instance(db_instance_identifier=identifier, opts=options).tags
    return FoundDatabase(
        name=tags.get("Name", identifier),
        identifier=identifier,
        datasets=read(tags.get(DATASETS_TAG, "")),
        phase=tags.get(PHASE_TAG, ""),
    )
