"""What D1, D2 and D7 say of phase 1."""

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.readings import (
    DATABASES,
    HIT_RATE_LIMITS,
    MONTHLY_BUDGET,
    WORKERS,
    cache_engine,
    cache_nodes,
    engine,
    instance_class,
    multi_az,
    node_holds_gb,
    replicas,
    storage_gib,
    web,
)

_DATABASE, _CACHE, _WEB = "databases.platform", "caches.cache", "web_services.platform"

PHASE1 = (
    Expectation(
        phase="phase1",
        said=(Said("D2", 146, "Port 8000"), Said("D1", 31, "Port 8000")),
        value=8000,
        reading=web("containerPort", "platform", lambda service: service.port),
    ),
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 154, "Gunicorn Workers: 9"),
            Said("D2", 230, "→ 9 workers"),
            Said("D7", 775, "Phase 1 (9 Gunicorn workers)"),
            Said("D7", 776, "× 9"),
            Said("D2", 209, "9 workers"),
        ),
        value=9,
        reading=web("readyReplicas times WEB_CONCURRENCY", "platform", lambda service: service.workers),
        leaves=(f"{_WEB}.replicas", f"{_WEB}.workers_per_pod"),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 154, "(sync)"),),
        value="sync",
        reading=web("WORKER_CLASS", "platform", lambda service: service.worker_class),
        leaves=(f"{_WEB}.worker_class",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 155, "Worker timeout: 30s"), Said("D1", 87, "Request timeout: 30s")),
        value=30,
        reading=web("WORKER_TIMEOUT_SECONDS", "platform", lambda service: service.worker_timeout_seconds),
        leaves=(f"{_WEB}.worker_timeout_seconds",),
    ),
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 205, "pool_size: 20"),
            Said("D2", 209, "Total: 20"),
            Said("D7", 776, "20 per worker"),
        ),
        value=20,
        reading=web("POOL_SIZE", "platform", lambda service: service.pool_size),
        leaves=(f"{_WEB}.pool.size",),
    ),
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 157, "10 (overflow)"),
            Said("D2", 206, "max_overflow: 10"),
            Said("D7", 779, "+10 per worker"),
        ),
        value=10,
        reading=web("POOL_OVERFLOW", "platform", lambda service: service.pool_overflow),
        leaves=(f"{_WEB}.pool.max_overflow",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 207, "pool_recycle: 3600s"),),
        value=3600,
        reading=web("POOL_RECYCLE_SECONDS", "platform", lambda service: service.pool_recycle_seconds),
        leaves=(f"{_WEB}.pool.recycle_seconds",),
    ),
    Expectation(phase="phase1", said=(Said("D2", 239, "No message queue"),), value=set(), reading=WORKERS),
    Expectation(phase="phase1", said=(Said("D1", 94, "SINGLE SHARED DATABASE"),), value=1, reading=DATABASES),
    Expectation(
        phase="phase1",
        said=(Said("D2", 217, "PostgreSQL 15-alpine"), Said("D1", 110, "PostgreSQL 15-alpine")),
        value="postgres 15",
        reading=engine("platform"),
    ),
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 217, "(Single Instance)"),
            Said("D1", 110, "(Single Instance)"),
            Said("D2", 235, "Single DB instance"),
        ),
        value=False,
        reading=multi_az("platform"),
        leaves=(f"{_DATABASE}.multi_az",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 218, "db.t3.medium (AWS)"),),
        value="db.t3.medium",
        reading=instance_class("platform"),
        leaves=(f"{_DATABASE}.instance_class",),
    ),
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 219, "Still single node"),
            Said("D2", 237, "No read replicas"),
            Said("D1", 111, "No replicas"),
            Said("D1", 112, "No read scaling"),
        ),
        value=0,
        reading=replicas("platform"),
        leaves=(f"{_DATABASE}.replicas",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 220, "50GB storage capacity"), Said("D1", 107, "50GB (at scale)")),
        value=50,
        reading=storage_gib("platform"),
        leaves=(f"{_DATABASE}.storage_gib",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D5", 653, "Cost: $200/month"),),
        value=200,
        reading=MONTHLY_BUDGET,
        leaves=("operations.monthly_budget_usd",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 168, "REDIS CACHE LAYER (NEW)"), Said("D5", 649, "Deploy Redis caching")),
        value="valkey 8",
        reading=cache_engine("cache"),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 183, "512MB"), Said("D2", 183, "2GB")),
        value=True,
        reading=node_holds_gb("cache", 0.5, 2),
        leaves=(f"{_CACHE}.node_type",),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 185, "Single node"),),
        value=(1, 0),
        reading=cache_nodes("cache"),
        leaves=(f"{_CACHE}.shards", f"{_CACHE}.replicas_per_shard"),
    ),
    Expectation(
        phase="phase1",
        said=(Said("D2", 180, "Overall cache hit rate: >50%"),),
        value={50},
        reading=HIT_RATE_LIMITS,
        leaves=("operations.cache_hit_rate_percent",),
    ),
)
