"""Examples of image repositories."""

import json

from tests.localcloud.aws.examples.example import Example

REPOSITORY = "aws:ecr/repository:Repository"


def _keep(images: int) -> str:
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": images}
    return json.dumps({"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]})


EXAMPLES: dict[str, Example] = {
    REPOSITORY: Example(
        inputs=lambda w: {
            "imageTagMutability": "IMMUTABLE",
            "imageScanningConfiguration": {"scanOnPush": False},
            "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": w.key.outputs["arn"]}],
        },
        change={"imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": True}},
        replaces={"encryptionConfigurations": [{"encryptionType": "AES256"}]},
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Example(
        inputs=lambda w: {"repository": w.example(REPOSITORY).id, "policy": _keep(20)},
        replaces={"policy": _keep(10)},
    ),
}
