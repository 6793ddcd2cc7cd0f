from components.cluster.storage_class import StorageClass, StorageClassArgs
from tests.recording import Recording, record

KIND = "kubernetes:storage.k8s.io/v1:StorageClass"
KEY = "arn:aws:kms:us-east-1:123456789012:key/stores"
ARGS = StorageClassArgs(kms_key_arn=KEY, tags={"project": "softfactory", "owner": "platform"})


def storage_class(preview: bool) -> Recording:
    return record(lambda: StorageClass("gp3", ARGS), preview=preview)


def test_a_claim_becomes_a_gp3_disk_encrypted_with_our_key(preview: bool) -> None:
    recording = storage_class(preview)
    assert recording.children("softfactory:cluster:StorageClass", "gp3") == {(KIND, "gp3")}
    inputs = recording.one(KIND, "gp3").inputs
    assert inputs["provisioner"] == "ebs.csi.aws.com"
    assert inputs["parameters"] == {
        "type": "gp3",
        "encrypted": "true",
        "kmsKeyId": KEY,
        "tagSpecification_1": "owner=platform",
        "tagSpecification_2": "project=softfactory",
    }
    assert inputs["metadata"] == {
        "name": "gp3",
        "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
    }


def test_a_disk_waits_for_its_pod_and_can_grow(preview: bool) -> None:
    inputs = storage_class(preview).one(KIND, "gp3").inputs
    # Made at once, it might be in a zone where no node has room for the pod.
    assert inputs["volumeBindingMode"] == "WaitForFirstConsumer"
    assert inputs["allowVolumeExpansion"] is True
    assert inputs["reclaimPolicy"] == "Delete"
