"""EKS add-ons: records; who runs the cluster puts their pods into it."""

from typing import TYPE_CHECKING

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.eks import errors
from localcloud.aws.extension.eks.add_on_settings import check_settings, check_version
from localcloud.aws.extension.eks.cluster_record import Shape, one_page
from localcloud.aws.extension.eks.control_plane import control_planes
from localcloud.aws.extension.eks.versions import ADD_ONS, SUPPORTED, add_on_version

if TYPE_CHECKING:
    from localcloud.aws.extension.eks.pod_identities import PodIdentityOperations as _Backend
else:
    _Backend = object

_CHANGEABLE = ("addonVersion", "serviceAccountRoleArn", "configurationValues")


class AddOnOperations(_Backend):
    def create_addon(self, params: Shape) -> Shape:
        record = self.cluster(params["clusterName"])
        name = params["addonName"]
        default = add_on_version(name, record.shape["version"])
        if name in record.add_ons:
            raise errors.in_use("Addon already exists.", clusterName=record.name, addonName=name)
        _check(name, params, record.shape["version"])
        now = utcnow()
        shape = {
            "addonName": name,
            "clusterName": record.name,
            "status": "ACTIVE",
            "addonVersion": default,
            "health": {"issues": []},
            "addonArn": self.arn(f"addon/{record.name}/{name}/{mock_random.uuid4()}"),
            "createdAt": now,
            "modifiedAt": now,
            "tags": params.get("tags") or {},
            **{key: params[key] for key in (*_CHANGEABLE, "namespaceConfig") if params.get(key)},
            "podIdentityAssociations": self._associate(record.name, name, params),
        }
        record.add_ons[name] = shape
        control_planes().changed(record.name)
        return {"addon": shape}

    def describe_addon(self, params: Shape) -> Shape:
        return {"addon": self._add_on(params)}

    def list_addons(self, params: Shape) -> Shape:
        return one_page(sorted(self.cluster(params["clusterName"]).add_ons), params, "addons")

    def update_addon(self, params: Shape) -> Shape:
        add_on = self._add_on(params)
        changes = {key: params[key] for key in _CHANGEABLE if params.get(key) is not None}
        record = self.cluster(params["clusterName"])
        _check(add_on["addonName"], params, record.shape["version"])
        add_on.update(changes, modifiedAt=utcnow())
        if params.get("podIdentityAssociations") is not None:
            self._disassociate(add_on)
            add_on["podIdentityAssociations"] = self._associate(
                add_on["clusterName"], add_on["addonName"], params
            )
        control_planes().changed(record.name)
        shown = {key[0].upper() + key[1:]: value for key, value in changes.items()}
        return record.record_update("AddonUpdate", shown, addonName=add_on["addonName"])

    def delete_addon(self, params: Shape) -> Shape:
        add_on = self._add_on(params)
        self._disassociate(add_on)
        del self.cluster(params["clusterName"]).add_ons[params["addonName"]]
        control_planes().changed(params["clusterName"])
        return {"addon": {**add_on, "status": "DELETING"}}

    def describe_addon_versions(self, params: Shape) -> Shape:
        versions = (
            [params["kubernetesVersion"]] if params.get("kubernetesVersion") else list(reversed(SUPPORTED))
        )
        names = [params["addonName"]] if params.get("addonName") else sorted(ADD_ONS)
        add_ons = [
            {
                "addonName": name,
                "owner": "aws",
                "publisher": "eks",
                "addonVersions": _versions(name, versions),
            }
            for name in names
        ]
        return one_page(add_ons, params, "addons")

    def _add_on(self, params: Shape) -> Shape:
        add_ons = self.cluster(params["clusterName"]).add_ons
        name = params["addonName"]
        if name not in add_ons:
            raise errors.not_found(
                f"No addon: {name} found in cluster: {params['clusterName']}", addonName=name
            )
        return add_ons[name]

    def _associate(self, cluster: str, add_on: str, params: Shape) -> list[str]:
        """Pod identities that are given with an add-on are associations that it owns."""
        arns = []
        for pod_identity in params.get("podIdentityAssociations") or []:
            request = {**pod_identity, "clusterName": cluster, "namespace": "kube-system"}
            association = self.create_pod_identity_association(request)["association"]
            association["ownerArn"] = self.arn(f"addon/{cluster}/{add_on}")
            arns.append(association["associationArn"])
        return arns

    def _disassociate(self, add_on: Shape) -> None:
        associations = self.cluster(add_on["clusterName"]).associations
        for arn in add_on["podIdentityAssociations"]:
            associations.pop(arn.rpartition("/")[2], None)


def _check(name: str, params: Shape, cluster_version: str) -> None:
    if params.get("addonVersion"):
        check_version(name, params["addonVersion"], cluster_version)
    if params.get("configurationValues"):
        check_settings(name, params["configurationValues"])


def _versions(name: str, cluster_versions: list[str]) -> list[Shape]:
    """One version per cluster version where it names the minor, else one that fits them all."""
    fits: dict[str, list[Shape]] = {}
    for version in cluster_versions:
        compatibility = {"clusterVersion": version, "platformVersions": ["*"], "defaultVersion": True}
        fits.setdefault(add_on_version(name, version), []).append(compatibility)
    return [
        {"addonVersion": version, "architecture": ["amd64", "arm64"], "compatibilities": compatibilities}
        for version, compatibilities in fits.items()
    ]
