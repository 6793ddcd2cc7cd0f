"""The server process: who may ask it what, what it leaves on disk, and what it tells the fleet."""

import json
import socket
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localcloud.aws.server.record import Record
from localcloud.aws.server.write_ahead_log import WriteAheadLog
from tests.localcloud.aws.server.running import SECRET, RunningServer

pytestmark = pytest.mark.engine

ROLE = "arn:aws:iam::123456789012:role/node"


def test_starts_answers_stops_and_starts_again(server: RunningServer) -> None:
    assert server.request("GET", "/localcloud/health") == (200, {"ready": True, "cluster_errors": {}})
    for method, path in (("GET", "/"), ("POST", "/moto-api/reset"), ("GET", "/moto-api/data.json")):
        assert server.request(method, path)[0] == 403
    assert server.request("GET", "/localcloud/other")[0] == 404
    wrong = {"Authorization": "Bearer wrong"}
    for headers in ({}, wrong):
        assert server.request("POST", "/localcloud/checkpoint", headers)[0] == 403
    with pytest.raises(ClientError, match="AuthFailure"):
        server.client_with("ec2", "AKIAABCDEFGHIJKLMNOP", "wrong").describe_vpcs()

    group = server.client("ec2").create_security_group(GroupName="web", Description="web")["GroupId"]
    assert server.stop() == 0
    _only_for_its_user(server.directory / "aws")
    assert not list(WriteAheadLog(server.directory / "aws" / "log").read())
    server.start()
    assert server.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert "0 requests replayed" in server.log().splitlines()[-1]


def test_reading_leaves_no_record_and_a_torn_one_is_dropped(server: RunningServer) -> None:
    ec2 = server.client("ec2")
    ec2.create_security_group(GroupName="kept", Description="d")
    for _ in range(3):
        ec2.describe_security_groups()
    ec2.create_security_group(GroupName="torn", Description="d")
    server.kill()
    path = server.directory / "aws" / "log"
    records = [Record.from_bytes(payload) for payload in WriteAheadLog(path).read()]
    assert [record.request.operation for record in records].count("DescribeSecurityGroups") == 0
    path.write_bytes(path.read_bytes()[:-1])

    server.start()
    names = {group["GroupName"] for group in ec2.describe_security_groups()["SecurityGroups"]}
    assert names == {"default", "kept"}


def test_damage_is_named_and_nothing_is_served(server: RunningServer) -> None:
    for name in ("a", "b"):
        server.client("ec2").create_security_group(GroupName=name, Description="d")
    server.kill()
    path = server.directory / "aws" / "log"
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(AssertionError, match="log is damaged at byte"):
        server.start()


def test_the_fleet_follows_the_records(server: RunningServer) -> None:
    ec2, eks = server.client("ec2"), server.client("eks")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    group: dict[str, Any] = {"clusterName": "platform", "nodegroupName": "general"}
    role: dict[str, Any] = {"clusterName": "platform", "principalArn": ROLE.replace("node", "dev")}
    with pytest.raises(ClientError, match="at least two different AZs"):
        eks.create_cluster(name="platform", roleArn=ROLE, resourcesVpcConfig={"subnetIds": subnets[:1]})
    assert server.told_fleet() == []

    created = eks.create_cluster(
        name="platform",
        roleArn=ROLE,
        resourcesVpcConfig={"subnetIds": subnets},
        accessConfig={"authenticationMode": "API"},
    )["cluster"]
    eks.create_nodegroup(
        **group,
        subnets=subnets,
        nodeRole=ROLE,
        instanceTypes=["t4g.large"],
        scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 2},
    )
    eks.create_access_entry(**role)
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"
    scope = {"type": "namespace", "namespaces": ["web"]}
    eks.associate_access_policy(**role, policyArn=policy, accessScope=scope)
    assert created["endpoint"] == "https://127.0.0.1:6443"
    told = server.told_fleet()
    assert [words[0] for words in told] == ["ensure", "sync_nodes", "sync_nodes", "sync_nodes", "bind"]
    assert told[1] == ["sync_nodes", "platform", []]
    assert [node["instance_type"] for node in told[2][2]] == ["t4g.large"] * 2
    assert len({node["zone"] for node in told[2][2]}) == 2
    assert told[4] == ["bind", "platform", "AmazonEKSEditPolicy", "web"]

    server.kill()
    (server.directory / "clusters" / "orphan").mkdir(parents=True)
    server.start()
    assert server.told_fleet()[5:] == [told[0], told[3], told[4], ["remove", "orphan"]]
    _review_is_for_the_cluster_only(server, told[0][2])

    eks.delete_nodegroup(**group)
    eks.delete_cluster(name="platform")
    assert server.told_fleet()[9:] == [
        ["sync_nodes", "platform", []],
        ["bind", "platform", "AmazonEKSEditPolicy", "web"],
        ["remove", "platform"],
    ]


