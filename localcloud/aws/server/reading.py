"""Which requests only read: they leave no trace in the log."""

from localcloud.aws.server.request import AwsRequest

_READING_VERBS = ("Describe", "List", "Get", "BatchGet", "Head")

# They read by their name, and make something: credentials that must work afterwards.
_MAKING = frozenset(["GetSessionToken", "GetFederationToken"])

# They compute an answer from a key and keep nothing.
_COMPUTING = frozenset(
    ["Encrypt", "Decrypt", "ReEncrypt", "Sign", "Verify", "GenerateMac", "VerifyMac", "GenerateDataKey",
     "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
     "GenerateRandom", "DeriveSharedSecret", "DecodeAuthorizationMessage"]
)  # fmt: skip


def is_reading(request: AwsRequest) -> bool:
    """True if the request, by AWS's definition of its operation, changes nothing.

    In doubt the answer is False: a needless record costs a write, a missing one loses a change.
    """
    operation = request.operation
    if operation is None:
        return request.method in ("GET", "HEAD", "OPTIONS")
    return operation in _COMPUTING or (operation.startswith(_READING_VERBS) and operation not in _MAKING)
