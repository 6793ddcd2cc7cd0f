"""A create that is repeated under its token is answered as before, also after a restart."""

from localcloud.aws.server.answer import Answer
from localcloud.aws.server.recent_answers import RECALLED, RecentAnswers
from localcloud.aws.server.request import AwsRequest

ANSWER = Answer("200 OK", [("Content-Type", "text/xml")], b"<vpc/>")


def _request(token: str | None) -> AwsRequest:
    return AwsRequest({"HTTP_X_SOFTFACTORY_TOKEN": token} if token else {}, {}, b"")


def test_the_same_token_gets_the_same_answer_marked_as_recalled() -> None:
    recent = RecentAnswers()
    assert recent.recall(_request("a")) is None
    recent.keep(_request("a"), ANSWER)
    recalled = recent.recall(_request("a"))
    assert recalled is not None
    assert (recalled.status, recalled.body) == (ANSWER.status, ANSWER.body)
    assert RECALLED in recalled.headers
    assert recent.recall(_request("b")) is None


def test_without_a_token_and_on_refusal_nothing_is_kept() -> None:
    recent = RecentAnswers()
    recent.keep(_request(None), ANSWER)
    recent.keep(_request("a"), Answer("400 BAD REQUEST", [], b"no"))
    assert recent.recall(_request(None)) is None
    assert recent.recall(_request("a")) is None


def test_a_snapshot_carries_them_and_only_the_last_ones_are_kept() -> None:
    recent = RecentAnswers()
    for number in range(1001):
        recent.keep(_request(str(number)), ANSWER)
    restored = RecentAnswers()
    restored.take(recent.to_list())
    assert restored.recall(_request("0")) is None
    assert restored.recall(_request("1000")) is not None
