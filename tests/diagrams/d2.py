"""What D2 says of phase 1 beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, not_provisioned, of_the_app

D2 = (
    deviation(
        "DEV-08",
        Said("D2", 135, "~10,000 users"),
        Said("D2", 158, "Max concurrent: ~500"),
        Said("D2", 226, "100 →"),
        Said("D2", 226, "→ 500"),
        Said("D2", 226, "(5x increase)"),
        Said("D2", 235, "5,000+ users"),
    ),
    deviation("DEV-09", Said("D2", 136, "2 weeks")),
    deviation(
        "DEV-10",
        Said("D2", 214, "50-100 RPS"),
        Said("D2", 229, "50 →"),
        Said("D2", 229, "→ 150"),
        Said("D2", 229, "(3x with cache)"),
    ),
    deviation(
        "DEV-11",
        Said("D2", 163, "(50-70%)"),
        Said("D2", 175, "60% hit rate"),
        Said("D2", 176, "50% hit"),
        Said("D2", 177, "70% hit"),
        Said("D2", 178, "40% hit"),
        Said("D2", 179, "80% hit"),
        Said("D2", 190, "(30% of queries)"),
        Said("D2", 191, "(50-70% of queries"),
        Said("D2", 227, "0% →"),
        Said("D2", 227, "→ 50-70%"),
    ),
    deviation(
        "DEV-12",
        Said("D2", 163, "(5ms response)"),
        Said("D2", 196, "20-30% faster"),
        Said("D2", 212, "50ms ←"),
        Said("D2", 212, "down from 100ms"),
        Said("D2", 228, "100ms →"),
        Said("D2", 228, "→ 50ms"),
    ),
    not_provisioned("what phase 1 grew from", Said("D2", 230, "4 →"), Said("D2", 231, "20 →")),
    deviation("DEV-35", Said("D2", 157, "30 (base)")),
    of_the_app(
        "test_catalog.py::test_the_six_blueprints_have_the_endpoints_of_the_diagram",
        Said("D2", 149, "6 SERVICE BLUEPRINTS"),
        Said("D2", 150, "60+ endpoints"),
    ),
    of_the_app(
        "processes/test_processes.py::test_the_monolith_of_phase_1_in_sync_workers",
        Said("D2", 156, "Memory per worker: ~150MB"),
    ),
    of_the_app(
        "cache/test_answers.py::test_the_times_to_live_are_those_of_the_diagram",
        Said("D2", 175, "TTL: 300s"),
        Said("D2", 176, "TTL: 600s"),
        Said("D2", 177, "TTL: 3600s"),
        Said("D2", 178, "TTL: 60s"),
        Said("D2", 179, "TTL: 300s"),
    ),
    of_the_app(
        "database/test_migrate.py::test_the_thirteen_indexes_are_there_and_valid",
        Said("D2", 202, "8 more compound indexes"),
    ),
    of_the_app(
        "database/test_routing.py::test_no_request_opens_a_connection_when_warm",
        Said("D2", 213, "<1ms (pooled)"),
    ),
)
