"""How the services are deployed: all in one, or split. It imports none, to be quick at every start."""

from collections.abc import Mapping

SERVICES = ("platform", "coocook", "sns_auto", "review", "ai", "webapp_builder", "experience")

# The monolith, and the deployments it is split into: which services each one serves.
SHAPES: Mapping[str, tuple[str, ...]] = {
    "monolith": SERVICES,
    "platform": ("platform",),
    "coocook": ("coocook",),
    "sns_auto": ("sns_auto",),
    "review": ("review",),
    "ai": ("ai",),
    "experience": ("webapp_builder", "experience"),
}
