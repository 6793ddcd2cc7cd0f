"""Function: how one function (data source) of pulumi-aws is answered by calls of the AWS API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Arguments of which no expression has to speak: the calls go to the region, and the other changes nothing.
_EVERYWHERE = frozenset({"region", "allowUnsafeFilter"})


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A call that finds the name by which the function's own call asks; made where `when` holds.

    `found` is the JMESPath of what matches in its response, of which there has to be exactly one.
    """

    operation: str
    found: str
    when: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Function:
    """One call, after the `lookup` if there is one, whose result is `_found`.

    `parameters`, `found` and `results` are JMESPaths over `_args` and `_region`; `found` over the response
    too, `results` over what is found. A list is of what matches: exactly one has to. No argument may be given
    of which the expressions do not speak: it would be without effect.
    """

    service: str
    operation: str
    results: Mapping[str, str]
    parameters: Mapping[str, str] = field(default_factory=dict)
    found: str = "@"
    lookup: Lookup | None = None
    region: str = ""  # a global service's only one

    @property
    def takes(self) -> frozenset[str]:
        """The arguments that may be given."""
        lookup = self.lookup
        expressions = [self.found, *self.parameters.values(), *self.results.values()]
        if lookup is not None:
            expressions += [lookup.when, lookup.found, *lookup.parameters.values()]
        named = re.findall(r"_args\.(\w+)", " ".join(expressions))
        return _EVERYWHERE | frozenset(named)
