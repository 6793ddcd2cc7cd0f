"""The manifests of a phase as its cluster would have them, without a cluster."""

from typing import Any

from app.backing.environment import identity_variables
from ops.demo.containers import Deployed, deployed
from tests.charts.golden import whole
from tests.platforms import platform

# What an object without a name of its own is called by the mocks.
DRAWN = "0a1b2c3d"


def signing() -> dict[str, str]:
    """A pair of keys, where the recording has words."""
    keys = identity_variables()
    return {
        "jwt-signing-key": keys["JWT_SIGNING_KEY"],
        "jwt-verification-keys": keys["JWT_VERIFICATION_KEYS"],
    }


def manifests(phase: str) -> list[dict[str, Any]]:
    found, keys = [], signing()
    for item in platform(phase).resources:
        if item.custom and item.type.startswith("kubernetes:"):
            manifest = whole({"kind": item.type.split(":")[-1], **item.inputs})
            metadata = {"name": f"{item.name}-{DRAWN}", **manifest.get("metadata", {})}
            if manifest["kind"] == "Secret":
                held = manifest["stringData"]
                manifest["stringData"] = {key: keys.get(key, value) for key, value in held.items()}
            found.append({**manifest, "metadata": metadata})
    return found


def phase(name: str) -> Deployed:
    return deployed(manifests(name))
