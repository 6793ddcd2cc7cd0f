"""What D3 says of phase 2 beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, not_provisioned, of_the_app

D3 = (
    deviation(
        "DEV-08",
        Said("D3", 250, "~50,000 users"),
        Said("D3", 271, "Max concurrent: ~2,000"),
        Said("D3", 393, "500 →"),
        Said("D3", 393, "→ 2,000"),
        Said("D3", 393, "(4x increase)"),
    ),
    deviation("DEV-09", Said("D3", 251, "4 weeks")),
    deviation("DEV-10", Said("D3", 365, "1,000 QPS"), Said("D3", 404, "1,000 QPS limit")),
    deviation("DEV-11", Said("D3", 300, "from 50%"), Said("D3", 396, "50% →")),
    deviation(
        "DEV-12",
        Said("D3", 364, "Write latency: <10ms"),
        Said("D3", 376, "<5ms"),
        Said("D3", 394, "<500ms →"),
        Said("D3", 394, "→ <200ms"),
    ),
    deviation("DEV-19", Said("D3", 397, "3x distribution"), Said("D3", 397, "(3 instances)")),
    not_provisioned("how much users ask for", Said("D3", 395, "60% of requests")),
    of_the_app(
        "test_catalog.py::test_the_six_blueprints_have_the_endpoints_of_the_diagram",
        Said("D3", 264, "6 SERVICE BLUEPRINTS"),
    ),
    of_the_app(
        "contract/test_journeys.py::test_posting_now_and_later",
        Said("D3", 281, "202 Accepted"),
        Said("D3", 287, "(202 responses)"),
    ),
    of_the_app(
        "jobs/test_configuration.py::test_a_job_is_ended_after_five_minutes",
        Said("D3", 316, "Job timeout: 5 minutes"),
    ),
)
