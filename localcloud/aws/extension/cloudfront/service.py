"""CloudFront's backend, and the operations that it answers in place of moto."""

from typing import Any

from botocore import xform_name
from moto.cloudfront.exceptions import CloudFrontException

from localcloud.aws.extension.cloudfront.distributions import DistributionOperations
from localcloud.aws.extension.cloudfront.documents import Shape
from localcloud.aws.extension.cloudfront.policies import KINDS, Kind

_DISTRIBUTIONS = {
    "create_distribution": "make_distribution",
    "create_distribution_with_tags": "make_distribution",
    "get_distribution": "show_distribution",
    "get_distribution_config": "show_distribution_config",
    "update_distribution": "change_distribution",
    "delete_distribution": "remove_distribution",
    "list_distributions": "show_distributions",
}
# Operation -> method that does it for every kind.
_DOCUMENTS = {
    "Create{name}": "create_document",
    "Get{name}": "get_document",
    "Get{name}Config": "get_document_config",
    "Update{name}": "update_document",
    "Delete{name}": "delete_document",
    "List{plural}": "list_documents",
}
_MONITORING = {
    f"{verb}_monitoring_subscription": f"{verb}_monitoring" for verb in ("create", "get", "delete")
}


class CloudFront(DistributionOperations):
    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.documents = {kind.name: {} for kind in KINDS}
        self.monitoring: dict[str, Shape] = {}

    def create_monitoring(self, params: Shape) -> Shape:
        self._distribution(params["DistributionId"])
        self.monitoring[params["DistributionId"]] = params["MonitoringSubscription"]
        return {"MonitoringSubscription": params["MonitoringSubscription"]}

    def get_monitoring(self, params: Shape) -> Shape:
        if params["DistributionId"] not in self.monitoring:
            message = "A monitoring subscription does not exist for the specified distribution."
            raise CloudFrontException("NoSuchMonitoringSubscription", message)
        return {"MonitoringSubscription": self.monitoring[params["DistributionId"]]}

    def delete_monitoring(self, params: Shape) -> Shape:
        self.get_monitoring(params)
        del self.monitoring[params["DistributionId"]]
        return {}


_BY_NAME = {
    xform_name(operation.format(name=kind.name, plural=kind.plural)): (kind, method)
    for kind in KINDS
    for operation, method in _DOCUMENTS.items()
}
OPERATIONS = {**_DISTRIBUTIONS, **_MONITORING, **{name: name for name in _BY_NAME}}


def _of_kind(kind: Kind, method: str) -> Any:
    def run(self: CloudFront, params: Shape) -> Shape | None:
        answer: Shape | None = getattr(self, method)(kind, params)
        return answer

    return run


for _name, (_kind, _method) in _BY_NAME.items():
    setattr(CloudFront, _name, _of_kind(_kind, _method))
