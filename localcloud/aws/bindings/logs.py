"""Bindings of CloudWatch Logs, and of the flow logs of networks."""

from localcloud.aws.binding import Binding, Call, Property
from localcloud.aws.bindings.tagging import LOGS, ec2

R = Property(replaces=True)

LOG_GROUP = Binding(
    type="aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    create="CreateLogGroup",
    read="DescribeLogGroups",
    delete="DeleteLogGroup",
    kept_if="skipDestroy",
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
        Call(
            operation="DisassociateKmsKey",
            arguments={"logGroupName": "_id"},
            when=frozenset({"kmsKeyId"}),
            on=frozenset({"update"}),
            only_if="!kmsKeyId",
        ),
    ),
    outputs={"arn": "replace(arn, ':*', '')"},
    tagging=LOGS,
)

METRIC_FILTER = Binding(
    type="aws:cloudwatch/logMetricFilter:LogMetricFilter",
    service="logs",
    create="PutMetricFilter",
    update="PutMetricFilter",
    update_whole=True,
    read="DescribeMetricFilters",
    delete="DeleteMetricFilter",
    id="name",
    key={"logGroupName": "logGroupName", "filterName": "_id"},
    read_key={"logGroupName": "logGroupName", "filterNamePrefix": "_id"},
    result="metricFilters[?filterName=='%(_id)s'] | [0]",
    gone=frozenset({"ResourceNotFoundException"}),
    name="name",
    name_limit=512,
    properties={
        "name": Property(api="filterName", replaces=True),
        "logGroupName": Property(replaces=True, required=True),
        "pattern": Property(api="filterPattern", required=True),
        "applyOnTransformedLogs": Property(),
        "metricTransformation": Property(
            api="metricTransformations",
            required=True,
            rename={"name": "metricName", "namespace": "metricNamespace", "value": "metricValue"},
        ),
    },
)

RESOURCE_POLICY = Binding(
    type="aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    service="logs",
    create="PutResourcePolicy",
    update="PutResourcePolicy",
    update_whole=True,
    read="DescribeResourcePolicies",
    delete="DeleteResourcePolicy",
    id="policyName",
    key={"policyName": "_id"},
    read_key={"limit": "`50`"},
    result="resourcePolicies[?policyName=='%(_id)s'] | [0]",
    gone=frozenset({"ResourceNotFoundException"}),
    name="policyName",
    properties={"policyName": Property(replaces=True), "policyDocument": Property(json=True, required=True)},
    outputs={"policyScope": "policyScope", "revisionId": "revisionId"},
)

# What a flow log may be of: its API's word for it, and how the ids of such resources begin.
_SUBJECTS = {
    "vpcId": ("VPC", "vpc-"),
    "subnetId": ("Subnet", "subnet-"),
    "eniId": ("NetworkInterface", "eni-"),
    "transitGatewayId": ("TransitGateway", "tgw-"),
}

FLOW_LOG = Binding(
    type="aws:ec2/flowLog:FlowLog",
    service="ec2",
    create="CreateFlowLogs",
    create_with={
        "ResourceIds": f"[{' || '.join(_SUBJECTS)}]",
        "ResourceType": " || ".join(f"{key} && '{kind}'" for key, (kind, _) in _SUBJECTS.items()),
    },
    read="DescribeFlowLogs",
    delete="DeleteFlowLogs",
    id="FlowLogIds[0]",
    key={"FlowLogIds": "[_id]"},
    result="FlowLogs[0]",
    gone=frozenset({"InvalidFlowLogId.NotFound"}),
    properties={
        **{
            key: Property(
                api=None, read=f"starts_with(ResourceId, '{start}') && ResourceId || null", replaces=True
            )
            for key, (_, start) in _SUBJECTS.items()
        },
        "trafficType": R,
        "logDestinationType": Property(replaces=True, default="cloud-watch-logs"),
        "logDestination": R,
        "logFormat": R,
        "iamRoleArn": Property(api="DeliverLogsPermissionArn", replaces=True),
        "deliverCrossAccountRole": R,
        "maxAggregationInterval": Property(replaces=True, default=600),
        "destinationOptions": R,
    },
    outputs={"arn": "arn:aws:ec2:%(_region)s:%(_account)s:vpc-flow-log/%(_id)s"},
    tagging=ec2("vpc-flow-log"),
)

BINDINGS = (LOG_GROUP, METRIC_FILTER, RESOURCE_POLICY, FLOW_LOG)
