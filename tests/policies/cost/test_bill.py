from decimal import Decimal

from policies.cost.bill import bill, line


def test_a_line_is_quantity_times_price() -> None:
    made = line("databases", "platform", 3, "db.t3.large")
    assert (made.on_demand, made.planned) == (Decimal("317.55"), Decimal("317.55"))
    assert made.rate == "0.145 per hour"


def test_a_share_is_paid_as_planned() -> None:
    made = line("node_groups", "spot", 2, "t4g.large", share=Decimal("0.4"))
    assert (made.on_demand, made.planned) == (Decimal("98.11"), Decimal("39.24"))


def test_what_is_free_is_not_paid() -> None:
    assert line("operations", "alarms", 10, "alarm").on_demand == 0
    assert line("operations", "alarms", 35, "alarm").on_demand == Decimal("2.50")
    assert "10 free" in line("operations", "alarms", 35, "alarm").rate


def test_a_bill_adds_up_and_leaves_out_what_there_is_none_of() -> None:
    made = bill([line("a", "x", 1, "secret"), line("a", "y", 0, "key"), line("b", "z", 2, "secret")])
    assert [one.item for one in made.lines] == ["x", "z"]
    assert made.on_demand == made.planned == Decimal("1.20")
