import json
import re
from typing import Any

from stacks.outputs import BrokerOutputs, CacheOutputs, DatabaseOutputs, PlatformOutputs, SearchOutputs
from tests.phases import PHASES, ROOT
from tests.platforms import platform

OF_STORES: dict[str, Any] = {
    "databases": DatabaseOutputs,
    "caches": CacheOutputs,
    "brokers": BrokerOutputs,
    "search_domains": SearchOutputs,
}


def exports(phase: str) -> dict[str, Any]:
    return platform(phase).exports


def test_the_outputs_are_the_fields_of_the_type() -> None:
    found = exports("phase3")
    assert found.keys() == PlatformOutputs.__dataclass_fields__.keys()
    for section, outputs in OF_STORES.items():
        assert found[section].keys() == getattr(PHASES["phase3"], section).keys()
        for store in found[section].values():
            assert store.keys() == outputs.__dataclass_fields__.keys()


def test_what_a_phase_lacks_is_an_empty_map() -> None:
    found = exports("phase1")
    assert found["brokers"] == found["search_domains"] == {}


def test_brokers_and_search_domains_say_where_they_are_reached() -> None:
    found = exports("phase3")
    assert found["brokers"]["jobs"]["endpoint"] == "amqps://jobs-id.mq.us-east-1.on.aws:5671"
    assert found["brokers"]["jobs"]["console_url"] == "https://jobs-id.mq.us-east-1.on.aws"
    assert found["search_domains"]["search"]["endpoint"].startswith("vpc-softfactory-search-")
    assert found["caches"]["cache-cluster"]["endpoint"] == "config.cache-cluster-id"


def test_endpoints_are_host_names_of_the_primary_and_of_each_replica() -> None:
    found = exports("phase2")["databases"]["platform"]
    assert found["endpoint"] == "platform-0a1b2c3.abc.us-east-1.rds.amazonaws.com"
    assert found["reader_endpoints"] == [
        f"platform-0a1b2c3-replica-{number}.abc.us-east-1.rds.amazonaws.com" for number in (1, 2)
    ]
    assert found["database"] == "platform"


def test_the_kubeconfig_is_ready_to_use() -> None:
    config = json.loads(exports("phase1")["kubeconfig"])
    assert config["clusters"][0]["cluster"]["server"] == "https://example.eks.amazonaws.com"


def test_no_output_is_a_secret() -> None:
    assert "drawn-by-this-run" not in json.dumps(exports("phase3"))


def test_every_output_is_documented() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    fields = set(PlatformOutputs.__dataclass_fields__)
    for outputs in OF_STORES.values():
        fields |= set(outputs.__dataclass_fields__)
    assert documented == fields
