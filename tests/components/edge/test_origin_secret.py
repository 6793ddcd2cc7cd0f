import pulumi

from components.edge.origin_secret import OriginSecret, OriginSecretArgs
from tests.recording import Recording, record

VERSION = "aws:secretsmanager/secretVersion:SecretVersion"


def secret(number: int, preview: bool = False) -> Recording:
    args = OriginSecretArgs(number=number, candidates=["first", "second"], kms_key_arn="arn:key")
    return record(lambda: OriginSecret("origin", args), preview=preview)


def test_it_keeps_the_value_in_use_and_the_one_before(preview: bool) -> None:
    assert secret(3, preview).children("softfactory:edge:OriginSecret", "origin") == {
        ("aws:secretsmanager/secret:Secret", "origin"),
        (VERSION, "origin-2"),
        (VERSION, "origin-3"),
    }


def test_rotating_keeps_the_value_that_is_sent_until_another_is(preview: bool) -> None:
    before, after = secret(3, preview), secret(4, preview)
    assert before.of(VERSION).keys() & after.of(VERSION).keys() == {"origin-3"}


def test_the_newer_one_is_written_last_and_none_is_drawn_again() -> None:
    recording = secret(1)
    older, newer = (recording.one(VERSION, f"origin-{number}") for number in (0, 1))
    assert older.urn in newer.dependencies
    assert older.ignored == newer.ignored == ("secretString",)
    assert recording.one("aws:secretsmanager/secret:Secret", "origin").inputs["kmsKeyId"] == "arn:key"


def test_the_values_are_secret() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = OriginSecret(
            "origin", OriginSecretArgs(number=1, candidates=["first", "second"], kms_key_arn="arn:key")
        )

        async def look() -> None:
            for value in (made.current, *made.accepted):
                seen.append((await value.future(), await value.is_secret()))

        return pulumi.Output.from_input(look())

    recording = record(program, preview=False)
    assert seen == [("second", True), ("first", True), ("second", True)]
    assert all("secretString" in item.secrets for item in recording.of(VERSION).values())
