"""What the diagrams say that follows from other numbers of theirs: products and sums."""

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.readings import web, workers

POOLS = web(
    "readyReplicas times WEB_CONCURRENCY times POOL_SIZE",
    "platform",
    lambda service: service.workers * service.pool_size,
)
COMPUTED = (
    Expectation(
        phase="phase1",
        said=(
            Said("D2", 209, "180 connections"),
            Said("D2", 231, "→ 180"),
            Said("D7", 776, "180 connections"),
        ),
        value=180,
        reading=POOLS,
        computed=True,
    ),
    Expectation(
        phase="phase1",
        said=(Said("D7", 779, "90 additional"),),
        value=90,
        reading=web(
            "readyReplicas times WEB_CONCURRENCY times POOL_OVERFLOW",
            "platform",
            lambda service: service.workers * service.pool_overflow,
        ),
        computed=True,
    ),
    Expectation(phase="phase2", said=(Said("D7", 783, "= 180"),), value=180, reading=POOLS, computed=True),
    Expectation(
        phase="phase2",
        said=(Said("D7", 784, "= 90"),),
        value=90,
        reading=web(
            "readyReplicas times WEB_CONCURRENCY times REPLICA_POOL_SIZE",
            "platform",
            lambda service: service.workers * service.reader_pool_size,
        ),
        computed=True,
    ),
    Expectation(
        phase="phase2",
        said=(Said("D7", 785, "270"),),
        value=270,
        reading=web(
            "readyReplicas times WEB_CONCURRENCY times POOL_SIZE and REPLICA_POOL_SIZE",
            "platform",
            lambda service: service.workers * (service.pool_size + service.reader_pool_size),
        ),
        computed=True,
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 315, "Max parallel jobs: 64"), Said("D3", 400, "64 parallel tasks")),
        value=64,
        reading=workers(
            "readyReplicas times WORKER_CONCURRENCY", "jobs", lambda group: group.pods * group.concurrency
        ),
        computed=True,
    ),
)
