from tests.localcloud.aws.extension.conftest import Client


def test_each_image_has_a_snapshot_of_its_own_from_no_volume_of_ours(aws: Client) -> None:
    ec2 = aws("ec2")
    images = ec2.describe_images(Owners=["amazon"])["Images"]
    ids = {image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"] for image in images}
    assert len(ids) == len(images) > 50
    snapshots = ec2.describe_snapshots(SnapshotIds=sorted(ids))["Snapshots"]
    assert {snapshot["SnapshotId"] for snapshot in snapshots} == ids
    assert {snapshot["VolumeId"] for snapshot in snapshots} == {"vol-ffffffff"}
    assert ec2.describe_volumes()["Volumes"] == []
