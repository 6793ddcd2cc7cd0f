"""Bindings of CloudWatch Logs."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import LOGS

LOG_GROUP = Binding(
    type="aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    create="CreateLogGroup",
    read="DescribeLogGroups",
    delete="DeleteLogGroup",
    id="name",
    key={"logGroupName": "_id"},
    read_key={"logGroupNamePrefix": "_id"},
    result="logGroups[?logGroupName=='%(_id)s'] | [0]",
    gone=frozenset({"ResourceNotFoundException"}),
    name="name",
    name_limit=512,
    properties={
        "name": Property(api="logGroupName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "kmsKeyId": Property(),
        "logGroupClass": Property(replaces=True),
        "retentionInDays": Property(api=None, read="retentionInDays", default=0),
        "skipDestroy": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(
            operation="PutRetentionPolicy",
            arguments={"logGroupName": "_id", "retentionInDays": "retentionInDays"},
            when=frozenset({"retentionInDays"}),
            only_if="retentionInDays > `0`",
        ),
        Call(
            operation="DeleteRetentionPolicy",
            arguments={"logGroupName": "_id"},
            when=frozenset({"retentionInDays"}),
            on=frozenset({"update"}),
            only_if="retentionInDays == `0`",
        ),
        Call(
            operation="AssociateKmsKey",
            arguments={"logGroupName": "_id", "kmsKeyId": "kmsKeyId"},
            when=frozenset({"kmsKeyId"}),
            on=frozenset({"update"}),
            only_if="kmsKeyId",
        ),
    ),
    outputs={"arn": "replace(arn, ':*', '')"},
    tagging=LOGS,
)

BINDINGS = (LOG_GROUP,)
