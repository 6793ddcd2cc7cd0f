"""Addresses of a subnet, given out such that a restart changes nothing."""

from ipaddress import ip_address
from typing import Any

from moto.ec2.models.subnets import Subnet

# AWS keeps the first four addresses of a subnet and the last one.
_KEPT_AT_START = 4


def next_address(self: Any, instance: Any) -> str:
    """The lowest address that was given back, else the next one that was never given out.

    Moto walks an iterator that is no part of a subnet's state and starts over after a restart, and takes
    whichever returned address comes first out of a set.
    """
    if self._unused_ips:
        address = str(min(self._unused_ips, key=ip_address))
        self._unused_ips.remove(address)
    else:
        # An attribute of ours: subnets of a snapshot have it, new ones get it here.
        offset = vars(self).get("next_offset", _KEPT_AT_START)
        while str(self.cidr[offset]) in self._subnet_ips or self.cidr[offset] in self._reserved_ips:
            offset += 1
        address = str(self.cidr[offset])
        self.next_offset = offset + 1
    self._subnet_ips[address] = instance
    return address


def correct_subnets() -> None:
    subnet: Any = Subnet
    subnet.get_available_subnet_ip = next_address
