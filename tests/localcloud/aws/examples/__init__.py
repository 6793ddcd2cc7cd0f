"""One example per bound resource type, in modules named as those of the bindings."""

from importlib import import_module

from localcloud.aws.bindings import MODULES
from tests.localcloud.aws.examples.databases import DATABASE
from tests.localcloud.aws.examples.documents import ASSUME
from tests.localcloud.aws.examples.example import Example
from tests.localcloud.aws.examples.world import World

__all__ = ["ASSUME", "DATABASE", "EXAMPLES", "World"]

EXAMPLES: dict[str, Example] = {
    type: example
    for module in MODULES
    for type, example in import_module(f"{__name__}.{module.__name__.rpartition('.')[2]}").EXAMPLES.items()
}
