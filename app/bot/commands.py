"""What the bot understands, and what it answers."""

from collections.abc import Callable, Mapping
from typing import Any

from app.bot.api import ApiProblem, BotApi
from app.domain.platform.telegram import link, user_of
from app.identity.credentials import AppCredentials
from app.runtime import Runtime

SHOWN = "5"
# The longest message that Telegram takes, in characters.
LONGEST = 4096


def _chef(one: Mapping[str, Any]) -> str:
    return f"{one['name']}, {one['cuisine']}, {one['location']}: ${one['price_cents'] / 100:.2f} per guest"


def _booking(one: Mapping[str, Any]) -> str:
    return f"{one['date']}: {one['guests']} guests, ${one['total_cents'] / 100:.2f}, {one['status']}"


def _post(one: Mapping[str, Any]) -> str:
    return f"{one['status']}: {one['content'][:80]}"


Line = Callable[[Mapping[str, Any]], str]
# Command -> what is asked, how an item is told, and what may follow the command.
LISTS: Mapping[str, tuple[str, Line, str | None]] = {
    "/chefs": ("/api/coocook/chefs", _chef, "cuisine"),
    "/bookings": ("/api/coocook/bookings", _booking, None),
    "/posts": ("/api/sns-auto/posts", _post, "status"),
}
HELP = "\n".join([
    "/chefs [cuisine]: who can be booked",
    "/bookings: your bookings",
    "/posts [status]: your posts",
    "To see what is yours, get a code on your account's page and send /start CODE.",
])  # fmt: skip


class Bot:
    def __init__(self, runtime: Runtime) -> None:
        self._api = BotApi(runtime)
        self._dispatcher = runtime.dispatcher
        self._credentials: AppCredentials = runtime.credentials

    def hear(self, chat_id: int, text: str) -> None:
        """Answer, by a job: Telegram sends again what is not taken at once."""
        command, _, rest = text.strip().partition(" ")
        # In groups a command may name the bot it is for.
        command = command.partition("@")[0].lower()
        try:
            reply = (
                self._start(chat_id, rest.strip())
                if command == "/start"
                else self._list(chat_id, command, rest)
            )
        except ApiProblem as problem:
            reply = str(problem)
        with self._dispatcher.transaction("platform") as call:
            call.later("send_telegram", chat_id=chat_id, text=reply[:LONGEST])

    def _start(self, chat_id: int, code: str) -> str:
        if not code:
            return f"Hello.\n{HELP}"
        with self._dispatcher.transaction("platform") as call:
            user = link(call, chat_id, code)
            return (
                f"Hello {user.name}.\n{HELP}" if user else "This code is not valid any more; get another one."
            )

    def _list(self, chat_id: int, command: str, rest: str) -> str:
        if command not in LISTS:
            return HELP
        path, line, field = LISTS[command]
        query = {"per_page": SHOWN} | ({field: rest} if field and rest else {})
        found = self._api.get(path, query, self._token(chat_id))
        lines = [line(one) for one in found["items"]]
        if found["total"] > len(lines):
            lines.append(f"… and {found['total'] - len(lines)} more")
        return "\n".join(lines) or "None yet."

    def _token(self, chat_id: int) -> str | None:
        with self._dispatcher.transaction("platform") as call:
            user = user_of(call, chat_id)
            # Never as an admin: a chat is easier to get at than a session.
            return self._credentials.access(user.id, "user", user.name) if user else None
