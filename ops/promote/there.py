"""The databases that there are, asked of AWS as the program asks."""

from collections.abc import Callable
from typing import Any

from components.data.datasets import DATASETS_TAG, PHASE_TAG, PRIMARY, ROLE_TAG, read
from stacks.placement import FoundDatabase

Client = Callable[[str], Any]


def databases_there(project: str, client: Client) -> tuple[FoundDatabase, ...]:
    """Return the primaries of the project, by identifier."""
    pages = client("rds").get_paginator("describe_db_instances").paginate()
    found = []
    for instance in (one for page in pages for one in page["DBInstances"]):
        tags = {tag["Key"]: tag["Value"] for tag in instance.get("TagList", [])}
        if (tags.get("project"), tags.get(ROLE_TAG)) != (project, PRIMARY):
            continue
        identifier = str(instance["DBInstanceIdentifier"])
        found.append(
            FoundDatabase(
                name=tags.get("Name", identifier),
                identifier=identifier,
                datasets=read(tags.get(DATASETS_TAG, "")),
                phase=tags.get(PHASE_TAG, ""),
            )
        )
    return tuple(sorted(found, key=lambda one: one.identifier))
