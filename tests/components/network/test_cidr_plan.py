from ipaddress import IPv4Network
from itertools import combinations

import pytest

from components.network.cidr_plan import plan


def test_the_plan_is_fixed() -> None:
    found = plan("10.20.0.0/16")
    assert [str(block) for block in found.private] == ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"]
    assert [str(block) for block in found.public] == ["10.20.128.0/22", "10.20.132.0/22", "10.20.136.0/22"]
    assert [str(block) for block in found.data] == ["10.20.144.0/22", "10.20.148.0/22", "10.20.152.0/22"]


def test_no_block_overlaps_another_and_all_are_in_the_vpc() -> None:
    found = plan("10.99.0.0/16")
    blocks = [*found.private, *found.public, *found.data]
    assert not [pair for pair in combinations(blocks, 2) if pair[0].overlaps(pair[1])]
    assert all(block.subnet_of(found.vpc) for block in blocks)


def test_one_block_holds_the_private_subnets_and_no_other() -> None:
    found = plan("10.20.0.0/16")
    assert found.private_supernet == IPv4Network("10.20.0.0/17")
    assert all(block.subnet_of(found.private_supernet) for block in found.private)
    assert not any(block.overlaps(found.private_supernet) for block in (*found.public, *found.data))


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "10.20.0.0/24", "10.20.1.0/16", "not a block"])
def test_another_size_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match=r"allowed: a /16|host bits|Expected 4 octets"):
        plan(cidr)
