"""Each phase as processes on real stores: every command and probe of a pod, then somebody with a browser."""

import secrets
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from ops.demo import visit
from ops.demo.demo import ADMIN, Demo
from tests.app.contract.world import tomorrow
from tests.browsing import chromium
from tests.ops.demo.manifests import phase
from tests.phases import PHASES

pytestmark = [pytest.mark.services, pytest.mark.browser]


@pytest.fixture(scope="module", params=PHASES)
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Demo, str]]:
    found = Demo(request.param, phase(request.param), tmp_path_factory.mktemp(request.param))
    try:
        yield found, found.start()
    finally:
        found.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_what_pods_run_works_and_a_visitor_books_a_chef(demo: tuple[Demo, str], browser: Browser) -> None:
    running, url = demo
    wanted = {one.workload for one in phase(running.phase).servers()}
    assert {one.container.workload for one in running.processes} == wanted
    assert all(one.is_ready() for one in running.processes)
    assert "3 chefs" in visit.seed(url)

    page = browser.new_context(base_url=url).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/signup.html")
    me = {"name": "Guest", "email": f"{uuid.uuid4().hex}@test.example", "password": "correct horse battery"}
    for field, value in me.items():
        page.locator(f'form:has(button:text-is("Sign up")) [name="{field}"]').fill(value)
    page.get_by_role("button", name="Sign up", exact=True).click()
    expect(page.get_by_text("You are")).to_contain_text("Guest")
    page.goto("/chefs.html")
    page.get_by_role("link", name="Ann").click()
    page.locator('[name="date"]').fill(tomorrow(3))
    page.locator('[name="guests"]').fill("4")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".item")).to_contain_text("$200.00")
    assert errors == []


def test_the_phase_shows_what_it_does_with_a_request(demo: tuple[Demo, str]) -> None:
    running, url = demo
    password = secrets.token_urlsafe(16)
    running.make_admin(password)
    said = "\n".join(visit.show(url, running.web(), (ADMIN, password)))
    size = PHASES[running.phase]
    assert "hit in the cache: " in said
    assert ("read from: replica" in said) == bool(size.databases["platform"].replicas)
    assert "202 after" in said
    assert "published after" in said
    assert "NOT REACHED" not in said
    for workload in running.web():
        assert f"{workload} talks to master 127.0.0.1:" in said
    assert ("broker" in said) == bool(size.workers)
