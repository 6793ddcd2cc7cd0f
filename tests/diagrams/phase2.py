"""What D3 and D5 say of phase 2."""

from tests.diagrams.expectation import Expectation, Said
from tests.diagrams.readings import (
    DATABASES,
    MONTHLY_BUDGET,
    REPLICA_LAG_LIMITS,
    WEB_SERVICES,
    daily_backups,
    instance_class,
    replica_classes,
    replicas,
    web,
)

_DATABASE, _WEB = "databases.platform", "web_services.platform"

PHASE2 = (
    Expectation(
        phase="phase2",
        said=(Said("D3", 261, "Port 8000"),),
        value=8000,
        reading=web("containerPort", "platform", lambda service: service.port),
    ),
    Expectation(
        phase="phase2",
        said=(Said("D3", 270, "Gunicorn Workers: 9"),),
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
)
