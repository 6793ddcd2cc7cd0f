"""What D6 says of the way of a request beyond what is read from the deployed cloud."""

from tests.diagrams.expectation import Said
from tests.diagrams.treatment import deviation, measured, not_provisioned, of_the_app

D6 = (
    measured("| phase1: uncached read, median", Said("D6", 696, "~50ms")),
    measured("| phase2: cached read, median", Said("D6", 710, "[5ms]")),
    deviation(
        "DEV-08",
        Said("D6", 700, "Concurrent users: ~100"),
        Said("D6", 731, "Concurrent users: ~2,000"),
        Said("D6", 758, "10,000"),
    ),
    deviation("DEV-10", Said("D6", 701, "1000 RPS"), Said("D6", 732, "1,000 jobs/sec")),
    deviation("DEV-11", Said("D6", 688, "50% probability"), Said("D6", 689, "50% probability")),
    deviation(
        "DEV-12",
        Said("D6", 688, "[5ms]"),
        Said("D6", 692, "[40ms]"),
        Said("D6", 693, "[5ms]"),
        Said("D6", 694, "[2ms]"),
        Said("D6", 695, "[2ms]"),
        Said("D6", 697, "[1ms]"),
        Said("D6", 699, "5-50ms"),
        Said("D6", 709, "(3ms)"),
        Said("D6", 711, "[10ms]"),
        Said("D6", 712, "15-20ms"),
        Said("D6", 716, "[1ms]"),
        Said("D6", 717, "[5ms]"),
        Said("D6", 718, "[2ms]"),
        Said("D6", 719, "[1ms]"),
        Said("D6", 720, "~9ms"),
        Said("D6", 729, "5-20ms"),
        Said("D6", 740, "[1ms]"),
        Said("D6", 746, "[5-20ms]"),
        Said("D6", 748, "[2ms]"),
        Said("D6", 749, "[3ms]"),
        Said("D6", 751, "[8ms]"),
        Said("D6", 752, "[1ms]"),
        Said("D6", 753, "[1ms]"),
        Said("D6", 757, "5-30ms"),
    ),
    not_provisioned(
        "how long the platform that is posted to takes",
        Said("D6", 725, "500ms"),
        Said("D6", 725, "2s"),
        Said("D6", 730, "500ms"),
        Said("D6", 730, "2s"),
    ),
    of_the_app(
        "test_catalog.py::test_a_page_has_twenty_items_if_nobody_says", Said("D6", 693, "20 chef objects")
    ),
    of_the_app("contract/test_journeys.py::test_booking_a_chef", Said("D6", 697, "(200 OK)")),
    of_the_app("contract/test_journeys.py::test_posting_now_and_later", Said("D6", 719, "202 Accepted")),
)
