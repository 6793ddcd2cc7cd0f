"""`python -m ops.log_retention PHASE`: bounds the logs of brokers, whose groups Amazon MQ makes itself.

The program cannot: it would have to make a group before the broker that the group is named by.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3

from stacks.loading import phase_from_file
from stacks.phase_spec import PhaseSpec
from stacks.reading import ConfigurationError, installation_from_file

Client = Callable[[str], Any]

# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html
GROUPS = "/aws/amazonmq/broker/{broker_id}/"


def bounded(phase: PhaseSpec, project: str, client: Client) -> Iterator[str]:
    """Yield a line for each log group of the project's brokers that was given the days of the phase."""
    logs = client("logs")
    for broker_id, name in _brokers(project, client("mq")):
        if name not in phase.brokers:
            continue
        days = phase.brokers[name].log_retention_days
        pages = logs.get_paginator("describe_log_groups").paginate(
            logGroupNamePrefix=GROUPS.format(broker_id=broker_id)
        )
        for group in (one for page in pages for one in page["logGroups"]):
            if group.get("retentionInDays") != days:
                logs.put_retention_policy(logGroupName=group["logGroupName"], retentionInDays=days)
                yield f"log group {group['logGroupName']}: kept for {days} days from now on"


def _brokers(project: str, mq: Any) -> Iterator[tuple[str, str]]:
    """Yield id and logical name of each broker of the project."""
    for page in mq.get_paginator("list_brokers").paginate():
        for summary in page["BrokerSummaries"]:
            tags = mq.describe_broker(BrokerId=summary["BrokerId"]).get("Tags", {})
            if tags.get("project") == project:
                yield summary["BrokerId"], tags.get("Name", "")


def main() -> int:
    """Bound the logs of the phase named on the command line. Return the exit code."""
    if len(sys.argv) != 2:
        print("usage: python -m ops.log_retention PHASE", file=sys.stderr)
        return 2
    try:
        installation = installation_from_file(Path("Pulumi.yaml"))
        phase = phase_from_file(Path(f"Pulumi.{sys.argv[1]}.yaml"))
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    make: Any = boto3.client
    lines = list(
        bounded(
            phase,
            installation.tags()["project"],
            lambda service: make(service, region_name=installation.region),
        )
    )
    print("\n".join(lines) or "the logs of every broker are kept for as long as the phase says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
