"""EC2 as moto lacks it: routes of gateway endpoints, rules without ports, tags of launch templates."""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.utils import generate_route_id

_PORTLESS = ("-1", "icmp", "icmpv6")


def extend() -> None:
    """Teaches moto's EC2 the three."""
    modify_endpoint = VPCBackend.modify_vpc_endpoint
    delete_endpoints = VPCBackend.delete_vpc_endpoints
    modify_rules = SecurityGroupBackend.modify_security_group_rules
    create_template = LaunchTemplateBackend.create_launch_template

    def modify_vpc_endpoint(self: EC2Backend, vpc_id: str, *args: Any, **kwargs: Any) -> None:
        """Moto keeps the list of route tables, but not the routes in them."""
        endpoint = self.vpc_end_points[vpc_id]
        before = set(endpoint.route_table_ids or ())
        modify_endpoint(self, vpc_id, *args, **kwargs)
        after = set(endpoint.route_table_ids or ())
        prefix_list = endpoint.destination_prefix_list_id
        if prefix_list:
            for table in before - after:
                self.delete_route(table, prefix_list)
            for table in after - before:
                self.create_route(table, None, gateway_id=vpc_id, destination_prefix_list_id=prefix_list)

    def delete_vpc_endpoints(self: EC2Backend, vpce_ids: list[str] | None = None) -> None:
        """Moto fails on an endpoint whose routes went with their table."""
        for id in vpce_ids or ():
            endpoint = self.vpc_end_points.get(id)
            if endpoint is not None and endpoint.destination_prefix_list_id:
                endpoint.route_table_ids = [
                    table
                    for table in endpoint.route_table_ids or ()
                    if table in self.route_tables
                    and generate_route_id(table, endpoint.destination_prefix_list_id)
                    in self.route_tables[table]._routes
                ]
        delete_endpoints(self, vpce_ids)

    def modify_security_group_rules(
        self: EC2Backend, group_id: str, rules: dict[str, dict[str, Any]]
    ) -> None:
        """Moto wants ports for protocols that have none, and leaves referenced groups and prefix lists as they were."""
        for rule in rules.values():
            if str(rule.get("IpProtocol")) in _PORTLESS:
                rule.setdefault("FromPort", -1)
                rule.setdefault("ToPort", -1)
        modify_rules(self, group_id, rules)
        group = self.get_security_group_by_name_or_id(group_id)
        for id, rule in rules.items():
            existing = group.get_rule(id)
            if rule.get("ReferencedGroupId"):
                existing.source_group = {**existing.source_group, "GroupId": rule["ReferencedGroupId"]}
            if rule.get("PrefixListId"):
                existing.prefix_list_id = {**existing.prefix_list_id, "PrefixListId": rule["PrefixListId"]}

    def create_launch_template(
        self: EC2Backend,
        name: str,
        description: str,
        template_data: dict[str, Any],
        tag_spec: dict[str, Any],
    ) -> Any:
        """Moto puts the template's own tags into the tags that it gives to what is launched."""
        launched = [
            item
            for item in template_data.get("TagSpecifications", ())
            if item["ResourceType"] != "launch-template"
        ]
        data = {key: value for key, value in template_data.items() if key != "TagSpecifications"}
        return create_template(
            self,
            name,
            description,
            {**data, "TagSpecifications": launched} if launched else data,
            tag_spec,
        )

    describe_templates = LaunchTemplateBackend.describe_launch_templates

    def describe_launch_templates(self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        """Moto answers the tags that a template had when it was made."""
        templates = describe_templates(self, *args, **kwargs)
        for template in templates:
            template.tags = template.get_tags()
        return templates

    VPCBackend.modify_vpc_endpoint = modify_vpc_endpoint
    VPCBackend.delete_vpc_endpoints = delete_vpc_endpoints
    SecurityGroupBackend.modify_security_group_rules = modify_security_group_rules
    LaunchTemplateBackend.create_launch_template = create_launch_template
    LaunchTemplateBackend.describe_launch_templates = describe_launch_templates
