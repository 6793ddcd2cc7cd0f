"""Puts an extended backend or response of moto in the place of the original."""

import importlib
from collections.abc import Mapping
from typing import Any

from moto.core.base_backend import BackendDict
from moto.core.responses import ActionResult


def replace_backend(backends: BackendDict[Any], extended: type[Any]) -> None:
    """New backends of the service are of the class `extended`, and those that exist become so.

    `extended` is a subclass of the service's backend; what it adds is set in `__init__` or has defaults.
    """
    original = backends.backend
    # moto looks for the URLs of a service next to the module of its backend.
    extended._url_module = importlib.import_module(f"{original.__module__.removesuffix('.models')}.urls")
    backends.backend = extended
    for regions in backends.values():
        regions.backend = extended
        for backend in regions.values():
            backend.__class__ = extended


def operations(methods: Mapping[str, str], backend: str) -> dict[str, Any]:
    """Response methods that hand the parsed request to a method of the backend and return what it returns.

    `methods` maps moto's name of the operation (create_addon) to the backend's method. It takes the request
    as botocore names its members and returns the answer likewise; `backend` is the response's attribute.
    """
    return {operation: _operation(method, backend) for operation, method in methods.items()}


def _operation(method: str, backend: str) -> Any:
    def run(self: Any) -> ActionResult:
        return ActionResult(getattr(getattr(self, backend), method)(self.params))

    return run
