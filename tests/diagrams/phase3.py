"""What D4 says of phase 3."""

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.readings import (
    CDN_ENCODINGS,
    CDN_KEEPS_SECONDS,
    CDN_PLACES,
    DATABASES,
    EVERY_ALARM_PAGES,
    HIT_RATE_LIMITS,
    MONTHLY_BUDGET,
    SERVICES_WITH_A_DATABASE,
    broker_engine,
    cache_nodes,
    every_web,
    holds_gb,
    replicas,
    search_engine,
    web,
)

_TWO, _ONE = Said("D4", 488, "(Master + 2 read"), Said("D4", 520, "Master + 1")
_REPLICAS = {
    "platform": (_TWO, 2),
    "coocook": (_TWO, 2),
    "sns-auto": (_ONE, 1),
    "review": (_ONE, 1),
    "ai-automation": (_ONE, 1),
}
_SERVICES = (*_REPLICAS, "experience")

PHASE3 = (
    Expectation(
        phase="phase3",
        said=(Said("D4", 477, "Workers: 4"),),
        value=4,
        reading=web("WEB_CONCURRENCY", "platform", lambda service: service.workers_per_pod),
        leaves=("web_services.platform.workers_per_pod",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 476, "Workers: 4"),),
        value=4,
        reading=web("WEB_CONCURRENCY", "coocook", lambda service: service.workers_per_pod),
        leaves=("web_services.coocook.workers_per_pod",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D5", 618, "5 independent services"), Said("D7", 790, "5 services")),
        value=5,
        reading=SERVICES_WITH_A_DATABASE,
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 587, "5 min per service"),),
        value={300},
        reading=every_web("progressDeadlineSeconds", lambda service: service.deadline_seconds),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 588, "No downtime per service"),),
        value={0},
        reading=every_web("maxUnavailable", lambda service: service.max_unavailable),
        leaves=tuple(f"web_services.{name}.max_unavailable" for name in _SERVICES),
    ),
    Expectation(
        phase="phase3", said=(Said("D4", 585, "5 independent databases"),), value=5, reading=DATABASES
    ),
    *(
        Expectation(
            phase="phase3",
            said=(said,),
            value=number,
            reading=replicas(name),
            leaves=(f"databases.{name}.replicas",),
        )
        for name, (said, number) in _REPLICAS.items()
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 561, "1 hour"), Said("D4", 561, "1 day")),
        value=(3600, 86400),
        reading=CDN_KEEPS_SECONDS,
        leaves=("edge.cdn.cache.min_seconds", "edge.cdn.cache.max_seconds"),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 562, "Edge locations: 200+ worldwide"),),
        value="PriceClass_All",
        reading=CDN_PLACES,
        leaves=("edge.cdn.price_class",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 564, "Compression: gzip, brotli"),),
        value=(True, True),
        reading=CDN_ENCODINGS,
    ),
    Expectation(
        phase="phase3",
        said=(Said("D5", 673, "Cost: $1,500/month"),),
        value=1500,
        reading=MONTHLY_BUDGET,
        leaves=("operations.monthly_budget_usd",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 572, "Alerting: PagerDuty integration"),),
        value=True,
        reading=EVERY_ALARM_PAGES,
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 540, "Cache: 4GB (distributed)"), Said("D4", 544, "Memory: 6GB total")),
        value=True,
        reading=holds_gb("cache-cluster", 6),
        leaves=("caches.cache-cluster.node_type",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 541, "Sessions: 2GB"), Said("D4", 551, "Result backend: Redis")),
        value=True,
        reading=holds_gb("state", 2),
        leaves=("caches.state.node_type",),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 543, "Cluster nodes: 6"), Said("D4", 543, "3 master"), Said("D4", 543, "3 slave")),
        value=(3, 3),
        reading=cache_nodes("cache-cluster"),
        leaves=("caches.cache-cluster.shards", "caches.cache-cluster.replicas_per_shard"),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 550, "Broker: RabbitMQ (reliability)"),),
        value="RabbitMQ",
        reading=broker_engine("jobs"),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 513, "+ Elasticsearch"),),
        value="OpenSearch",
        reading=search_engine("search"),
    ),
    Expectation(
        phase="phase3",
        said=(Said("D4", 545, "Cache hit rate: 85%"),),
        value={85},
        reading=HIT_RATE_LIMITS,
        leaves=("operations.cache_hit_rate_percent",),
    ),
)
