"""Examples of objects in a bucket."""

from tests.localcloud.aws.examples.buckets import BUCKET
from tests.localcloud.aws.examples.example import Example, Inputs
from tests.localcloud.aws.examples.world import World


def asset(text: str) -> dict[str, str]:
    """A StringAsset as the engine sends it."""
    signature = {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17"}
    return {**signature, "text": text, "hash": str(hash(text))}


def _inputs(world: World) -> Inputs:
    return {
        "bucket": world.example(BUCKET).id,
        "key": "app/index.html",
        "source": asset("<html>"),
        "contentType": "text/html",
        "cacheControl": "no-cache",
        "metadata": {"release": "1"},
    }


_OBJECT = Example(
    inputs=_inputs,
    change={"source": asset("<html lang=en>"), "cacheControl": "max-age=60", "tags": {"tier": "edge"}},
    replaces={"key": "index.html"},
    open=frozenset({"versionId"}),
)

EXAMPLES: dict[str, Example] = {
    "aws:s3/bucketObject:BucketObject": _OBJECT,
    "aws:s3/bucketObjectv2:BucketObjectv2": _OBJECT,
}
