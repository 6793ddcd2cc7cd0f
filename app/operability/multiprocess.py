"""Metrics of several workers of one process group: kept in files that every worker can sum up."""

import os
from pathlib import Path


def metrics_folder() -> Path | None:
    """Where prometheus_client keeps them; it reads this variable itself, at import."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(folder) if folder else None
