"""Addresses of a subnet, given out such that a restart changes nothing."""

from ipaddress import ip_address
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.subnets import Subnet

# AWS keeps the first four addresses of a subnet and the last one.
_KEPT_AT_START = 4


def next_address(self: Any, instance: Any) -> str:
    """The next address that was never given out; when there is none left, the lowest that was given back.

    Moto walks an iterator that is no part of a subnet's state and starts over after a restart, and takes
    whichever returned address comes first out of a set.
    """
    # An attribute of ours: subnets of a snapshot have it, new ones get it here.
    offset = vars(self).get("next_offset", _KEPT_AT_START)
    last = self.cidr.num_addresses - 1
    while offset < last and _is_taken(self, self.cidr[offset]):
        offset += 1
    self.next_offset = offset
    if offset < last:
        address = str(self.cidr[offset])
        self.next_offset += 1
    elif self._unused_ips:
        address = str(min(self._unused_ips, key=ip_address))
        self._unused_ips.remove(address)
    else:
        raise EC2ClientError(
            "InsufficientFreeAddressesInSubnet",
            f"There are not enough free addresses in subnet '{self.id}' to satisfy the requested number.",
        )
    self._subnet_ips[address] = instance
    return address


def _is_taken(subnet: Any, address: Any) -> bool:
    return str(address) in subnet._subnet_ips or address in subnet._reserved_ips


def correct_subnets() -> None:
    subnet: Any = Subnet
    subnet.get_available_subnet_ip = next_address
