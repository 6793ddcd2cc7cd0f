"""Examples of logs."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:cloudwatch/logGroup:LogGroup": Example(
        inputs=lambda w: {"name": "/aws/eks/softfactory/cluster", "retentionInDays": 7},
        change={"retentionInDays": 14},
        replaces={"name": "/aws/eks/other/cluster"},
    )
}
