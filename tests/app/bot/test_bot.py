"""The bot, from what Telegram sends to what its fake Bot API gets."""

import json
import threading

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app.backing.outside import FakeOutside
from app.backing.postgres import Postgres
from app.backing.process import free_port
from app.processes.telegram import call_me_at
from app.settings import SettingsError, load
from app.web.bot import PATH, SECRET_HEADER
from app.web.factory import create_app
from tests.app.api import Got, Person, through_flask
from tests.app.contract.world import booking, new_chef

pytestmark = pytest.mark.services

CHAT = 4711


class Chat:
    """Somebody who writes to the bot."""

    def __init__(self, app: Flask, outside: FakeOutside, secret: str, chat_id: int = CHAT) -> None:
        self._send, self._outside, self._secret, self._id = through_flask(app), outside, secret, chat_id

    def post(self, update: object) -> Got:
        headers = {SECRET_HEADER: self._secret, "Content-Type": "application/json"}
        return self._send("POST", PATH, headers, json.dumps(update).encode())

    def says(self, text: str) -> str:
        """What the bot answers."""
        before = len(self._outside.ledger.said)
        chat = {"id": self._id, "type": "private"}
        assert self.post({"update_id": 1, "message": {"chat": chat, "text": text, "date": 0}}).status == 200
        [(path, content)] = self._outside.ledger.said[before:]
        assert path.endswith("/sendMessage")
        assert content["chat_id"] == self._id
        return str(content["text"])


@pytest.fixture
def chat(app: Flask, outside: FakeOutside, phase1: dict[str, str]) -> Chat:
    return Chat(app, outside, phase1["TELEGRAM_SECRET"])


def test_only_telegram_gets_in(app: Flask, outside: FakeOutside, chat: Chat) -> None:
    before = len(outside.ledger.said)
    for secret in ("", "guessed", "é"):
        assert (
            Chat(app, outside, secret).post({"message": {"chat": {"id": 1}, "text": "/chefs"}}).status == 401
        )
    assert chat.post({"message": "?"}).status == 400
    # Telegram would send again and again what is not taken; edits, stickers and the like are no commands.
    assert chat.post({"update_id": 2, "edited_message": {}}).status == 200
    assert chat.post({"message": {"chat": {"id": 1}, "sticker": {}}}).status == 200
    assert len(outside.ledger.said) == before


def test_anybody_can_ask_who_cooks(app: Flask, chat: Chat) -> None:
    assert "/chefs" in chat.says("hello") == chat.says("/help")
    assert chat.says("/chefs no-such-cuisine") == "None yet."
    for cuisine in ("thai", "thai", "korean", "thai", "thai", "thai", "thai"):
        Person(through_flask(app)).signed_up()(
            "POST", "/api/coocook/chefs", new_chef() | {"cuisine": cuisine}, status=201
        )
    assert chat.says("/chefs@SoftFactoryBot korean") == "Ann, korean, Seoul: $50.00 per guest"
    assert chat.says("/chefs thai").endswith("… and 1 more")
    assert "Not valid: cuisine" in chat.says("/chefs two words")


def test_what_is_one_s_own_is_shown_to_one_s_own_chat(
    app: Flask, chat: Chat, outside: FakeOutside, phase1: dict[str, str]
) -> None:
    send = through_flask(app)
    cook, me = Person(send).signed_up(), Person(send).signed_up("Kim")
    assert "signed-in" in chat.says("/bookings")
    code = me("POST", "/api/auth/telegram", status=201)["code"]
    assert "not valid" in chat.says(f"/start {code}x")
    assert chat.says(f"/start {code}").startswith("Hello Kim.")
    # A code works once.
    other = Chat(app, outside, phase1["TELEGRAM_SECRET"], CHAT + 1)
    assert "not valid" in other.says(f"/start {code}")
    assert "signed-in" in other.says("/posts")
    assert chat.says("/bookings") == chat.says("/posts") == "None yet."
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    booking(me, chef["id"], 3)
    booking(cook, chef["id"], 4)
    assert chat.says("/bookings").endswith("2 guests, $100.00, pending")
    account = me("POST", "/api/sns-auto/accounts", {"platform": "blog", "handle": "kim"}, status=201)
    me("POST", "/api/sns-auto/posts", {"account_id": account["id"], "content": "Tea"}, status=201)
    assert chat.says("/posts draft") == "draft: Tea"
    # Nor can the chat do more than look.
    me("DELETE", "/api/auth/telegram", status=204)
    assert "signed-in" in chat.says("/bookings")


