"""Elastic addresses and NAT gateways: who holds an address, and when it is free again."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.nat_gateways import NatGateway


class Addresses(EC2Backend):
    def release_address(self, address: str | None = None, allocation_id: str | None = None) -> None:
        """Moto takes the address away from whoever has it."""
        found = self.address_by_ip([address]) if address else self.address_by_allocation([str(allocation_id)])
        if found[0].association_id:
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address {found[0].public_ip} is in use.")
        super().release_address(address, allocation_id)

    def create_nat_gateway(self, *args: Any, **kwargs: Any) -> NatGateway:
        """Moto gives the gateway an address that is not of its subnet."""
        gateway = super().create_nat_gateway(*args, **kwargs)
        subnet = self.get_subnet(gateway.subnet_id)
        gateway.private_ip = subnet.get_available_subnet_ip(gateway)  # type: ignore[arg-type]  # moto takes whatever owns an address
        gateway._eni.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": gateway.private_ip}]
        gateway._eni.private_ip_address = gateway.private_ip
        gateway.address_set[0]["privateIp"] = gateway.private_ip
        return gateway

    def modify_instance_attribute(self, instance_id: str, key: str, value: Any) -> Any:
        """Moto tells the source check of the instance and that of its interface apart."""
        instance = super().modify_instance_attribute(instance_id, key, value)
        if key == "source_dest_check":
            instance.nics[0].source_dest_check = value
        return instance

    def delete_nat_gateway(self, nat_gateway_id: str) -> NatGateway:
        """Moto leaves its interface behind, and its address associated."""
        if nat_gateway_id not in self.nat_gateways:
            raise EC2ClientError("NatGatewayNotFound", f"NAT gateway {nat_gateway_id} was not found")
        gateway = super().delete_nat_gateway(nat_gateway_id)
        interface = gateway._eni
        for address in self.addresses:
            if address.eni is interface and address.association_id:
                self.disassociate_address(association_id=address.association_id)
        if interface.id in self.enis:
            del self.enis[interface.id]
            interface.subnet.del_subnet_ip(gateway.private_ip)
        return gateway
