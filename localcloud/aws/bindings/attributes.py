"""Settings that a service keeps as names and texts beside the resource (`idle_timeout.timeout_seconds`)."""

from collections.abc import Mapping, Sequence

from localcloud.aws.binding import UNSET, Call, Property


class Attributes:
    """Which inputs are attributes.

    `names` maps a property, or a path in one (`accessLogs.bucket`), to the attribute's name. `defaults` are
    what the official provider fills in for a property; `absent` is what an attribute becomes when its
    property is taken away. `documents` are JSON. `parameter` is the map of the create call that takes them.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        defaults: Mapping[str, object] | None = None,
        absent: Mapping[str, str] | None = None,
        documents: Sequence[str] = (),
        parameter: str = "",
    ) -> None:
        self._names, self._defaults, self._absent = names, defaults or {}, absent or {}
        self._documents, self._parameter = documents, parameter

    @property
    def properties(self) -> dict[str, Property]:
        """They are read back from `attributes` of the object, a map of names and texts."""
        return {
            key: Property(
                api=f"{self._parameter}.{self._names[key]}" if self._parameter else None,
                read=self._read(key),
                default=self._defaults.get(key, UNSET),
                json=key in self._documents,
            )
            for key in sorted(self._keys())
        }

    def in_one_call(self, operation: str, key: Mapping[str, str], only_if: str = "") -> Call:
        """The call that takes all of them as a list of Key and Value."""
        values = ", ".join(
            f"{{Key: '{self._names[path]}', Value: {self._text(path)}}}" for path in self._names
        )
        return Call(
            operation=operation,
            arguments={**key, "Attributes": f"[{values}][?Value]"},
            when=self._keys(),
            only_if=only_if,
        )

    def one_by_one(self, operation: str, key: Mapping[str, str]) -> tuple[Call, ...]:
        """The calls that change one each, as AttributeName and AttributeValue; an empty text removes it."""
        return tuple(
            Call(
                operation=operation,
                arguments={
                    **key,
                    "AttributeName": f"'{name}'",
                    "AttributeValue": f"{self._text(path)} || ''",
                },
                when=frozenset({path}),
                on=frozenset({"update"}),
            )
            for path, name in self._names.items()
        )

    def _keys(self) -> frozenset[str]:
        return frozenset(path.split(".")[0] for path in self._names)

    def _text(self, path: str) -> str:
        absent = self._absent.get(path)
        return f"text({path})" + (f" || '{absent}'" if absent is not None else "")

    def _read(self, key: str) -> str:
        if key in self._names:
            return f'attributes."{self._names[key]}"'
        inside = {
            path.partition(".")[2]: name for path, name in self._names.items() if path.startswith(f"{key}.")
        }
        return "{" + ", ".join(f'{member}: attributes."{name}"' for member, name in inside.items()) + "}"
