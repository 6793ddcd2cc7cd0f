"""`python -m ops.destroy`: takes protection off the stores of a stack, by name, and destroys the stack."""

import argparse
import ipaddress
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import boto3

from ops.attached import attached
from ops.protections import Store, remains, stores

Client = Callable[[str], Any]
Pulumi = Callable[[Sequence[str]], str]


def is_embedded() -> bool:
    """Whether AWS is on this machine: then nothing of value can be lost."""
    host = urlsplit(os.environ.get("AWS_ENDPOINT_URL", "")).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def confirmed(stack: str, ask: Callable[[str], str] = input) -> bool:
    """Whether the person types the stack's name; nobody is asked for an embedded cloud."""
    if is_embedded():
        return True
    return ask(f"What is named above is lost for good. Type the stack's name ({stack}) to go on: ") == stack


def release(found: Sequence[Store], stack: str, pulumi: Pulumi, client: Client) -> None:
    """Takes the protection off, first on AWS, so that one which AWS refuses to give up stays protected."""
    for store in found:
        if store.flag:
            operation = getattr(client(store.flag.service), store.flag.operation)
            operation(**{store.flag.parameter: store.identifier}, **store.flag.clear)
    pulumi(["state", "unprotect", "--all", "--yes", "--stack", stack])


def main() -> int:
    """Exit code 1 when the name was not typed, else that of `pulumi destroy`."""
    parser = argparse.ArgumentParser(prog="python -m ops.destroy", description=__doc__)
    parser.add_argument("--stack", required=True)
    stack: str = parser.parse_args().stack
    state = json.loads(_pulumi(["stack", "export", "--stack", stack]))
    resources = state["deployment"].get("resources") or []
    if not any(one.get("custom") for one in resources):
        print(f"stack {stack} has no resources: there is nothing to destroy")
        return 0
    found = list(stores(resources))
    print(f"stack {stack} has {len(resources)} resources; protected, and given up with all that is in them:")
    print("\n".join(f"  {store}" for store in found) or "  none")
    print("AWS keeps all the same:")
    print("\n".join(f"  {what}" for what in remains(resources)) or "  nothing")
    if not confirmed(stack):
        print(f"not confirmed: stack {stack} is as it was", file=sys.stderr)
        return 1
    release(found, stack, _pulumi, cast(Client, boto3.client))
    sys.stdout.flush()  # what is given up is said before it goes
    return attached(["pulumi", "destroy", "--yes", "--skip-preview", "--stack", stack])


def _pulumi(arguments: Sequence[str]) -> str:
    done = subprocess.run(["pulumi", "--non-interactive", *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"error: `pulumi {' '.join(arguments)}` failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
