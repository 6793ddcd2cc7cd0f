"""Where Telegram sends what people write to the bot."""

import hmac
import json

from flask import Flask, Response, request
from pydantic import BaseModel, ValidationError

from app.bot.commands import Bot
from app.dispatch.message import problem_answer
from app.domain.problem import BadRequest, Problem, Unauthenticated
from app.runtime import Runtime
from app.web.carry import to_flask

PATH = "/api/auth/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


class Chat(BaseModel):
    id: int


class Message(BaseModel):
    chat: Chat
    text: str = ""


class Update(BaseModel):
    """Only what the bot looks at; Telegram adds fields as it likes."""

    message: Message | None = None


def add_bot(app: Flask, runtime: Runtime) -> None:
    """In the process that signs people in, if there is a bot."""
    settings = runtime.settings
    secret = settings.telegram_secret
    if settings.telegram_token is None or secret is None or settings.jwt_signing_key is None:
        return
    bots: list[Bot] = []

    def hear() -> Response:
        try:
            said = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(said.encode(), secret.get_secret_value().encode()):
                raise Unauthenticated("This is for Telegram only.")
            update = _update(request.get_data(cache=False))
        except Problem as problem:
            return to_flask(problem_answer(problem))
        if update.message is not None and update.message.text:
            if not bots:
                bots.append(Bot(runtime))
            bots[0].hear(update.message.chat.id, update.message.text)
        return Response(json.dumps({}), 200, {"Content-Type": "application/json"})

    app.add_url_rule(PATH, PATH, hear, methods=["POST"])


def _update(body: bytes) -> Update:
    try:
        return Update.model_validate_json(body)
    except ValidationError as error:
        raise BadRequest("The body is not an update of Telegram's.") from error
