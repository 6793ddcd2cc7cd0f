"""What D4 says of phase 3 beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation

D4 = (
    deviation(
        "DEV-08",
        Said("D4", 419, "100,000+ concurrent users"),
        Said("D4", 479, "10,000 (per"),
        Said("D4", 582, "2,000 →"),
        Said("D4", 582, "→ 10,000+ per service"),
        Said("D4", 583, "50,000 →"),
        Said("D4", 583, "→ 100,000+"),
    ),
    deviation("DEV-09", Said("D4", 420, "8 weeks")),
    deviation(
        "DEV-10", Said("D4", 552, "10,000 jobs/sec"), Said("D4", 586, "1K QPS"), Said("D4", 586, "→ 5K QPS")
    ),
    deviation("DEV-11", Said("D4", 565, "95%+")),
    deviation("DEV-12", Said("D4", 590, "<50ms")),
    deviation("DEV-20", Said("D4", 589, "80% →"), Said("D4", 589, "→ 95%")),
)
