"""What D7 says of connections beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, not_provisioned

_IN_USE = "how many connections are in use"

D7 = (
    deviation(
        "DEV-13",
        Said("D7", 769, "1 Gunicorn worker"),
        Said("D7", 770, "5 connections"),
        Said("D7", 771, "used: 2"),
        Said("D7", 771, "(40%)"),
        Said("D7", 772, "used: 4"),
        Said("D7", 772, "(80%)"),
        Said("D7", 773, "requests: 5"),
    ),
    deviation("DEV-08", Said("D7", 780, "requests: 270"), Said("D7", 788, "requests: 500")),
    not_provisioned(
        _IN_USE,
        Said("D7", 777, "used: 72"),
        Said("D7", 777, "(40%)"),
        Said("D7", 778, "used: 144"),
        Said("D7", 778, "(80%)"),
        Said("D7", 786, "108"),
        Said("D7", 786, "(40%)"),
        Said("D7", 787, "216"),
        Said("D7", 787, "(80%)"),
        Said("D7", 797, "540"),
        Said("D7", 797, "(40%)"),
        Said("D7", 798, "1,080"),
        Said("D7", 798, "(80%)"),
    ),
    deviation(
        "DEV-36",
        *(Said("D7", line, words) for line in range(791, 796) for words in ("180 +", "+ 90", "= 270")),
        Said("D7", 796, "1,350 connections"),
    ),
    deviation("DEV-05", Said("D7", 799, "300+")),
)
