"""Launch templates: a version that is made from another one, and names of templates that are not there."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidLaunchTemplateIdNotFound
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

_create_version = EC2Response.create_launch_template_version


class LaunchTemplates(EC2Backend):
    def describe_launch_templates(
        self, template_names: Any = None, template_ids: Any = None, filters: Any = None
    ) -> Any:
        """Moto leaves ids out that it does not know, and answers the tags that a template had at first."""
        for id in template_ids or []:
            if id not in self.launch_templates:
                raise InvalidLaunchTemplateIdNotFound(id)
        templates = super().describe_launch_templates(template_names, template_ids, filters)
        for template in templates:
            template.tags = template.get_tags()
        return templates

    def create_launch_template(
        self, name: str, description: str, template_data: dict[str, Any], tag_spec: dict[str, Any]
    ) -> Any:
        """Moto puts the template's own tags into the tags that it gives to what is launched."""
        specifications = template_data.get("TagSpecifications", ())
        launched = [item for item in specifications if item["ResourceType"] != "launch-template"]
        data = {key: value for key, value in template_data.items() if key != "TagSpecifications"}
        if launched:
            data["TagSpecifications"] = launched
        return super().create_launch_template(name, description, data, tag_spec)


def _create_launch_template_version(self: Any) -> ActionResult:
    """Moto does not take over what the source version has and the request has not."""
    source = self._get_param("SourceVersion")
    if source:
        name, id = self._get_param("LaunchTemplateName"), self._get_param("LaunchTemplateId")
        backend = self.ec2_backend
        template = backend.get_launch_template(id) if id else backend.get_launch_template_by_name(name)
        given = self._get_param("LaunchTemplateData", {})
        self.params["LaunchTemplateData"] = {**template.get_version(source).data, **given}
    return _create_version(self)


RESPONSES = {"create_launch_template_version": _create_launch_template_version}
