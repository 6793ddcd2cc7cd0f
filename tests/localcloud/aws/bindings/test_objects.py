"""Objects hold what the program's assets hold, and keep their tags when they are put again."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from localcloud.aws.calls import Caller
from tests.localcloud.aws.conftest import DEFAULT_TAGS, Deployed, Engine
from tests.localcloud.aws.examples import World
from tests.localcloud.aws.examples.buckets import BUCKET
from tests.localcloud.aws.examples.objects import asset

OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"


def _content(caller: Caller, deployed: Deployed) -> bytes:
    bucket, _, key = deployed.id.partition("/")
    content: bytes = caller.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    return content


@pytest.mark.parametrize(
    "body",
    [
        {"source": asset("héllo")},
        {"content": "héllo"},
        {"contentBase64": b64encode("héllo".encode()).decode()},
    ],
    ids=lambda body: next(iter(body)),
)
def test_a_text_in_any_form(engine: Engine, caller: Caller, body: dict[str, Any]) -> None:
    bucket = World(engine).example(BUCKET).id
    deployed = engine.create(OBJECT, bucket=bucket, key="a/b/c.txt", **body)
    assert _content(caller, deployed) == "héllo".encode()


def test_a_file(engine: Engine, caller: Caller, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"\x00binary")
    source = {**asset(""), "path": str(tmp_path / "index.html")}
    deployed = engine.create(OBJECT, bucket=World(engine).example(BUCKET).id, key="index.html", source=source)
    assert _content(caller, deployed) == b"\x00binary"


def test_tags_outlive_another_content(engine: Engine) -> None:
    inputs = {"bucket": World(engine).example(BUCKET).id, "key": "k", "tags": {"tier": "edge"}}
    deployed = engine.create(OBJECT, **inputs, content="a")
    before = deployed.outputs["etag"]
    engine.update(deployed, **inputs, content="b")
    state = engine.read(deployed)
    assert state is not None
    assert state.outputs["tagsAll"] == {**DEFAULT_TAGS, "tier": "edge"}
    assert state.outputs["etag"] != before


def test_all_versions_go_with_the_object(engine: Engine, caller: Caller) -> None:
    bucket = engine.create(BUCKET, "assets").id
    versioning = {"status": "Enabled"}
    engine.create(
        "aws:s3/bucketVersioning:BucketVersioning", bucket=bucket, versioningConfiguration=versioning
    )
    first, second = (
        engine.create(OBJECT, key, bucket=bucket, key=key, content="a") for key in ("page", "page-two")
    )
    engine.update(first, bucket=bucket, key="page", content="b")
    engine.delete(first)
    found = caller.client("s3").list_object_versions(Bucket=bucket)
    assert [version["Key"] for version in found["Versions"]] == ["page-two"]
    assert "DeleteMarkers" not in found
    assert engine.read(second) is not None
