"""RDS as AWS runs it: replicas follow their source, changes are pending, parameters wait for a reboot."""


def extend() -> None:
    from moto.rds.models import rds_backends
    from moto.rds.responses import RDSResponse

    from localcloud.aws.extension import extend as extend_service
    from localcloud.aws.extension.backends import replace_backend
    from localcloud.aws.extension.rds import parameter_groups
    from localcloud.aws.extension.rds.service import RdsBackend

    # Instances work on these two.
    extend_service("ec2")
    extend_service("kms")
    replace_backend(rds_backends, RdsBackend)
    for name, method in parameter_groups.RESPONSES.items():
        setattr(RDSResponse, name, method)
