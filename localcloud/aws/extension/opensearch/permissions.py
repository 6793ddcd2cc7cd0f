"""What OpenSearch must be permitted in the account before a domain can have it."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.utilities.utils import get_partition

from localcloud.aws.extension.opensearch.checks import ValidationException

# Roles of before the service's present name go on to serve.
_ROLES = frozenset(
    {"AWSServiceRoleForAmazonOpenSearchService", "AWSServiceRoleForAmazonElasticsearchService"}
)
_PRINCIPALS = frozenset({"es.amazonaws.com", "opensearchservice.amazonaws.com"})
_WRITING = ("logs:CreateLogStream", "logs:PutLogEvents")


def check_permissions(settings: dict[str, Any], account_id: str, region: str) -> None:
    """AWS asks for a service-linked role to enter a VPC, and for a resource policy of each log group."""
    roles = iam_backends[account_id][get_partition(region)].roles.values()
    if "VPCOptions" in settings and not any(role.name in _ROLES for role in roles):
        raise ValidationException(
            "Before you can proceed, you must enable a service-linked role to give Amazon OpenSearch Service"
            " permissions to access your VPC."
        )
    policies = logs_backends[account_id][region].resource_policies.values()
    statements = list(_statements(policy.policy_document for policy in policies))
    for log in (settings.get("LogPublishingOptions") or {}).values():
        if log.get("Enabled") is False:
            continue
        group = log["CloudWatchLogsLogGroupArn"].removesuffix(":*")
        if not all(_allows(statements, action, f"{group}:log-stream:domain") for action in _WRITING):
            raise ValidationException(
                "The Resource Access Policy specified for the CloudWatch Logs log group"
                f" {group.rpartition(':')[2]} does not grant sufficient permissions for Amazon OpenSearch"
                " Service to create a log stream. Please check the Resource Access Policy."
            )


def _statements(documents: Iterator[str]) -> Iterator[dict[str, Any]]:
    for document in documents:
        yield from _listed(json.loads(document).get("Statement"))


def _allows(statements: list[dict[str, Any]], action: str, resource: str) -> bool:
    return any(
        statement.get("Effect") == "Allow"
        and not _PRINCIPALS.isdisjoint(_services(statement.get("Principal")))
        and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _listed(statement.get("Action")))
        and any(fnmatchcase(resource, pattern) for pattern in _listed(statement.get("Resource")))
        for statement in statements
    )


def _services(principal: Any) -> list[str]:
    return _listed(principal.get("Service")) if isinstance(principal, dict) else []


def _listed(value: Any) -> list[Any]:
    """One or several, as policies may write them."""
    return value if isinstance(value, list) else [] if value is None else [value]
