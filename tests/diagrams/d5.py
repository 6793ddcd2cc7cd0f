"""What D5 says of the way from phase to phase beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, not_provisioned

D5 = (
    deviation(
        "DEV-08",
        Said("D5", 612, "100,000+ users"),
        Said("D5", 619, "50K"),
        Said("D5", 619, "20K concurrent"),
        Said("D5", 620, "15K concurrent"),
        Said("D5", 621, "12K concurrent"),
        Said("D5", 622, "30K"),
        Said("D5", 623, "10K"),
        Said("D5", 628, "10K"),
        Said("D5", 632, "1K"),
        Said("D5", 635, "100"),
        Said("D5", 652, "1K →"),
        Said("D5", 652, "→ 10K concurrent"),
        Said("D5", 661, "10K →"),
        Said("D5", 661, "→ 50K concurrent"),
        Said("D5", 672, "50K →"),
        Said("D5", 672, "→ 100K+ concurrent"),
    ),
    deviation(
        "DEV-09",
        *(Said("D5", 638, day) for day in ("Feb25", "Mar15", "May1", "Aug15", "Sep1")),
        *(Said("D5", 641, f" {weeks} ") for weeks in (2, 4, 8)),
        *(Said("D5", 647, words) for words in ("Feb 25", "Mar 15", "2 weeks")),
        *(Said("D5", 655, words) for words in ("Mar 15", "May 1", "6 weeks")),
        *(Said("D5", 664, words) for words in ("May 1", "Aug 15", "16 weeks")),
    ),
    not_provisioned("the state before phase 1, which nothing builds", Said("D5", 635, "Single monolith")),
)
