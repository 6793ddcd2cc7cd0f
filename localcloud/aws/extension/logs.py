"""CloudWatch Logs as moto lacks it: a metric filter is of one log group, there once, and goes with it."""

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend, logs_backends

from localcloud.aws.extension.backends import replace_backend


class Logs(LogsBackend):
    def put_metric_filter(
        self, filter_name: str, filter_pattern: str, log_group_name: str, metric_transformations: str
    ) -> None:
        """Moto keeps a filter that is put again beside the former one."""
        if log_group_name not in self.groups:
            raise ResourceNotFoundException()
        self.filters.delete_filter(filter_name, log_group_name)
        super().put_metric_filter(filter_name, filter_pattern, log_group_name, metric_transformations)

    def delete_log_group(self, log_group_name: str) -> None:
        super().delete_log_group(log_group_name)
        kept = [each for each in self.filters.metric_filters if each["logGroupName"] != log_group_name]
        self.filters.metric_filters = kept


def extend() -> None:
    replace_backend(logs_backends, Logs)
