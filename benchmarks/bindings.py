"""What one more resource costs when there are many: security groups through the provider and the server."""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.table import Figure
from localcloud.aws.provider import Aws
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.ready import make_ready, stop
from localcloud.engine.plugin.provider import Resource

GROUP = "aws:ec2/securityGroup:SecurityGroup"
FEW, MANY = 100, 1000


def measure() -> Sequence[Figure]:
    """The mean of a create, and of a read, among the first 100 groups and after the first 1,000."""
    with tempfile.TemporaryDirectory() as directory:
        cloud = Cloud(Path(directory) / "bench")
        make_ready(cloud)
        try:
            return _measure(cloud)
        finally:
            stop(cloud)


def _measure(cloud: Cloud) -> Sequence[Figure]:
    os.environ.update(cloud.environment())
    aws = Aws()
    aws.configure({"region": cloud.settings.region})
    vpc = _create(aws, "aws:ec2/vpc:Vpc", "bench", cidrBlock="10.0.0.0/16")
    group = _create(aws, GROUP, "warm", vpcId=vpc)
    few = _timed(lambda number: _create(aws, GROUP, f"few-{number}", vpcId=vpc), FEW)
    read_few = _timed(lambda number: _read(aws, group), FEW)
    for number in range(MANY - FEW):
        _create(aws, GROUP, f"more-{number}", vpcId=vpc)
    many = _timed(lambda number: _create(aws, GROUP, f"many-{number}", vpcId=vpc), FEW)
    read_many = _timed(lambda number: _read(aws, group), FEW)
    return [
        Figure(f"create, mean of {FEW}, beside up to {FEW} others", few),
        Figure(f"create, mean of {FEW}, beside {MANY} others or more", many),
        Figure("read, beside 100 others", read_few),
        Figure("read, beside 1,100 others", read_many),
    ]


def _timed(action: Callable[[int], object], times: int) -> float:
    started = time.perf_counter()
    for number in range(times):
        action(number)
    return (time.perf_counter() - started) / times


def _create(aws: Aws, type: str, name: str, **inputs: object) -> str:
    resource = Resource(f"urn:pulumi:bench::bench::{type}::{name}", type, name)
    checked = aws.check(resource, {}, dict(inputs), os.urandom(8))
    return aws.create(resource, checked.inputs, 0, False, lambda id: None)[0]


def _read(aws: Aws, group: str) -> None:
    aws.read(Resource("urn", GROUP, "warm"), group, {"description": "Managed by Pulumi"}, {})
