"""Auto Scaling as AWS does it: groups spread over subnets, keep their settings, refresh their instances."""


def extend() -> None:
    import moto.autoscaling.models as models
    from moto.autoscaling.responses import AutoScalingResponse

    from localcloud.aws.extension import extend as extend_service
    from localcloud.aws.extension.autoscaling.responses import RESPONSES
    from localcloud.aws.extension.autoscaling.spread_group import SpreadGroup

    extend_service("ec2")
    namespace: dict[str, object] = vars(models)
    namespace["FakeAutoScalingGroup"] = SpreadGroup
    for name, method in RESPONSES.items():
        setattr(AutoScalingResponse, name, method)
