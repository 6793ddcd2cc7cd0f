"""EKS pod identity associations: which role the pods of a service account have."""

from typing import TYPE_CHECKING

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.cluster_record import Shape, one_page

if TYPE_CHECKING:
    from localcloud.aws.extension.eks.clusters import ClusterOperations as _Backend
else:
    _Backend = object

_MEMBERS = ("namespace", "serviceAccount", "roleArn", "targetRoleArn", "policy")


class PodIdentityOperations(_Backend):
    def create_pod_identity_association(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        key = (params["namespace"], params["serviceAccount"])
        for taken in record.associations.values():
            if (taken["namespace"], taken["serviceAccount"]) == key:
                raise errors.in_use(
                    f"Association already exists: {taken['associationId']}", clusterName=record.name
                )
        association_id = f"a-{mock_random.get_random_string(17, lower_case=True)}"
        now = utcnow()
        shape = {
            **{member: params[member] for member in _MEMBERS if params.get(member)},
            "clusterName": record.name,
            "associationArn": self.arn(f"podidentityassociation/{record.name}/{association_id}"),
            "associationId": association_id,
            "tags": params.get("tags") or {},
            "disableSessionTags": bool(params.get("disableSessionTags")),
            "createdAt": now,
            "modifiedAt": now,
        }
        if params.get("targetRoleArn"):
            shape["externalId"] = f"{self.region_name}/{self.account_id}/{record.name}/{'/'.join(key)}"
        record.associations[association_id] = shape
        return {"association": shape}

    def describe_pod_identity_association(self, params: Shape) -> Shape:
        return {"association": self._association_of(params)}

    def list_pod_identity_associations(self, params: Shape) -> Shape:
        asked = {key: params[key] for key in ("namespace", "serviceAccount") if params.get(key)}
        members = (
            "clusterName",
            "namespace",
            "serviceAccount",
            "associationArn",
            "associationId",
            "ownerArn",
        )
        found = [
            {member: shape[member] for member in members if member in shape}
            for shape in self.cluster(params["clusterName"]).associations.values()
            if all(shape[key] == value for key, value in asked.items())
        ]
        return one_page(found, params, "associations")

    def update_pod_identity_association(self, params: Shape) -> Shape:
        shape = self._association_of(params)
        for member in ("roleArn", "disableSessionTags", "targetRoleArn", "policy"):
            if params.get(member) is not None:
                shape[member] = params[member]
        shape["modifiedAt"] = utcnow()
        return {"association": shape}

    def delete_pod_identity_association(self, params: Shape) -> Shape:
        shape = self._association_of(params)
        return {"association": self.cluster(params["clusterName"]).associations.pop(shape["associationId"])}

    def _association_of(self, params: Shape) -> Shape:
        associations = self.cluster(params["clusterName"]).associations
        association_id = params["associationId"]
        if association_id not in associations:
            raise errors.not_found(
                f"Association not found for ID: {association_id}", clusterName=params["clusterName"]
            )
        return associations[association_id]
