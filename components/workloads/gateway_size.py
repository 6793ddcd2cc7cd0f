"""GatewaySize: what a phase chooses of the API gateway."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.size import PositiveCount, broken_rule
from components.workloads.pod_resources import PodResources, Rollout

PerMinute = Annotated[int, Field(ge=1, le=100_000, description="a whole number of requests from 1 to 100000")]


class GatewaySize(PodResources, Rollout):
    """So many pods of so many nginx workers, and how much they let through of one user and of one address."""

    replicas: PositiveCount
    workers_per_pod: PositiveCount
    requests_per_user_per_minute: PerMinute
    requests_per_address_per_minute: PerMinute
    sign_ins_per_address_per_minute: PerMinute

    @model_validator(mode="after")
    def _signing_in_is_limited_more(self) -> Self:
        if self.sign_ins_per_address_per_minute > self.requests_per_address_per_minute:
            raise broken_rule(
                "sign_ins_per_address_per_minute",
                self.sign_ins_per_address_per_minute,
                f"requests_per_address_per_minute {self.requests_per_address_per_minute} or less",
                "lower it: each try to sign in is a guess at a password, and takes the app's time",
            )
        return self
