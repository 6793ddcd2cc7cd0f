"""What D3 and D5 say of phase 2."""

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.readings import (
    DATABASES,
    HIT_RATE_LIMITS,
    MONTHLY_BUDGET,
    REPLICA_LAG_LIMITS,
    WEB_SERVICES,
    cache_nodes,
    daily_backups,
    daily_snapshots,
    eviction_policy,
    holds_gb,
    instance_class,
    replica_classes,
    replicas,
    web,
    workers,
)

_DATABASE, _WEB = "databases.platform", "web_services.platform"
_CACHE, _STATE = "caches.cache", "caches.state"

PHASE2 = (
    Expectation(
        phase="phase2",
        said=(Said("D3", 261, "Port 8000"),),
        value=8000,
        reading=web("containerPort", "platform", lambda service: service.port),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 270, "Gunicorn Workers: 9"), Said("D7", 783, "× 9"), Said("D7", 784, "× 9")),
        value=9,
        reading=web("readyReplicas times WEB_CONCURRENCY", "platform", lambda service: service.workers),
        leaves=(f"{_WEB}.replicas", f"{_WEB}.workers_per_pod"),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 270, "(sync → gevent)"),),
        value="gevent",
        reading=web("WORKER_CLASS", "platform", lambda service: service.worker_class),
        leaves=(f"{_WEB}.worker_class",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 408, "Single API endpoint"), Said("D3", 408, "no service isolation")),
        value={"platform"},
        reading=WEB_SERVICES,
    ),
    Expectation(
        phase="phase2",
        said=(
            Said("D3", 398, "1 master"),
            Said("D3", 404, "Single write master"),
            Said("D4", 586, "(single master)"),
        ),
        value=1,
        reading=DATABASES,
    ),
    Expectation(
        phase="phase2",
        said=(Said("D7", 783, "20 ×"),),
        value=20,
        reading=web("POOL_SIZE", "platform", lambda service: service.pool_size),
        leaves=(f"{_WEB}.pool.size",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D7", 784, "10 ×"),),
        value=10,
        reading=web("REPLICA_POOL_SIZE", "platform", lambda service: service.reader_pool_size),
        leaves=(f"{_WEB}.reader_pool.size",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 312, "4 dedicated Celery workers"),),
        value=4,
        reading=workers("readyReplicas", "jobs", lambda group: group.pods),
        leaves=("workers.jobs.replicas",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 314, "16 jobs per worker"),),
        value=16,
        reading=workers("WORKER_CONCURRENCY", "jobs", lambda group: group.concurrency),
        leaves=("workers.jobs.concurrency",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 359, "db.t3.large (AWS)"),),
        value="db.t3.large",
        reading=instance_class("platform"),
        leaves=(f"{_DATABASE}.instance_class",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 361, "Automated backup: daily"),),
        value=True,
        reading=daily_backups("platform"),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 371, "REPLICA 2"), Said("D5", 656, "Set up read replicas (2x)")),
        value=2,
        reading=replicas("platform"),
        leaves=(f"{_DATABASE}.replicas",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 373, "db.t3.large"),),
        value={"db.t3.large"},
        reading=replica_classes("platform"),
        leaves=(f"{_DATABASE}.replica_instance_class",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D5", 662, "Cost: $500/month"),),
        value=500,
        reading=MONTHLY_BUDGET,
        leaves=("operations.monthly_budget_usd",),
    ),
    Expectation(
        phase="phase2", said=(Said("D3", 378, "Lag: <1 sec"),), value={1}, reading=REPLICA_LAG_LIMITS
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 296, "Cache: 1GB (same as Phase 1)"),),
        value=True,
        reading=holds_gb("cache", 1),
        leaves=(f"{_CACHE}.node_type",),
    ),
    Expectation(
        phase="phase2",
        said=(
            Said("D3", 297, "Sessions: 512MB"),
            Said("D3", 298, "Queue: 2GB (Celery job queue)"),
            Said("D3", 311, "Message Broker: Redis"),
            Said("D3", 399, "Redis (survives restarts)"),
        ),
        value=True,
        reading=holds_gb("state", 2.5),
        leaves=(f"{_STATE}.node_type",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 303, "Master: primary instance (write)"), Said("D3", 304, "Replica:")),
        value=(1, 1),
        reading=cache_nodes("state"),
        leaves=(f"{_STATE}.replicas_per_shard",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 305, "Persistence: RDB"),),
        value=True,
        reading=daily_snapshots("state"),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 306, "Memory policy: allkeys-lru"),),
        value="allkeys-lru",
        reading=eviction_policy("cache"),
        leaves=(f"{_CACHE}.eviction_policy",),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 300, "80% (up"), Said("D3", 396, "→ 80%")),
        value={80},
        reading=HIT_RATE_LIMITS,
        leaves=("operations.cache_hit_rate_percent",),
    ),
)
