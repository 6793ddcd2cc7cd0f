"""PodResources: what a pod asks of its node, the rules that hold for every workload."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.size import Count, Size, broken_rule

CpuMillicores = Annotated[int, Field(ge=10, le=64000, description="a whole number from 10 to 64000")]
MemoryMib = Annotated[int, Field(ge=64, le=65536, description="a whole number of MiB from 64 to 65536")]


class PodResources(Size):
    """There is no limit of CPU: what is free on a node may be used."""

    cpu_request_millicores: CpuMillicores
    memory_request_mib: MemoryMib
    memory_limit_mib: MemoryMib

    @model_validator(mode="after")
    def _limit_covers_request(self) -> Self:
        if self.memory_limit_mib < self.memory_request_mib:
            raise broken_rule(
                "memory_limit_mib",
                self.memory_limit_mib,
                f"memory_request_mib {self.memory_request_mib} or more",
                "raise the limit or lower the request",
            )
        return self

    def quantities(self) -> dict[str, dict[str, str]]:
        """Return them as a container's `resources`."""
        return {
            "requests": {"cpu": f"{self.cpu_request_millicores}m", "memory": f"{self.memory_request_mib}Mi"},
            "limits": {"memory": f"{self.memory_limit_mib}Mi"},
        }


class Rollout(Size):
    """How a rollout exchanges pods."""

    max_surge: Count
    max_unavailable: Count

    @model_validator(mode="after")
    def _a_rollout_can_move(self) -> Self:
        if not self.max_surge and not self.max_unavailable:
            raise broken_rule(
                "max_unavailable", 0, "1 or more with max_surge 0", "raise max_surge or max_unavailable"
            )
        return self
