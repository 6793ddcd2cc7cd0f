"""ELBv2: rules with ids as AWS gives them."""

from typing import Any

from moto.elbv2.models import FakeRule
from moto.moto_api._internal import mock_random


def extend() -> None:
    """Replaces the rule's constructor."""
    rule: Any = FakeRule
    construct = rule.__init__

    def construct_with_id(self: Any, listener_arn: str, *args: Any, **kwargs: Any) -> None:
        """Moto takes the rule's address in memory for its id: another one in every process."""
        construct(self, listener_arn, *args, **kwargs)
        prefix = listener_arn.replace(":listener/", ":listener-rule/")
        self.arn = f"{prefix}/{mock_random.get_random_hex(16)}"

    rule.__init__ = construct_with_id
