"""The bytes of Pulumi's assets and archives, as their marked maps come over the wire."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from localcloud.engine.plugin.provider import ResourceError

# The signatures are part of Pulumi's wire protocol (sdk/go/common/resource/asset, .../archive).
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
# A zip file holds the time of each member: a fixed one makes equal contents equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def is_asset(value: Any) -> bool:
    """True for an asset (a file, a text) and for an archive (a folder, a file, a map of assets)."""
    return isinstance(value, Mapping) and value.get(_SIGNATURE) in (_ASSET, _ARCHIVE)


def content(value: Mapping[str, Any]) -> bytes:
    """What an asset holds; an archive as a zip file. Raises ResourceError for one behind an address."""
    if value.get("uri"):
        raise ResourceError(
            f"the embedded cloud loads nothing from {value['uri']}: "
            "use a FileAsset, StringAsset, FileArchive or AssetArchive"
        )
    if value[_SIGNATURE] == _ARCHIVE:
        path = value.get("path")
        return Path(path).read_bytes() if path and Path(path).is_file() else _zip(_members(value, ""))
    return Path(value["path"]).read_bytes() if value.get("path") else str(value.get("text", "")).encode()


def _members(archive: Mapping[str, Any], inside: str) -> Iterator[tuple[str, bytes]]:
    if archive.get("path"):
        folder = Path(archive["path"])
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield f"{inside}{file.relative_to(folder).as_posix()}", file.read_bytes()
    for name, item in sorted((archive.get("assets") or {}).items()):
        if item[_SIGNATURE] == _ARCHIVE:
            yield from _members(item, f"{inside}{name}/")
        else:
            yield f"{inside}{name}", content(item)


def _zip(members: Iterator[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members:
            target.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
