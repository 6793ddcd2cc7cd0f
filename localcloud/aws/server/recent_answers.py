"""The answers to creates that carry a token: who asks again under the same token gets the same answer."""

from collections import OrderedDict

from localcloud.aws.server.answer import Answer
from localcloud.aws.server.request import AwsRequest

_MOST = 1000
_TOKEN = "X-Softfactory-Token"
RECALLED = ("X-Softfactory-Recalled", "true")
Kept = list[tuple[str, str, list[tuple[str, str]], bytes]]


class RecentAnswers:
    """As EC2's client tokens, for every service: a client that was cut off does not make a thing twice."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def recall(self, request: AwsRequest) -> Answer | None:
        """The answer that the token of the request got before, marked as such."""
        answer = self._answers.get(request.header(_TOKEN) or "")
        return Answer(answer.status, [*answer.headers, RECALLED], answer.body) if answer else None

    def keep(self, request: AwsRequest, answer: Answer) -> None:
        """Remembers the answer to a request with a token, if the request was carried out."""
        token = request.header(_TOKEN)
        if token and answer.status.startswith("2"):
            self._answers[token] = answer
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)

    def to_list(self) -> Kept:
        """What a snapshot keeps."""
        return [(token, a.status, list(a.headers), a.body) for token, a in self._answers.items()]

    def take(self, kept: Kept) -> None:
        """Goes on from what a snapshot kept."""
        self._answers = OrderedDict(
            (token, Answer(status, headers, body)) for token, status, headers, body in kept
        )
