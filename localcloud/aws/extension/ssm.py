"""SSM: parameters and tags in tables that a snapshot can keep."""

from collections import defaultdict
from functools import partial
from typing import Any

from moto.ssm.models import ParameterDict, SimpleSystemManagerBackend, ssm_backends

from localcloud.aws.extension.backends import replace_backend


class KeepableParameters(ParameterDict):
    """Moto's own is a defaultdict with another constructor, by which pickle cannot make it again."""

    def __reduce__(self) -> Any:
        values = dict(self.items())
        return KeepableParameters, (self.account_id, self.region_name), vars(self), None, iter(values.items())


class SsmBackend(SimpleSystemManagerBackend):
    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self._parameters = KeepableParameters(account_id, region_name)
        # Moto's own default is a lambda, which pickle refuses.
        self._resource_tags: Any = defaultdict(partial(defaultdict, dict))


def extend() -> None:
    replace_backend(ssm_backends, SsmBackend)
