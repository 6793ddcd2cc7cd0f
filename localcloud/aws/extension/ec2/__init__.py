"""EC2 as moto lacks it: what depends on what, what goes with what, and lookups that stay quick."""


def extend() -> None:
    from moto.ec2.models import ec2_backends
    from moto.ec2.responses import EC2Response

    from localcloud.aws.extension.backends import replace_backend
    from localcloud.aws.extension.ec2 import launch_templates, security_groups
    from localcloud.aws.extension.ec2.service import Ec2Backend
    from localcloud.aws.extension.ec2.subnet_addresses import correct_subnets

    replace_backend(ec2_backends, Ec2Backend)
    correct_subnets()
    security_groups.compare_rules_by_what_they_allow()
    for name, method in launch_templates.RESPONSES.items():
        setattr(EC2Response, name, method)
