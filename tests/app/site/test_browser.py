"""Three journeys in a real browser: booking a chef, scheduling a post, running a campaign.

PICTURES=docs/pictures makes the pictures of docs/app.md anew.
"""

import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app.backing.outside import FakeOutside
from app.settings import load
from app.web.bot import PATH, SECRET_HEADER
from app.web.factory import create_app
from tests.app.contract.world import tomorrow
from tests.browsing import chromium

pytestmark = [pytest.mark.services, pytest.mark.browser]


@pytest.fixture(scope="module")
def base(phase1: dict[str, str]) -> Iterator[str]:
    app = create_app(load(phase1), "monolith")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    app.extensions["runtime"].close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Visitor:
    """Somebody with a browser window of their own, whose pages log no error."""

    def __init__(self, browser: Browser, base: str, name: str) -> None:
        self.page: Page = browser.new_context(
            base_url=base, viewport={"width": 1000, "height": 640}
        ).new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.fill("/signup.html", {
            "name": name, "email": f"{uuid.uuid4().hex}@test.example", "password": "correct horse battery"
        }, "Sign up")  # fmt: skip
        expect(self.page.get_by_text("You are")).to_contain_text(name)

    def fill(self, path: str, values: dict[str, str], button: str) -> None:
        if path:
            self.page.goto(path)
        for field, value in values.items():
            place = self.page.locator(f'form:has(button:text-is("{button}")) [name="{field}"]')
            if place.evaluate("place => place.tagName") == "SELECT":
                place.select_option(label=value)
            else:
                place.fill(value)
        self.page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("PICTURES", tmp_path))


def test_booking_a_chef(browser: Browser, base: str, pictures: Path) -> None:
    cook, guest = Visitor(browser, base, "Ann"), Visitor(browser, base, "Bo")
    offer = {
        "name": "Ann Cook",
        "cuisine": "korean",
        "location": "Seoul",
        "bio": "Since 1999",
        "price_cents": "25",
    }
    cook.fill("/kitchen.html", offer, "Offer")
    expect(cook.page.get_by_text("Ann Cook")).to_be_visible()
    guest.page.goto("/chefs.html")
    guest.page.get_by_role("link", name="Ann Cook").click()
    expect(guest.page.get_by_text("$25.00")).to_be_visible()
    guest.fill("", {"date": tomorrow(3), "guests": "4"}, "Book")
    expect(guest.page.locator(".item")).to_contain_text("$100.00")
    guest.page.screenshot(path=pictures / "booking.png")
    guest.page.get_by_role("button", name="Cancel").click()
    expect(guest.page.locator(".item")).to_contain_text("cancelled")
    assert cook.errors + guest.errors == []


def test_linking_a_chat(browser: Browser, base: str, phase1: dict[str, str], outside: FakeOutside) -> None:
    me = Visitor(browser, base, "Kim")
    me.fill("/account.html", {}, "Get a code")
    words = me.page.get_by_text("send the bot")
    expect(words).to_be_visible()
    command = (words.text_content() or "").partition("bot: ")[2]
    message = {"message": {"chat": {"id": 7}, "text": command}}
    secret = {SECRET_HEADER: phase1["TELEGRAM_SECRET"]}
    assert httpx.post(f"{base}{PATH}", json=message, headers=secret).status_code == 200
    path, said = outside.ledger.said[-1]
    assert "Hello Kim" in said["text"], path
    me.fill("", {}, "Forget my chat")
    expect(me.page.get_by_text("No chat sees this account any more.")).to_be_visible()
    assert me.errors == []


def test_scheduling_a_post(browser: Browser, base: str, pictures: Path) -> None:
    me = Visitor(browser, base, "Kim")
    me.fill("/posts.html", {"platform": "instagram", "handle": "kim"}, "Add")
    option = me.page.locator("select[name=account_id] option")
    expect(option).to_have_text("instagram: kim")
    me.fill("", {"content": "Hello from here", "account_id": "instagram: kim"}, "Post")
    expect(me.page.locator(".item")).to_contain_text("published")
    me.fill("", {"content": "Later", "due_at": f"{tomorrow(2)}T10:00"}, "Post")
    expect(me.page.locator(".item").first).to_contain_text("scheduled")
    me.page.screenshot(path=pictures / "posts.png")
    assert me.errors == []


def test_running_a_campaign(browser: Browser, base: str, pictures: Path) -> None:
    brand, kim = Visitor(browser, base, "Brand"), Visitor(browser, base, "Kim")
    campaign = {
        "title": "Try our tea", "brief": "Green tea", "niche": "food", "platform": "blog",
        "reward_cents": "9",
        "slots": "1", "ends_on": tomorrow(20),
    }  # fmt: skip
    brand.fill("/campaigns.html", campaign, "Start")
    expect(brand.page.get_by_text("(active)")).to_be_visible()
    kim.page.goto("/campaigns.html")
    kim.page.get_by_role("link", name="Try our tea").click()
    kim.fill("", {"handle": "kim.food", "niche": "food", "followers": "900"}, "Apply")
    expect(kim.page.get_by_text("You have applied.")).to_be_visible()
    brand.page.reload()
    brand.page.get_by_role("button", name="Accept").click()
    expect(brand.page.locator(".item")).to_contain_text("accepted")
    brand.page.screenshot(path=pictures / "campaign.png")
    assert brand.errors + kim.errors == []
