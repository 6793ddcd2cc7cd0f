"""StorageClass: how a claim of a pod becomes a disk: gp3, encrypted with our key."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

PROVISIONER = "ebs.csi.aws.com"
# A claim that names no class gets the default one, of which there is one: that of EKS is none since 1.30.
IS_DEFAULT = "storageclass.kubernetes.io/is-default-class"


@dataclass(frozen=True, kw_only=True)
class StorageClassArgs:
    """`tags` are those of the disks, which the driver makes and so no provider tags."""

    kms_key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class StorageClass(pulumi.ComponentResource):
    """The default class of the cluster; `class_name` is its name, known once it is there.

    A disk is made in the zone of the pod, and stays in it. It can grow and is deleted with its claim.
    """

    class_name: pulumi.Output[str]

    def __init__(self, name: str, args: StorageClassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("softfactory:cluster:StorageClass", name, {}, opts)

        # https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
        tags = {
            f"tagSpecification_{number}": f"{key}={value}"
            for number, (key, value) in enumerate(sorted(args.tags.items()), start=1)
        }
        made = kubernetes.storage.v1.StorageClass(
            name,
            metadata={"name": name, "annotations": {IS_DEFAULT: "true"}},
            provisioner=PROVISIONER,
            parameters={"type": "gp3", "encrypted": "true", "kmsKeyId": args.kms_key_arn, **tags},
            volume_binding_mode="WaitForFirstConsumer",
            allow_volume_expansion=True,
            reclaim_policy="Delete",
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.class_name = made.metadata.apply(lambda found: str(found.name))
        self.register_outputs({"class_name": self.class_name})
