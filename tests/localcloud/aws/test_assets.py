"""Assets and archives are read where the program put them."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from localcloud.aws.assets import content, is_asset
from localcloud.engine.plugin.provider import ResourceError

MARK = "4dabf18193072939515e22adb298388d"
ASSET = {MARK: "c44067f5952c0a294b673a41bacd8c17"}
ARCHIVE = {MARK: "0def7320c3a5731c473e5ecbe6d01bc7"}


def _names_and_contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_text_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"<html>")
    assert content({**ASSET, "text": "héllo"}) == "héllo".encode()
    assert content({**ASSET, "path": str(tmp_path / "index.html")}) == b"<html>"


def test_archives_of_folders_files_and_assets_are_zip_files(tmp_path: Path) -> None:
    (tmp_path / "site/css").mkdir(parents=True)
    (tmp_path / "site/css/a.css").write_bytes(b"a")
    folder = {**ARCHIVE, "path": str(tmp_path / "site")}
    assert _names_and_contents(content(folder)) == {"css/a.css": b"a"}
    nested = {**ARCHIVE, "assets": {"static": folder, "index.html": {**ASSET, "text": "x"}}}
    assert _names_and_contents(content(nested)) == {"static/css/a.css": b"a", "index.html": b"x"}
    (tmp_path / "made.zip").write_bytes(b"as it is")
    assert content({**ARCHIVE, "path": str(tmp_path / "made.zip")}) == b"as it is"


def test_equal_contents_are_equal_bytes(tmp_path: Path) -> None:
    archive: dict[str, Any] = {**ARCHIVE, "assets": {"a": {**ASSET, "text": "x"}}}
    assert content(archive) == content(archive)


def test_what_lies_behind_an_address_is_refused_by_name() -> None:
    with pytest.raises(ResourceError, match=r"example\.com/a\.zip.*FileArchive"):
        content({**ARCHIVE, "uri": "https://example.com/a.zip"})


def test_a_plain_map_is_no_asset() -> None:
    assert not is_asset({"path": "x"})
    assert not is_asset({MARK: "1b47061264138c4ac30d75fd1eb44270", "value": 1})
    assert is_asset(ASSET)
