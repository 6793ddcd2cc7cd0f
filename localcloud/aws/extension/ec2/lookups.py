"""EC2's lookups by id, which in moto take longer the more resources there are."""

import copy
from collections.abc import Iterator
from typing import Any

from moto.ec2.exceptions import (
    InvalidGroupIdMalformedError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix, is_valid_security_group_id


class Lookups(EC2Backend):
    """Security groups, their rules, and tags."""

    def describe_tags(self, filters: dict[str, list[str]] | None = None) -> list[dict[str, str]]:
        ids = (filters or {}).get("resource-id") or []
        if set(filters or {}) != {"resource-id"} or any("*" in id or "?" in id for id in ids):
            return super().describe_tags(filters)
        return [
            {
                "resource_id": id,
                "key": key,
                "value": value,
                "resource_type": EC2_PREFIX_TO_RESOURCE.get(get_prefix(id), ""),
            }
            for id in ids
            if id in self.tags
            for key, value in self.tags[id].items()
        ]

    def get_security_group_from_id(self, group_id: str) -> SecurityGroup | None:
        return next((groups[group_id] for groups in self.groups.values() if group_id in groups), None)

    def describe_security_groups(
        self, group_ids: list[str] | None = None, groupnames: list[str] | None = None, filters: Any = None
    ) -> list[SecurityGroup]:
        ids = group_ids or _only_ids(filters)
        if not ids or groupnames:
            return super().describe_security_groups(group_ids, groupnames, filters)
        found = [self.get_security_group_from_id(id) for id in dict.fromkeys(ids)]
        groups = [group for group in found if group is not None]
        if group_ids and len(groups) < len(found):
            unknown = [id for id, group in zip(dict.fromkeys(ids), found, strict=True) if group is None]
            raise InvalidSecurityGroupNotFoundError(unknown[0])
        return [group for group in groups if not filters or group.matches_filters(filters)]

    def describe_security_group_rules(
        self, sg_rule_ids: list[str], filters: dict[str, list[str]]
    ) -> list[SecurityGroupRule]:
        for id in filters.get("group-id", []):
            if not is_valid_security_group_id(id):
                raise InvalidGroupIdMalformedError(id)
        rules = list(self._rules_of(filters.get("group-id")))
        if sg_rule_ids:
            known = {rule.id: rule for rule in rules}
            for id in sg_rule_ids:
                if id not in known:
                    raise InvalidSecurityGroupRuleIdNotFoundError(id)
            rules = [known[id] for id in sg_rule_ids]
        shown = [_with_ports(rule) for rule in rules]
        return [rule for rule in shown if not filters or rule.matches_filters(filters)]

    def _rules_of(self, group_ids: list[str] | None) -> Iterator[SecurityGroupRule]:
        named = group_ids and not any("*" in id for id in group_ids)
        for groups in self.groups.values():
            for id in [id for id in group_ids or [] if id in groups] if named else list(groups):
                yield from groups[id].egress_rules
                yield from groups[id].ingress_rules


def _only_ids(filters: Any) -> list[str] | None:
    ids = filters.get("group-id") if filters else None
    return None if ids is None or any("*" in id for id in ids) else list(ids)


def _with_ports(rule: SecurityGroupRule) -> SecurityGroupRule:
    """AWS shows -1 where a rule has no ports."""
    shown = copy.copy(rule)
    if shown.from_port is None:
        shown.from_port = -1
    if shown.to_port is None:
        shown.to_port = -1
    return shown
