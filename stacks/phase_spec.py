"""PhaseSpec: the shape of a phase, the only reader of every number and switch that differs by phase."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from components.cluster.eks_cluster import EksClusterSize
from components.cluster.node_group import NodeGroupSize
from components.data.postgres_size import PostgresSize
from components.network.network import NetworkSize
from components.operations.operations_size import OperationsSize
from components.size import Size, broken_rule
from components.workloads.web_service import WebServiceSize
from stacks.purchasing import PurchasingSize

# A name ends up in identifiers of AWS and Kubernetes, with a suffix behind it.
Name = Annotated[
    str,
    Field(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=32,
        description="lower-case words with hyphens, up to 32",
    ),
]


class PhaseSpec(Size):
    """One phase of the platform. What a phase lacks is an absent entry of a map."""

    network: NetworkSize
    databases: Annotated[
        Mapping[Name, PostgresSize], Field(min_length=1, description="one database or more by name")
    ]
    cluster: EksClusterSize
    node_groups: Annotated[
        Mapping[Name, NodeGroupSize], Field(min_length=1, description="one group or more by name")
    ]
    web_services: Annotated[
        Mapping[Name, WebServiceSize], Field(min_length=1, description="one service or more by name")
    ]
    purchasing: PurchasingSize

    @model_validator(mode="after")
    def _each_dataset_is_in_one_database(self) -> Self:
        seen: dict[str, str] = {}
        for name, size in self.databases.items():
            for dataset in size.datasets:
                if dataset in seen:
                    raise broken_rule(
                        f"databases.{name}.datasets",
                        dataset,
                        f"each dataset once; {dataset} is in {seen[dataset]} too",
                        "name it in the one database that is to hold it",
                    )
                seen[dataset] = name
        return self

    operations: OperationsSize

    @model_validator(mode="after")
    def _there_is_a_node(self) -> Self:
        nodes = sum(group.desired_nodes for group in self.node_groups.values())
        if not nodes:
            raise broken_rule(
                "node_groups",
                "0 nodes in all",
                "a sum of desired_nodes of 1 or more",
                "raise desired_nodes of a group",
            )
        return self
