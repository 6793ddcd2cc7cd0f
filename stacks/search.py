"""The search domains of the bill of materials, each with its first user, and who may connect to them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.data.search_domain import PORT, SearchDomain, SearchDomainArgs, SearchSize
from components.data.store_secret import StoreSecret, StoreSecretArgs
from components.security.store_security_group import StoreSecurityGroup, StoreSecurityGroupArgs
from stacks.ground import Ground
from stacks.lookups import SEARCH_SERVICE, random_password, search_role_is_ours

MASTER_USER = "search_admin"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What connects to one search domain needs, and what watches it."""

    size: SearchSize
    domain: SearchDomain
    secret: StoreSecret


def compose_search(
    sizes: Mapping[str, SearchSize], ground: Ground, client_group_id: pulumi.Output[str]
) -> dict[str, Search]:
    """Declare the domains by name; the cluster's security group is their one client."""
    if not sizes:
        return {}
    access = StoreSecurityGroup(
        "search-domains",
        StoreSecurityGroupArgs(
            vpc_id=ground.network.vpc_id,
            description="OpenSearch from the nodes and pods of the cluster",
            ports=[PORT],
            clients={"cluster": client_group_id},
        ),
        ground.on_aws,
    )
    # OpenSearch enters a VPC by a role of which an account has one. AWS makes it for nobody but its console.
    role = []
    if search_role_is_ours(ground.installation.tags()["project"], ground.asking):
        role = [aws.iam.ServiceLinkedRole("search", aws_service_name=SEARCH_SERVICE, opts=ground.on_aws).arn]
    group_id = pulumi.Output.all(access.group_id, *role).apply(lambda found: str(found[0]))
    return {name: _search(name, size, ground, group_id) for name, size in sizes.items()}


def _search(name: str, size: SearchSize, ground: Ground, group_id: pulumi.Output[str]) -> Search:
    secret = StoreSecret(
        name,
        StoreSecretArgs(
            of="search domain",
            username=MASTER_USER,
            password=random_password(ground.asking),
            kms_key_arn=ground.key.arn,
            protected=size.protected,
        ),
        ground.on_aws,
    )
    domain = SearchDomain(
        name,
        SearchDomainArgs(
            size=size,
            # The policy of a domain names it, so its name cannot be AWS's choice.
            domain_name=f"{ground.installation.tags()['project']}-{name}",
            account_id=ground.account_id,
            region=ground.installation.region,
            subnet_ids=ground.network.data_subnet_ids,
            security_group_ids=[group_id],
            username=secret.username,
            password=secret.password,
            kms_key_arn=ground.key.arn,
        ),
        ground.on_aws,
    )
    return Search(size=size, domain=domain, secret=secret)
