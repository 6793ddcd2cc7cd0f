"""Files that only their user may read, written so that a reader never sees a part of one."""

import os
import tempfile
from pathlib import Path


def private_directory(path: Path) -> Path:
    """Makes the directory (0700) with its parents if it is not there, and returns it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_private(path: Path, content: str | bytes) -> bool:
    """Writes the file (0600) in one step; False if it had this content already."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    handle, temporary = tempfile.mkstemp(dir=private_directory(path.parent), prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True
