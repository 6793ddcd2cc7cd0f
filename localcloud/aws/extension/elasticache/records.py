"""The tables of ElastiCache's backend, and what all parts of it need."""

from re import compile as re_compile
from typing import TYPE_CHECKING

from moto.elasticache.models import ElastiCacheBackend
from moto.kms.models import kms_backends

from localcloud.aws.extension.elasticache import errors
from localcloud.aws.extension.elasticache.group import CacheGroup, Shape

if TYPE_CHECKING:
    from localcloud.aws.extension.elasticache.parameter_groups import ParameterGroup
    from localcloud.aws.extension.elasticache.subnet_groups import SubnetGroup


class CacheRecords(ElastiCacheBackend):
    replication_groups: dict[str, CacheGroup]  # type: ignore[assignment]  # narrower than moto's
    cache_subnet_groups: "dict[str, SubnetGroup]"  # type: ignore[assignment]  # narrower than moto's
    parameter_groups: "dict[str, ParameterGroup]"

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.arn_regex = re_compile(rf"^arn:{self.partition}:elasticache:.*:[0-9]*:[a-z]+:.*$")

    def arn(self, kind: str, name: str) -> str:
        return f"arn:{self.partition}:elasticache:{self.region_name}:{self.account_id}:{kind}:{name}"

    def group(self, name: str) -> CacheGroup:
        if name.lower() not in self.replication_groups:
            message = f"ReplicationGroup {name} not found."
            raise errors.fault("ReplicationGroupNotFoundFault", message)
        return self.replication_groups[name.lower()]

    def kms_key_arn(self, key: str) -> str:
        kms = kms_backends[self.account_id][self.region_name]
        try:
            return str(kms.describe_key(key).arn)
        except Exception as error:
            raise errors.fault("InvalidKMSKeyFault", f"The KMS key {key} cannot be used: {error}") from error

    def keep_tags(self, arn: str, params: Shape) -> None:
        if params.get("Tags"):
            self.tagging_service.tag_resource(arn, params["Tags"])
