"""The outside systems that speak HTTP with a token: social networks, payments, the assistant, web hosting."""

from app.outside.http import OutsideApi


class SnsApi:
    def __init__(self, api: OutsideApi) -> None:
        self._api = api

    def publish(self, platform: str, handle: str, content: str, key: str) -> str:
        return str(self._api.post(f"/{platform}/posts", {"handle": handle, "content": content}, key)["id"])


class PaymentApi:
    def __init__(self, api: OutsideApi) -> None:
        self._api = api

    def charge(self, amount_cents: int, source: str, key: str) -> str:
        return str(self._api.post("/charges", {"amount_cents": amount_cents, "source": source}, key)["id"])

    def void(self, key: str) -> str | None:
        charge = self._api.post("/voids", {"key": key}, f"void-{key}")["charge"]
        return None if charge is None else str(charge)

    def refund(self, reference: str, key: str) -> None:
        self._api.post("/refunds", {"charge": reference}, key)


class AssistantApi:
    def __init__(self, api: OutsideApi) -> None:
        self._api = api

    def answer(self, prompt: str, question: str, key: str) -> tuple[str, int]:
        answer = self._api.post("/answers", {"prompt": prompt, "question": question}, key)
        return str(answer["answer"]), int(answer["tokens"])


class TelegramApi:
    def __init__(self, api: OutsideApi) -> None:
        self._api = api

    def send(self, chat_id: int, text: str) -> None:
        self._api.post("/sendMessage", {"chat_id": chat_id, "text": text}, "")

    def call_me_at(self, url: str, secret: str) -> None:
        """Have what people write sent to `url`, with `secret` as a header."""
        wanted = {"url": url, "secret_token": secret, "allowed_updates": ["message"]}
        self._api.post("/setWebhook", wanted, "")


class HostingApi:
    def __init__(self, api: OutsideApi) -> None:
        self._api = api

    def deploy(self, slug: str, key: str) -> str:
        return str(self._api.post("/sites", {"slug": slug}, key)["url"])
