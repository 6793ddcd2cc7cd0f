"""Tags of everything in EKS that has an ARN; moto tags clusters only."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.cluster_record import Shape

if TYPE_CHECKING:
    from localcloud.aws.extension.eks.clusters import ClusterOperations as _Backend
else:
    _Backend = object


class TagOperations(_Backend):
    def tag_record(self, params: Shape) -> Shape:
        self._tags_of(params).update(params["tags"])
        return {}

    def untag_record(self, params: Shape) -> Shape:
        tags = self._tags_of(params)
        for key in params["tagKeys"]:
            tags.pop(key, None)
        return {}

    def list_record_tags(self, params: Shape) -> Shape:
        return {"tags": self._tags_of(params)}

    def _tags_of(self, params: Shape) -> Shape:
        arn = params["resourceArn"]
        for found, shape in self._shapes(arn):
            if found == arn:
                tags: Shape = shape["tags"]
                return tags
        raise errors.not_found(f"No resource found with ARN {arn}")

    def _shapes(self, arn: str) -> Iterator[tuple[str, Shape]]:
        record = self.clusters.get(arn.split(":")[5].split("/")[1])
        if record is None:
            return
        yield record.shape["arn"], record.shape
        for group in record.node_groups.values():
            yield group.shape["nodegroupArn"], group.shape
        for add_on in record.add_ons.values():
            yield add_on["addonArn"], add_on
        for entry in record.access_entries.values():
            yield entry.shape["accessEntryArn"], entry.shape
        for association in record.associations.values():
            yield association["associationArn"], association
