"""The WSGI application: the cloud's own paths, and AWS behind the signature check."""

import hmac
import json
from collections.abc import Callable, Iterable
from typing import Any

from localcloud.aws.extension.eks.control_plane import ControlPlaneWanted
from localcloud.aws.server.answer import Answer, failure, plain
from localcloud.aws.server.authentication import Authenticator
from localcloud.aws.server.cloud_file import CloudFile
from localcloud.aws.server.cluster_keeper import ClusterKeeper
from localcloud.aws.server.clusters import ClusterEvents
from localcloud.aws.server.machine import Machine
from localcloud.aws.server.request import AwsRequest
from localcloud.aws.server.token_review import review

_OWN = "/localcloud/"
# moto's own API resets and inspects the whole state.
_CLOSED = ("/moto-api",)


class Application:
    """What the WSGI server calls, in several threads at once."""

    def __init__(
        self, cloud: CloudFile, machine: Machine, events: ClusterEvents, keeper: ClusterKeeper
    ) -> None:
        self._cloud = cloud
        self._machine = machine
        self._events = events
        self._keeper = keeper
        self._authenticator = Authenticator(cloud)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = AwsRequest.read(environ)
        path = request.target.partition("?")[0]
        answer = self._own(request, path) if path.startswith(_OWN) else self._aws(request, path)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _own(self, request: AwsRequest, path: str) -> Answer:
        match request.method, path.removeprefix(_OWN).split("/"):
            case "GET", ["health"]:
                return plain(200, {"ready": True, "cluster_errors": self._keeper.errors})
            case "POST", ["checkpoint"]:
                if not _bears(request, self._cloud.secret_access_key):
                    return plain(
                        403, {"error": "Authorization must be the bearer of the cloud's secret access key"}
                    )
                self._machine.checkpoint()
                return plain(200, {"checkpoint": True})
            case "POST", ["clusters", cluster, "token-review", secret]:
                if not hmac.compare_digest(secret, self._keeper.secret(cluster)):
                    return plain(403, {"error": "the path must end with what the cluster was given"})
                return self._token_review(request, cluster)
        return plain(
            404, {"error": f"{request.method} {path} is not known; known: health, checkpoint, token-review"}
        )

    def _token_review(self, request: AwsRequest, cluster: str) -> Answer:
        asked = json.loads(request.body)
        token = str(asked.get("spec", {}).get("token", ""))
        status = review(token, cluster, self._cloud.account_id, self._authenticator)
        return plain(200, {"apiVersion": asked.get("apiVersion"), "kind": "TokenReview", "status": status})

    def _aws(self, request: AwsRequest, path: str) -> Answer:
        if refusal := self._authenticator.refusal(request):
            return refusal
        if path.startswith(_CLOSED):
            return failure(request, 404, "UnknownOperationException", f"{path} is no path of AWS")
        try:
            outcome = self._machine.execute(request)
        except ControlPlaneWanted as wanted:
            # Starting one takes seconds, in which the rest of the cloud goes on.
            try:
                self._events.offer(wanted.cluster, self._keeper.start(wanted.cluster))
            except Exception as error:
                return failure(request, 400, "InvalidRequestException", f"No control plane: {error}")
            outcome = self._machine.execute(request)
            # Whether or not it was created after all.
            self._keeper.follow([wanted.cluster])
            return outcome.answer
        self._keeper.follow(outcome.clusters)
        return outcome.answer


def _bears(request: AwsRequest, secret: str) -> bool:
    given = request.header("Authorization") or ""
    return hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())
