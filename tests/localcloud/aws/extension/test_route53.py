"""Route 53 makes a batch of changes whole or not at all."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client


class Zone:
    def __init__(self, client: Any) -> None:
        self._client = client
        created = client.create_hosted_zone(Name="softfactory.example", CallerReference="1")
        self.id = created["HostedZone"]["Id"]

    def change(self, *changes: dict[str, Any]) -> None:
        batch = [{"Action": change.pop("action"), "ResourceRecordSet": change} for change in changes]
        self._client.change_resource_record_sets(HostedZoneId=self.id, ChangeBatch={"Changes": batch})

    def names(self) -> set[tuple[str, str]]:
        records = self._client.list_resource_record_sets(HostedZoneId=self.id)["ResourceRecordSets"]
        return {(record["Name"], record["Type"]) for record in records if record["Type"] not in ("NS", "SOA")}


def _record(action: str, name: str, type: str = "A", value: str = "192.0.2.1", **more: Any) -> dict[str, Any]:
    return {
        "action": action,
        "Name": f"{name}.softfactory.example",
        "Type": type,
        "TTL": 60,
        "ResourceRecords": [{"Value": value}],
        **more,
    }


@pytest.fixture
def zone(aws: Client) -> Zone:
    return Zone(aws("route53"))


def test_a_batch_of_which_one_change_is_refused_changes_nothing(zone: Zone) -> None:
    with pytest.raises(ClientError, match="was not found"):
        zone.change(_record("CREATE", "api"), _record("DELETE", "www"))
    assert not zone.names()


def test_what_exists_is_not_created_but_what_was_deleted_is(zone: Zone) -> None:
    zone.change(_record("CREATE", "api"))
    with pytest.raises(ClientError, match="already exists"):
        zone.change(_record("CREATE", "api"))
    zone.change(_record("CREATE", "web"))
    zone.change(_record("DELETE", "api"))
    zone.change(_record("CREATE", "api"))
    assert zone.names() == {("api.softfactory.example.", "A"), ("web.softfactory.example.", "A")}


def test_a_set_is_deleted_by_its_values_and_only_in_its_own_name(zone: Zone) -> None:
    for name in ("api", "web"):
        zone.change(_record("CREATE", name, SetIdentifier="blue", Weight=1))
    with pytest.raises(ClientError, match="do not match the current values"):
        zone.change(_record("DELETE", "api", value="192.0.2.9", SetIdentifier="blue", Weight=1))
    zone.change(_record("DELETE", "api", SetIdentifier="blue", Weight=1))
    assert zone.names() == {("web.softfactory.example.", "A")}


def test_a_canonical_name_stands_alone(zone: Zone) -> None:
    zone.change(_record("CREATE", "api"))
    with pytest.raises(ClientError, match="conflicts with other records"):
        zone.change(_record("CREATE", "api", type="CNAME", value="web.softfactory.example"))
    zone.change(
        _record("UPSERT", "www", type="CNAME", value="web.softfactory.example"),
        _record("UPSERT", "www", type="CNAME", value="api.softfactory.example"),
    )


def test_an_asterisk_is_answered_in_octal_and_taken_in_both_forms(zone: Zone) -> None:
    zone.change(_record("CREATE", "*"))
    assert zone.names() == {("\\052.softfactory.example.", "A")}
    zone.change(_record("DELETE", "\\052"))
    assert not zone.names()


def test_a_name_outside_the_zone_is_refused(zone: Zone) -> None:
    with pytest.raises(ClientError, match="not permitted in zone"):
        zone.change({**_record("CREATE", "x"), "Name": "api.notsoftfactory.example"})
