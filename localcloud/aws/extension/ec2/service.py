"""EC2's backend, put together from the parts."""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.utils import generate_route_id

from localcloud.aws.extension.ec2.addresses import Addresses
from localcloud.aws.extension.ec2.dependencies import Dependencies
from localcloud.aws.extension.ec2.images import load_images
from localcloud.aws.extension.ec2.launch_templates import LaunchTemplates
from localcloud.aws.extension.ec2.lookups import Lookups

_PORTLESS = ("-1", "icmp", "icmpv6")


class Ec2Backend(Lookups, Dependencies, Addresses, LaunchTemplates, EC2Backend):
    """Moto's EC2, corrected."""

    def _load_amis(self) -> None:
        load_images(self)

    def run_instances(self, *args: Any, **kwargs: Any) -> Any:
        """Moto leaves behind the network interface that it made for an instance; with AWS it goes along."""
        before = set(self.enis)
        reservation = super().run_instances(*args, **kwargs)
        for id in self.enis.keys() - before:
            self.enis[id].delete_on_termination = True
        return reservation

    def modify_vpc_endpoint(self, vpc_id: str, *args: Any, **kwargs: Any) -> None:
        """Moto keeps the list of route tables, but not the routes in them."""
        endpoint = self.vpc_end_points[vpc_id]
        before = set(endpoint.route_table_ids or ())
        super().modify_vpc_endpoint(vpc_id, *args, **kwargs)
        after = set(endpoint.route_table_ids or ())
        prefix_list = endpoint.destination_prefix_list_id
        if prefix_list:
            for table in before - after:
                self.delete_route(table, prefix_list)
            for table in sorted(after - before):
                self.create_route(table, None, gateway_id=vpc_id, destination_prefix_list_id=prefix_list)

    def delete_vpc_endpoints(self, vpce_ids: list[str] | None = None) -> None:
        """Moto fails on an endpoint whose routes went with their table."""
        for id in vpce_ids or ():
            endpoint = self.vpc_end_points.get(id)
            prefix_list = endpoint.destination_prefix_list_id if endpoint else None
            if endpoint is not None and prefix_list:
                endpoint.route_table_ids = [
                    table
                    for table in endpoint.route_table_ids or ()
                    if table in self.route_tables
                    and generate_route_id(table, prefix_list) in self.route_tables[table]._routes
                ]
        super().delete_vpc_endpoints(vpce_ids)

    def modify_security_group_rules(self, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        """Moto wants ports where there are none, and keeps the old referenced groups and prefix lists."""
        for rule in rules.values():
            if str(rule.get("IpProtocol")) in _PORTLESS:
                rule.setdefault("FromPort", -1)
                rule.setdefault("ToPort", -1)
        super().modify_security_group_rules(group_id, rules)
        group: Any = self.get_security_group_by_name_or_id(group_id)
        for id, rule in rules.items():
            existing = group.get_rule(id)
            if rule.get("ReferencedGroupId"):
                existing.source_group = {**existing.source_group, "GroupId": rule["ReferencedGroupId"]}
            if rule.get("PrefixListId"):
                existing.prefix_list_id = rule["PrefixListId"]
