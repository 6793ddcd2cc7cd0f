import re
from pathlib import Path

from app.domain.catalog import ENDPOINTS
from app.site.build import PAGES, site, write

PATHS = {re.sub(r"{\w+}", "{}", endpoint.path) for rows in ENDPOINTS.values() for endpoint in rows}


def test_there_are_about_a_dozen_pages_and_every_link_leads_to_one() -> None:
    built = site()
    assert len(PAGES) >= 12
    for name, (_, content) in built.items():
        for link in re.findall(r'(?:href|src|data-then|data-href)="(/[^"?]*)', content.decode()):
            assert link in built, f"{name} links to {link}"


def test_pages_ask_only_what_is_served() -> None:
    for name, (kind, content) in site().items():
        if kind.startswith("text/html"):
            attributes = r'data-(?:path|list|object|choices)="([^"?]+)'
            for path in re.findall(attributes, content.decode()):
                assert re.sub(r"{\w+}", "{}", path) in PATHS, f"{name} asks {path}"


def test_no_page_has_a_script_or_style_of_its_own() -> None:
    # The content security policy would stop it.
    for kind, content in site().values():
        if kind.startswith("text/html"):
            assert not re.search(r"<script(?! src)|<style|\son\w+=|style=", content.decode())


def test_the_bucket_gets_every_page_and_file(tmp_path: Path) -> None:
    write(tmp_path)
    written = {f"/{file.relative_to(tmp_path)}" for file in tmp_path.rglob("*") if file.is_file()}
    assert written == set(site()) - {"/"}
