"""Bindings of CloudWatch: metric alarms and dashboards."""

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings.tagging import CLOUDWATCH

_ACTIONS = Property(unordered=True)

METRIC_ALARM = Binding(
    type="aws:cloudwatch/metricAlarm:MetricAlarm",
    service="cloudwatch",
    create="PutMetricAlarm",
    update="PutMetricAlarm",
    update_whole=True,
    read="DescribeAlarms",
    delete="DeleteAlarms",
    id="name",
    key={"AlarmName": "_id"},
    read_key={"AlarmNames": "[_id]", "AlarmTypes": "['MetricAlarm']"},
    delete_key={"AlarmNames": "[_id]"},
    result="MetricAlarms[0]",
    gone=frozenset({"ResourceNotFound"}),
    name="name",
    properties={
        "name": Property(api="AlarmName", replaces=True),
        "alarmDescription": Property(),
        "actionsEnabled": Property(default=True),
        "alarmActions": _ACTIONS,
        "okActions": _ACTIONS,
        "insufficientDataActions": _ACTIONS,
        "metricName": Property(),
        "namespace": Property(),
        "dimensions": Property(read="Dimensions || `{}`"),  # of an expression AWS says an empty list
        "statistic": Property(),
        "extendedStatistic": Property(),
        "period": Property(),
        "unit": Property(),
        "comparisonOperator": Property(),
        "threshold": Property(),
        "thresholdMetricId": Property(),
        "evaluationPeriods": Property(),
        "datapointsToAlarm": Property(),
        "treatMissingData": Property(default="missing"),
        "evaluateLowSampleCountPercentiles": Property(api="EvaluateLowSampleCountPercentile"),
        "evaluationInterval": Property(),
        "metricQueries": Property(
            api="Metrics",
            # The official provider says of every query whether it returns data: no, by default.
            write="[].{Id: id, Expression: expression, Label: label, ReturnData: returnData || `false`, "
            "Period: period, AccountId: accountId, MetricStat: metric && {Metric: {Namespace: "
            "metric.namespace, MetricName: metric.metricName, Dimensions: metric.dimensions}, "
            "Period: metric.period, Stat: metric.stat, Unit: metric.unit}}",
            read="Metrics[].{id: Id, expression: Expression, label: Label, returnData: ReturnData, "
            "period: Period, accountId: AccountId, metric: MetricStat && {namespace: "
            "MetricStat.Metric.Namespace, metricName: MetricStat.Metric.MetricName, dimensions: "
            "MetricStat.Metric.Dimensions, period: MetricStat.Period, stat: MetricStat.Stat, "
            "unit: MetricStat.Unit}}",
            unordered=True,
        ),
    },
    outputs={"arn": "AlarmArn"},
    tagging=CLOUDWATCH,
)

DASHBOARD = Binding(
    type="aws:cloudwatch/dashboard:Dashboard",
    service="cloudwatch",
    create="PutDashboard",
    update="PutDashboard",
    update_whole=True,
    read="GetDashboard",
    delete="DeleteDashboards",
    id="dashboardName",
    key={"DashboardName": "_id"},
    delete_key={"DashboardNames": "[_id]"},
    result="@",
    gone=frozenset({"ResourceNotFound", "DashboardNotFoundError"}),
    properties={
        "dashboardName": Property(replaces=True, required=True),
        "dashboardBody": Property(json=True, required=True),
    },
    outputs={"dashboardArn": "DashboardArn"},
)

BINDINGS = (METRIC_ALARM, DASHBOARD)
