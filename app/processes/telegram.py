"""Tells Telegram where the bot is; again changes nothing."""

import logging
import os

from app.domain.ports import OutsideError, OutsideRefusal
from app.operability.logs import set_up_logs
from app.outside.systems import telegram
from app.settings import SettingsError, load
from app.web.bot import PATH

log = logging.getLogger(__name__)


def call_me_at(public_url: str) -> None:
    set_up_logs("telegram")
    settings = load(os.environ)
    api, secret = telegram(settings), settings.telegram_secret
    if api is None or secret is None:
        raise SettingsError("A bot needs TELEGRAM_URL, TELEGRAM_TOKEN and TELEGRAM_SECRET; set them.")
    address = public_url.rstrip("/") + PATH
    try:
        api.call_me_at(address, secret.get_secret_value())
    except (OutsideError, OutsideRefusal) as error:
        raise SettingsError(f"Telegram does not take the address {address}: {error}.") from error
    log.info("Telegram sends what the bot is told to %s", address)