def test_a_code_is_for_ten_minutes_and_a_chat_for_one_account(
    app: Flask, chat: Chat, postgres: Postgres, database: str
) -> None:
    first, second = (Person(through_flask(app)).signed_up(name) for name in ("Ann", "Bo"))
    late = first("POST", "/api/auth/telegram", status=201)["code"]
    postgres.execute("UPDATE platform.telegram_links SET code_expires_at = now()", database)
    assert "not valid" in chat.says(f"/start {late}")
    for person, name in ((first, "Ann"), (second, "Bo")):
        code = person("POST", "/api/auth/telegram", status=201)["code"]
        assert chat.says(f"/start {code}").startswith(f"Hello {name}.")
    linked = postgres.execute(f"SELECT user_id FROM platform.telegram_links WHERE chat_id = {CHAT}", database)
    assert [user_id for (user_id,) in linked] == [second("GET", "/api/users/me")["id"]]


def test_an_admin_is_nobody_special_in_a_chat(
    app: Flask, chat: Chat, postgres: Postgres, database: str
) -> None:
    me = Person(through_flask(app)).signed_up()
    postgres.execute("UPDATE platform.users SET role = 'admin'", database)
    chat.says(f"/start {me('POST', '/api/auth/telegram', status=201)['code']}")
    assert chat.says("/posts") == "None yet."


def test_what_another_process_serves_is_asked_of_the_gateway(
    app: Flask, phase1: dict[str, str], outside: FakeOutside
) -> None:
    gateway = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    chef = new_chef() | {"cuisine": "nordic"}
    Person(through_flask(app)).signed_up()("POST", "/api/coocook/chefs", chef, status=201)
    nobody, there = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{gateway.server_port}"
    for variables, answer in (
        (phase1, "not to be had here"),
        (phase1 | {"GATEWAY_URL": nobody}, "does not answer now"),
        (phase1 | {"GATEWAY_URL": there}, "Ann, nordic, Seoul: $50.00 per guest"),
    ):
        platform = create_app(load(variables), "platform")
        said = Chat(platform, outside, phase1["TELEGRAM_SECRET"], CHAT + 2)
        assert answer in said.says("/chefs nordic")
        platform.extensions["runtime"].close()
    gateway.shutdown()


def test_without_a_bot_there_is_none(phase1: dict[str, str]) -> None:
    without = {name: value for name, value in phase1.items() if not name.startswith("TELEGRAM_")}
    app = create_app(load(without), "monolith")
    anybody = Person(through_flask(app))
    anybody("POST", PATH, {}, status=404)
    anybody.signed_up()("POST", "/api/auth/telegram", status=404)
    app.extensions["runtime"].close()


def test_telegram_is_told_where_the_bot_is(
    phase1: dict[str, str],
    outside: FakeOutside,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in phase1.items():
        monkeypatch.setenv(name, value)
    call_me_at("https://app.example/")
    path, content = outside.ledger.said[-1]
    assert path == f"/telegram/bot{phase1['TELEGRAM_TOKEN']}/setWebhook"
    assert content["url"] == f"https://app.example{PATH}"
    assert content["secret_token"] == phase1["TELEGRAM_SECRET"]
    outside.ledger.failing[path] = 401
    with pytest.raises(SettingsError, match="answered 401") as refused:
        call_me_at("https://app.example")
    outside.ledger.failing.clear()
    assert phase1["TELEGRAM_TOKEN"] not in str(refused.value) + capsys.readouterr().out
    monkeypatch.delenv("TELEGRAM_TOKEN")
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN"):
        call_me_at("https://app.example")
