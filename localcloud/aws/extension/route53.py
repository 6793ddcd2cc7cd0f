"""Route 53 as moto lacks it: a change is made whole or not at all, by names, types and set identifiers."""

from copy import copy
from typing import Any

from moto.route53.exceptions import DnsNameInvalidForZone, InvalidActionValue, Route53ClientError
from moto.route53.models import FakeZone, RecordSet, Route53Backend, route53_backends
from moto.route53.utils import validate_domain_name

from localcloud.aws.extension.backends import replace_backend

_ASTERISK = "\\052"
Identity = tuple[str, str, str | None]


class Route53(Route53Backend):
    def change_resource_record_sets(self, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        """Moto deletes all sets of an identifier, and takes what was ever created for what exists."""
        zone = self.get_hosted_zone(zoneid)
        before, zone.rrsets = zone.rrsets, list(zone.rrsets)
        try:
            for change in change_list:
                _apply(zone, change["Action"], _record_set(zone, change["ResourceRecordSet"]))
        except Exception:
            zone.rrsets = before
            raise
        from localcloud.aws.extension.acm import issue  # moto's ACM is loaded when it is first used

        issue(self.account_id)

    def list_resource_record_sets(self, *args: Any, **kwargs: Any) -> Any:
        """AWS answers the asterisk of a wildcard in octal."""
        records, *rest = super().list_resource_record_sets(*args, **kwargs)
        return [_escaped(record) for record in records], *rest


def _escaped(record: RecordSet) -> RecordSet:
    shown = copy(record)
    shown.name = record.name.replace("*", _ASTERISK)
    return shown


def _record_set(zone: FakeZone, given: dict[str, Any]) -> RecordSet:
    name = given["Name"].replace(_ASTERISK, "*").lower().rstrip(".")
    validate_domain_name(name, code="InvalidChangeBatch")
    domain = zone.name.rstrip(".")
    if name != domain and not name.endswith(f".{domain}"):
        raise DnsNameInvalidForZone(name=given["Name"], zone_name=zone.name)
    values = [record["Value"] for record in given.get("ResourceRecords") or []]
    return RecordSet(  # type: ignore[abstract]  # what is abstract serves CloudFormation only
        {**given, "Name": f"{name}.", "ResourceRecords": values}
    )


def _apply(zone: FakeZone, action: str, given: RecordSet) -> None:
    found = next((record for record in zone.rrsets if _identity(record) == _identity(given)), None)
    subject = f"resource record set [name='{given.name}', type='{given.type}'"
    subject += f", set identifier='{given.set_identifier}']" if given.set_identifier else "]"
    match action, found:
        case "CREATE", RecordSet():
            raise _refused(f"Tried to create {subject} but it already exists")
        case "DELETE", None:
            raise _refused(f"Tried to delete {subject} but it was not found")
        case "DELETE", RecordSet():
            if _values(found) != _values(given):
                raise _refused(
                    f"Tried to delete {subject} but the values provided do not match the current values"
                )
            zone.rrsets.remove(found)
        case "CREATE" | "UPSERT", _:
            rest = [record for record in zone.rrsets if record is not found]
            if any(_conflict(record, given) for record in rest):
                raise _refused(
                    f"RRSet of type {given.type} with DNS name {given.name} is not permitted as it conflicts "
                    f"with other records with the same DNS name in zone {zone.name}"
                )
            zone.rrsets = [*rest, given]
        case _:
            raise InvalidActionValue(action)


def _identity(record: RecordSet) -> Identity:
    return record.name, str(record.type), record.set_identifier


def _values(record: RecordSet) -> tuple[Any, ...]:
    alias = record.alias_target or {}
    ttl = int(record.ttl) if record.ttl is not None else None
    return ttl, sorted(map(str, record.records)), alias.get("DNSName"), alias.get("HostedZoneId")


def _conflict(record: RecordSet, given: RecordSet) -> bool:
    return record.name == given.name and record.type != given.type and "CNAME" in (record.type, given.type)


def _refused(message: str) -> Route53ClientError:
    return Route53ClientError("InvalidChangeBatch", message)


def extend() -> None:
    replace_backend(route53_backends, Route53)
