"""What D1 says of the state before phase 1, beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, not_provisioned, of_the_app

_BEFORE = "the state before phase 1, which nothing builds"

D1 = (
    not_provisioned(
        _BEFORE,
        Said("D1", 7, "Single Monolith"),
        Said("D1", 12, "Single Instance Deployment"),
        Said("D1", 86, "Gunicorn Workers: 4"),
        Said("D1", 106, "92KB (dev)"),
        Said("D1", 113, "Single point of failure"),
        Said("D1", 119, "4 workers"),
        Said("D1", 121, "No Caching"),
        Said("D1", 121, "100% of reads"),
        Said("D1", 122, "No Async"),
        Said("D1", 123, "Single Instance"),
        Said("D1", 123, "No redundancy"),
    ),
    deviation(
        "DEV-08",
        Said("D1", 13, "~1,000 users"),
        Said("D1", 89, "Max concurrent: ~100"),
        Said("D1", 119, "25 req/worker"),
        Said("D1", 119, "100 concurrent users"),
        Said("D1", 120, "~200 concurrent users"),
    ),
    deviation("DEV-13", Said("D1", 105, "Connections: 20 max"), Said("D1", 120, "20 connections exhausted")),
    deviation("DEV-15", Said("D1", 96, "12 SQLAlchemy Models")),
    deviation("DEV-17", Said("D1", 21, "75 HTML")),
    of_the_app(
        "test_catalog.py::test_the_six_blueprints_have_the_endpoints_of_the_diagram",
        Said("D1", 39, "6 SERVICE BLUEPRINTS"),
        Said("D1", 45, "20 endpoints"),
        Said("D1", 52, "12 endpoints"),
        Said("D1", 59, "8 endpoints"),
        Said("D1", 66, "10 endpoints"),
        Said("D1", 73, "8 endpoints"),
        Said("D1", 80, "6 endpoints"),
    ),
    of_the_app(
        "processes/test_processes.py::test_the_monolith_of_phase_1_in_sync_workers",
        Said("D1", 88, "Memory per worker: ~150MB"),
    ),
)
