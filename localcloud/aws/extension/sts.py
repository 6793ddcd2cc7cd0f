"""STS: the caller with the cloud's own key is a user of the account, by a name that IAM could have given."""

from dataclasses import dataclass

from moto.sts.models import STSBackend, sts_backends

from localcloud.aws.extension.backends import replace_backend

OPERATOR = "operator"


@dataclass(frozen=True)
class Principal:
    """`arn` is what GetCallerIdentity says, `entry_arn` the user or role that EKS's access entries name."""

    arn: str
    entry_arn: str
    user_id: str


class StsBackend(STSBackend):
    def get_caller_identity(self, access_key_id: str, region: str) -> tuple[str, str, str]:
        user_id, arn, account_id = super().get_caller_identity(access_key_id, region)
        if arn.endswith(":sts::" + account_id + ":user/moto"):
            # moto's own default is an ARN that no API of AWS would accept.
            return (
                "AIDAOPERATOROPERATOR1",
                f"arn:{self.partition}:iam::{account_id}:user/{OPERATOR}",
                account_id,
            )
        return user_id, arn, account_id


def principal(account_id: str, access_key_id: str) -> Principal:
    """Who holds an access key that was accepted."""
    backend = sts_backends[account_id]["aws"]
    user_id, arn, _ = backend.get_caller_identity(access_key_id, "us-east-1")
    session = backend.get_assumed_role_from_access_key(access_key_id)
    return Principal(arn, session.role_arn if session else arn, user_id)


def extend() -> None:
    replace_backend(sts_backends, StsBackend)
