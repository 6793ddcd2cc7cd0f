"""The certificate authorities that everybody trusts."""

import ssl
from functools import cache

import httpx


@cache
def authorities() -> ssl.SSLContext:
    """Read once in a process, for all its clients: it takes 50 ms, and a megabyte each time."""
    return httpx.create_ssl_context()
