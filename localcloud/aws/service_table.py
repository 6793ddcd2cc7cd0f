"""The table of docs/local-cloud.md: what is bound of each AWS service, and what has no effect here."""

from collections import defaultdict

from localcloud.aws.binding import Binding
from localcloud.aws.bindings import BINDINGS

BEGIN, END = "<!-- services: begin -->", "<!-- services: end -->"


def table() -> str:
    """Markdown: one row per service, with its types, how many properties are mapped, and how many are not."""
    services: defaultdict[str, list[Binding]] = defaultdict(list)
    for binding in BINDINGS.values():
        services[binding.service].append(binding)
    rows = ["| service | resource types | properties mapped | not simulated |", "|---|---|---|---|"]
    for service, bindings in sorted(services.items()):
        types = ", ".join(sorted(binding.type.split(":")[-1] for binding in bindings))
        mapped = sum(len(binding.properties) for binding in bindings)
        rows.append(f"| {service} | {types} | {mapped} | {_not_simulated(bindings)} |")
    return "\n".join(rows)


def _not_simulated(bindings: list[Binding]) -> str:
    reasons = [
        f"`{binding.type.split(':')[-1]}.{key}`: {why}"
        for binding in bindings
        for key, why in binding.not_simulated.items()
    ]
    return f"{len(reasons)}" + (f" ({'; '.join(reasons)})" if reasons else "")


def page_with_table(page: str) -> str:
    """The page with the table between its markers made anew."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    print(table())
