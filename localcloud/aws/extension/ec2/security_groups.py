"""Security group rules: two are the same if they allow the same, whatever their descriptions say."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule


def compare_rules_by_what_they_allow() -> None:
    rule: Any = SecurityGroupRule
    rule.__eq__ = _allow_the_same


def _allow_the_same(self: Any, other: Any) -> bool:
    """Moto compares the descriptions of referenced groups too, and so misses duplicates."""
    return isinstance(other, SecurityGroupRule) and _allowed(self) == _allowed(other)


def _allowed(rule: Any) -> tuple[Any, ...]:
    ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
    cidrs = rule.ip_range.get("CidrIp"), rule.ip_range.get("CidrIpv6")
    return rule.ip_protocol, *ports, *cidrs, rule.source_group.get("GroupId"), rule.prefix_list_id
