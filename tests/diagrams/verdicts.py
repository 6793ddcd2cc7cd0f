"""Every item of the diagrams set against what AWS can do, and what treats those that cannot be built so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Verdict:
    """An item is impossible (NO), possible with a reservation (ADJ), or contradicts another one (INC).

    It is treated by an entry of docs/DEVIATIONS.md, or by a test.
    """

    kind: Literal["NO", "ADJ", "INC"]
    item: str
    treated: str


# How many items each diagram has; D5 to D7 are 5 to 7.
ITEMS = {1: 11, 2: 17, 3: 23, 4: 26, 5: 5, 6: 5, 7: 3}
# Those that are built as drawn.
_AS_DRAWN = {
    1: (1, 4, 5, 10),
    2: (5, 6, 7, 10, 16, 17),
    3: (4, 10, 12, 16, 19, 21, 23),
    4: (6, 7, 9, 15, 17, 18, 19, 20, 21, 24, 25, 26),
    6: (1, 3),
    7: (1, 2),
}
AS_DRAWN = {f"{diagram}.{number}" for diagram, numbers in _AS_DRAWN.items() for number in numbers}

VERDICTS: Mapping[str, Verdict] = {
    "1.2": Verdict("ADJ", "WebSocket in sync workers", "DEV-14"),
    "1.3": Verdict("ADJ", "demo tokens and unauthenticated routes behind a gateway that verifies", "DEV-38"),
    "1.6": Verdict("NO", "25 requests at once in a sync worker", "DEV-08"),
    "1.7": Verdict("INC", "12 models, 14 names", "DEV-15"),
    "1.8": Verdict("INC", "20 connections or 5", "DEV-13"),
    "1.9": Verdict("INC", "200 users end the connections, 100 the workers", "DEV-13"),
    "1.11": Verdict("ADJ", "PostgreSQL 15-alpine", "DEV-02"),
    "2.1": Verdict("INC", "four numbers of users of phase 1", "DEV-08"),
    "2.2": Verdict("INC", "2 weeks or 18 days", "DEV-09"),
    "2.3": Verdict("ADJ", "9 workers on two cores", "DEV-01"),
    "2.4": Verdict("INC", "a pool of 30 + 10 or of 20 + 10", "DEV-35"),
    "2.8": Verdict("NO", "AOF", "DEV-26"),
    "2.9": Verdict("INC", "a cluster in phase 2, which draws master and replica", "DEV-28"),
    "2.11": Verdict("ADJ", "hit rates", "DEV-11"),
    "2.12": Verdict("ADJ", "5 ms", "DEV-12"),
    "2.13": Verdict("ADJ", "8 indexes without a name", "DEV-16"),
    "2.14": Verdict("INC", "20-30 % faster or twice as fast", "DEV-12"),
    "2.15": Verdict("INC", "50-100 requests a second or 1,000", "DEV-10"),
    "3.1": Verdict("INC", "4 weeks, 6 weeks or 47 days", "DEV-09"),
    "3.2": Verdict("ADJ", "2,000 users at once", "DEV-08"),
    "3.3": Verdict("ADJ", "gevent and the database's driver", "DEV-18"),
    "3.5": Verdict("INC", "a cache of 1 GB or of 512 MB to 2 GB", "DEV-27"),
    "3.6": Verdict("ADJ", "3.5 GB in one node", "DEV-27"),
    "3.7": Verdict("NO", "a replica for queue distribution", "DEV-28"),
    "3.8": Verdict("NO", "RDB and AOF", "DEV-26"),
    "3.9": Verdict("NO", "allkeys-lru where a queue is", "DEV-27"),
    "3.11": Verdict("ADJ", "a hit rate of 80 %", "DEV-11"),
    "3.13": Verdict("ADJ", "redelivery by Redis", "DEV-21"),
    "3.14": Verdict("INC", "1,000 jobs a second of 64 at a time", "DEV-10"),
    "3.15": Verdict(
        "ADJ", "60 % of requests are asynchronous", "tests/diagrams/test_rows.py::test_no_number_is_left_out"
    ),
    "3.17": Verdict("NO", "synchronous replication to replicas", "DEV-03"),
    "3.18": Verdict("ADJ", "lag below 1 s", "DEV-24"),
    "3.20": Verdict("ADJ", "write and read latencies, 1,000 writes a second", "DEV-10"),
    "3.22": Verdict("ADJ", "reads over three instances", "DEV-19"),
    "4.1": Verdict("INC", "100,000, 87,000 or 50,000 users; 8 or 16 weeks", "DEV-08"),
    "4.2": Verdict("ADJ", "a React client, 75 pages", "DEV-17"),
    "4.3": Verdict("ADJ", "Kong: compression, limits per user", "DEV-38"),
    "4.4": Verdict("INC", "six routes, five services", "DEV-22"),
    "4.5": Verdict("INC", "an Auth and a Payment service within Platform", "DEV-22"),
    "4.8": Verdict("ADJ", "10,000 at once for each service", "DEV-08"),
    "4.10": Verdict("ADJ", "Elasticsearch", "DEV-30"),
    "4.11": Verdict("INC", "a job queue on Redis beside RabbitMQ", "DEV-23"),
    "4.12": Verdict("ADJ", "6 GB of 4 + 2, six nodes", "DEV-29"),
    "4.13": Verdict("ADJ", "sessions and cache in one cluster", "DEV-29"),
    "4.14": Verdict("NO", "Celery's results on a cluster", "DEV-29"),
    "4.16": Verdict("NO", "10,000 jobs a second", "DEV-10"),
    "4.22": Verdict("ADJ", "multi-master", "DEV-10"),
    "4.23": Verdict("NO", "95 % utilization", "DEV-20"),
    "5.1": Verdict("INC", "dates that have passed", "DEV-09"),
    "5.2": Verdict("INC", "load tests of other numbers of users", "DEV-08"),
    "5.3": Verdict("ADJ", "the costs", "DEV-04"),
    "5.4": Verdict("INC", "three of five services are extracted", "DEV-22"),
    "5.5": Verdict("INC", "others, 10K", "DEV-08"),
    "6.2": Verdict("ADJ", "10 ms of a replica that answers in 5", "DEV-12"),
    "6.4": Verdict("ADJ", "1 ms of a gateway that asks Redis", "DEV-39"),
    "6.5": Verdict(
        "ADJ", "every read from a replica", "tests/app/test_catalog.py::test_the_diagram_s_routing"
    ),
    "7.3": Verdict("ADJ", "1,350 connections of PostgreSQL that has 300+", "DEV-05"),
}
