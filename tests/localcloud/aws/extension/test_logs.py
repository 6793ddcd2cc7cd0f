"""A metric filter belongs to its log group."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localcloud.aws.extension.conftest import Client

FILTER: dict[str, Any] = {
    "logGroupName": "/edge",
    "filterName": "errors",
    "metricTransformations": [{"metricName": "Errors", "metricNamespace": "Edge", "metricValue": "1"}],
}


def test_a_filter_that_is_put_again_takes_the_place_of_the_former(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="/edge")
    for pattern in ("[status=5*]", "[status=50*]"):
        logs.put_metric_filter(**FILTER, filterPattern=pattern)
    (found,) = logs.describe_metric_filters(logGroupName="/edge")["metricFilters"]
    assert found["filterPattern"] == "[status=50*]"


def test_a_filter_needs_its_group_and_goes_with_it(aws: Client) -> None:
    logs = aws("logs")
    with pytest.raises(ClientError, match="ResourceNotFound"):
        logs.put_metric_filter(**FILTER, filterPattern="")
    logs.create_log_group(logGroupName="/edge")
    logs.put_metric_filter(**FILTER, filterPattern="")
    logs.delete_log_group(logGroupName="/edge")
    assert not logs.describe_metric_filters()["metricFilters"]
