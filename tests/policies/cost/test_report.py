from policies.cost.__main__ import FRESH, PAGE
from policies.cost.bill import bill, line
from policies.cost.price_book import SOURCES
from policies.cost.report import report


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == FRESH, "run python -m policies.cost"


def test_every_line_both_totals_and_every_source_are_on_the_page() -> None:
    page = report(
        {"one": bill([line("databases", "platform", 2, "db.t3.large")]), "two": bill([])},
        {"one": 300, "two": 1500},
    )
    assert "| databases | platform | 2 | 0.145 per hour | 211.70 | 211.70 |" in page
    assert "| On demand | 211.70 | 0.00 |" in page
    assert "| Budget | 300 | 1,500 |" in page
    assert "| | **Total** | | | **211.70** | **211.70** |" in page
    assert all(source in page for source in SOURCES.values())
