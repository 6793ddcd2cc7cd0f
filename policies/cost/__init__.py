"""What a phase costs in a month: the price book, the bill, the report."""
