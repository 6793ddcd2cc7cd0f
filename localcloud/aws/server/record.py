"""What the log keeps of one request: the request, and all that its execution depended on."""

import base64
import json
import struct
from dataclasses import dataclass
from typing import Self

from localcloud.aws.server.request import AwsRequest


@dataclass(frozen=True, kw_only=True)
class Record:
    """`at` in seconds since the epoch; `keys` and `clusters` came from outside moto; `answer` is a digest."""

    sequence: int
    seed: bytes
    at: float
    request: AwsRequest
    keys: list[bytes]
    clusters: dict[str, dict[str, str]]
    answer: str

    def to_bytes(self) -> bytes:
        fields = {
            "sequence": self.sequence,
            "seed": self.seed.hex(),
            "at": self.at,
            "environ": dict(self.request.environ),
            "header_names": dict(self.request.header_names),
            "keys": [base64.b64encode(key).decode() for key in self.keys],
            "clusters": self.clusters,
            "answer": self.answer,
        }
        text = json.dumps(fields).encode()
        return struct.pack("<I", len(text)) + text + self.request.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        end = 4 + struct.unpack_from("<I", data)[0]
        fields = json.loads(data[4:end])
        return cls(
            sequence=fields["sequence"],
            seed=bytes.fromhex(fields["seed"]),
            at=fields["at"],
            request=AwsRequest(fields["environ"], fields["header_names"], data[end:]),
            keys=[base64.b64decode(key) for key in fields["keys"]],
            clusters=fields["clusters"],
            answer=fields["answer"],
        )
