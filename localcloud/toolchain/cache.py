"""Where the programs are kept: a folder of the user's, shared by all checkouts."""

import os
from pathlib import Path


def root() -> Path:
    """$SOFTFACTORY_CACHE, else `softfactory` in the user's cache folder."""
    own = os.environ.get("SOFTFACTORY_CACHE")
    if own:
        return Path(own).absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "softfactory"


def directory(name: str, version: str) -> Path:
    """The folder of one program in one version: bin/, and libexec/ or share/ where it needs them."""
    return root() / f"{name}-{version}"


def present(path: Path) -> bool:
    """Whether an executable is there; it is moved into place last, so everything beside it is there too."""
    return path.is_file() and os.access(path, os.X_OK)