def test_the_fleet_is_told_of_the_add_ons_and_their_settings(server: RunningServer) -> None:
    ec2, eks = server.client("ec2"), server.client("eks")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    eks.create_cluster(name="platform", roleArn=ROLE, resourcesVpcConfig={"subnetIds": subnets})
    coredns = {"clusterName": "platform", "addonName": "coredns"}
    eks.create_addon(**coredns)
    eks.update_addon(**coredns, configurationValues='{"replicaCount": 1}')
    told = [words for words in server.told_fleet() if words[0] == "sync_add_ons"]
    assert told == [
        ["sync_add_ons", "platform", [{"name": "coredns", "settings": settings}]]
        for settings in ({}, {"replicaCount": 1})
    ]


def test_a_cluster_that_does_not_follow_is_tried_again(server: RunningServer) -> None:
    ec2, eks = server.client("ec2"), server.client("eks")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    eks.create_cluster(name="platform", roleArn=ROLE, resourcesVpcConfig={"subnetIds": subnets})
    group = {"clusterName": "platform", "nodegroupName": "general", "subnets": subnets, "nodeRole": ROLE}
    with pytest.raises(ClientError, match=r"The instance type cannot be used.*t1\.micro"):
        eks.create_nodegroup(**group, instanceTypes=["t1.micro"])

    failing = server.directory / "fleet_fails"
    failing.touch()
    eks.create_nodegroup(**group, instanceTypes=["t4g.large"])
    errors = server.request("GET", "/localcloud/health")[1]["cluster_errors"]
    assert errors == {"platform": "the fleet was told to fail"}
    failing.unlink()
    deadline = time.monotonic() + 30
    while server.request("GET", "/localcloud/health")[1]["cluster_errors"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(server.told_fleet()[-1][2]) == 2


def test_a_cloud_has_one_server(server: RunningServer) -> None:
    second = subprocess.run(
        server.command(), env=server.environment(), capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 1
    assert f"Another server runs on {server.directory / 'aws'}: stop it first." in second.stderr


def test_a_port_that_is_taken_is_named(server: RunningServer) -> None:
    server.kill()
    with socket.create_server(("127.0.0.1", server.port)):
        stopped = subprocess.run(
            server.command(), env=server.environment(), capture_output=True, text=True, timeout=60
        )
    assert stopped.returncode == 1
    assert f"Port {server.port} of" in stopped.stderr


def _review_is_for_the_cluster_only(server: RunningServer, url: str) -> None:
    path = url.removeprefix(f"http://127.0.0.1:{server.port}")
    asked = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "x"}}
    status, answer = server.request("POST", path, body=asked)
    assert (status, answer["kind"], answer["status"]["authenticated"]) == (200, "TokenReview", False)
    assert server.request("POST", path[:-1] + "x", body=asked)[0] == 403


def _only_for_its_user(directory: Path) -> None:
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    for path in directory.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert json.dumps(SECRET) not in (directory / "snapshot").read_text(errors="replace")
