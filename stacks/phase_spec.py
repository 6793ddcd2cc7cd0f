"""PhaseSpec: the shape of a phase, the only reader of every number and switch that differs by phase."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from components.cluster.eks_cluster import EksClusterSize
from components.cluster.node_group import NodeGroupSize
from components.data.postgres_size import PostgresSize
from components.data.rabbit_broker import RabbitSize
from components.data.redis_size import RedisSize
from components.data.search_domain import SearchSize
from components.network.network import NetworkSize
from components.operations.operations_size import OperationsSize
from components.size import broken_rule
from stacks.edge_size import EdgeSize
from stacks.purchasing import PurchasingSize
from stacks.workload_sections import Name, WorkloadSections

# It has the project's name before it, and OpenSearch takes 28 characters.
SearchName = Annotated[
    str,
    Field(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=16,
        description="lower-case words with hyphens, up to 16",
    ),
]
Store = PostgresSize | RedisSize | RabbitSize | SearchSize
# The sections of what keeps data.
STORES = ("databases", "caches", "brokers", "search_domains")


class PhaseSpec(WorkloadSections):
    """One phase of the platform. What a phase lacks is an absent entry of a map."""

    network: NetworkSize
    search_domains: Annotated[
        Mapping[SearchName, SearchSize], Field(description="search domains by name, {} for none")
    ]
    cluster: EksClusterSize
    node_groups: Annotated[
        Mapping[Name, NodeGroupSize], Field(min_length=1, description="one group or more by name")
    ]
    edge: EdgeSize
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

    def stores(self) -> Iterator[Store]:
        """Yield the sizes of all that keeps data."""
        for section in STORES:
            yield from getattr(self, section).values()

    @model_validator(mode="after")
    def _a_store_has_its_name_for_itself(self) -> Self:
        seen: dict[str, str] = {}
        for section in STORES:
            for name in getattr(self, section):
                if name in seen:
                    raise broken_rule(
                        f"{section}.{name}",
                        name,
                        f"a name that no other store has; it is in {seen[name]} too",
                        "rename one of them",
                    )
                seen[name] = section
        return self

    @model_validator(mode="after")
    def _there_is_a_node(self) -> Self:
        if not self.nodes:
            raise broken_rule(
                "node_groups",
                "0 nodes in all",
                "a sum of desired_nodes of 1 or more",
                "raise desired_nodes of a group",
            )
        return self

    @model_validator(mode="after")
    def _each_node_can_have_a_pod_of_the_gateway(self) -> Self:
        if self.gateway and self.gateway.replicas < self.nodes:
            raise broken_rule(
                "gateway.replicas",
                self.gateway.replicas,
                f"{self.nodes} or more, as there are so many nodes: one without a pod of it answers nobody",
                "raise it",
            )
        return self

    @property
    def nodes(self) -> int:
        """How many nodes there are, unless some are lost or added."""
        return sum(group.desired_nodes for group in self.node_groups.values())
