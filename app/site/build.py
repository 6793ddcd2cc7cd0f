"""Builds the site: every page from its template, and the files they use."""

import mimetypes
import sys
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
# The pages by name, with their titles; those with a place in the menu say so.
PAGES: Mapping[str, tuple[str, bool]] = {
    "index": ("SoftFactory", False),
    "signup": ("Sign up", False),
    "login": ("Sign in", False),
    "account": ("Your account", False),
    "chefs": ("Chefs", True),
    "chef": ("Book a chef", False),
    "kitchen": ("Your kitchen", False),
    "bookings": ("Your bookings", True),
    "posts": ("Your posts", True),
    "campaigns": ("Campaigns", True),
    "campaign": ("Campaign", False),
    "assistants": ("AI employees", True),
    "builder": ("WebApp builder", True),
    "listings": ("Listings", True),
}


def site() -> Mapping[str, tuple[str, bytes]]:
    """Path -> media type and content."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
    )
    menu = {name: title for name, (title, listed) in PAGES.items() if listed}
    found = {}
    for name, (title, _) in PAGES.items():
        page = templates.get_template(f"{name}.html.j2").render(name=name, title=title, menu=menu)
        found[f"/{name}.html"] = ("text/html; charset=utf-8", page.encode())
    for file in sorted((FOLDER / "files").iterdir()):
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        found[f"/files/{file.name}"] = (kind, file.read_bytes())
    return found | {"/": found["/index.html"]}


def write(target: Path) -> None:
    """For a bucket, whose root is the index."""
    for path, (_, content) in site().items():
        if path != "/":
            file = target / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
