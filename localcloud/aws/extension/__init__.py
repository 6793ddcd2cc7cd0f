"""What moto lacks of AWS, one module or package per service."""

import importlib
import pkgutil
import sys
from functools import cache
from typing import Any

import moto.backends
import moto.core.responses

_installed: set[str] = set()
# Modules of this package that are not a service of moto.
_SHARED = frozenset(["backends"])


def install() -> None:
    """Extends moto for this process, each service when it is first used. Calling it again does nothing.

    Call it before moto's mocks start.
    """
    if _installed:
        return
    _installed.add("moto")
    import_backend = moto.backends._import_backend

    def import_and_extend(module_name: str, backends_name: str) -> Any:
        backends: Any = import_backend(module_name, backends_name)
        # A service also imports those that it works on: none may be used before it is extended.
        for service in _extended_services():
            if f"moto.{service}" in sys.modules:
                extend(service)
        return backends

    moto.backends._import_backend = import_and_extend
    # Moto lists the methods of a response class, several hundred for EC2, anew for every request.
    responses: Any = moto.core.responses
    responses.method_names_from_class = cache(responses.method_names_from_class)


@cache
def _extended_services() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(__path__) if module.name not in _SHARED)


def extend(service: str) -> None:
    """Applies the extension of one service, by moto's name for it, unless there is none or it was applied."""
    if service not in _installed and service in _extended_services():
        _installed.add(service)
        importlib.import_module(f"{__name__}.{service}").extend()
