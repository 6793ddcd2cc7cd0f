"""The routes of the gateway, by the process of the app that answers them."""

from collections.abc import Mapping
from typing import Final

from components.workloads.app_process import ProcessName
from components.workloads.gateway_route import GatewayRoute

# Longer than the 30 s that a worker has, so that the app's own answer is the one that is heard, and shorter
# than the 65 s of the load balancer.
WORK_SECONDS = 35
# What reads a little or checks a password; if it takes longer, more of the same would not help.
QUICK_SECONDS = 10
# Between two signs of life on a WebSocket, which has one every 25 s.
STREAM_SECONDS = 60

DOCUMENT: Final = "/api/openapi.json"


def _for_users(name: str, *paths: str) -> GatewayRoute:
    return GatewayRoute(name=name, paths=paths, caller="user", read_seconds=WORK_SECONDS)


def _to_read(name: str, *paths: str) -> GatewayRoute:
    return GatewayRoute(
        name=f"{name}-open", paths=paths, caller="anyone", methods=("GET",), read_seconds=QUICK_SECONDS
    )


def _document(name: str, path: str) -> GatewayRoute:
    return GatewayRoute(
        name=f"{name}-document",
        paths=(path,),
        caller="anyone",
        methods=("GET",),
        read_seconds=QUICK_SECONDS,
        upstream_path=DOCUMENT,
    )


# D4 names six prefixes. Those of the AI service and of the WebApp Builder are missing there, and what the
# platform has besides auth and payment.
ROUTES: Final[Mapping[ProcessName, tuple[GatewayRoute, ...]]] = {
    "coocook": (
        _for_users("coocook", "/api/coocook/*"),
        _to_read(
            "coocook",
            "/api/coocook/chefs",
            "/api/coocook/chefs/{chef_id}",
            "/api/coocook/chefs/{chef_id}/rating",
            "/api/coocook/chefs/{chef_id}/availability",
            "/api/coocook/chefs/{chef_id}/reviews",
            "/api/coocook/cuisines",
        ),
        _document("coocook", "/api/coocook/openapi.json"),
    ),
    "sns-auto": (
        _for_users("sns-auto", "/api/sns-auto/*"),
        _to_read("sns-auto", "/api/sns-auto/platforms"),
        _document("sns-auto", "/api/sns-auto/openapi.json"),
    ),
    "review": (
        _for_users("review", "/api/review/*"),
        _to_read("review", "/api/review/campaigns", "/api/review/campaigns/{campaign_id}"),
        _document("review", "/api/review/openapi.json"),
    ),
    "platform": (
        _for_users("auth", "/api/auth/*"),
        _for_users("payment", "/api/payment/*"),
        _for_users("users", "/api/users", "/api/users/*"),
        _for_users("products", "/api/products", "/api/products/*"),
        _for_users("subscriptions", "/api/subscriptions", "/api/subscriptions/*"),
        GatewayRoute(
            name="sign-in",
            paths=("/api/auth/signup", "/api/auth/login", "/api/auth/demo"),
            caller="signing in",
            methods=("POST",),
            read_seconds=QUICK_SECONDS,
        ),
        # They bring a refresh token in their body, or the secret of the bot in a header: the app knows it.
        GatewayRoute(
            name="session",
            paths=("/api/auth/refresh", "/api/auth/logout", "/api/auth/telegram/webhook"),
            caller="anyone",
            methods=("POST",),
            read_seconds=QUICK_SECONDS,
        ),
        _to_read("products", "/api/products", "/api/products/{product_id}"),
        _document("platform", DOCUMENT),
        # A browser cannot send a header with a WebSocket: the token is where only the app looks for it.
        GatewayRoute(
            name="events",
            paths=("/api/events",),
            caller="anyone",
            methods=("GET",),
            read_seconds=STREAM_SECONDS,
        ),
    ),
    "experience": (
        _for_users("experience", "/api/experience/*"),
        _for_users("webapp-builder", "/api/webapp-builder/*"),
        _to_read(
            "experience",
            "/api/experience/listings",
            "/api/experience/listings/{listing_id}",
            "/api/experience/sources",
            "/api/webapp-builder/tracks",
        ),
        _document("experience", "/api/experience/openapi.json"),
    ),
    "ai": (_for_users("ai", "/api/ai/*"), _document("ai", "/api/ai/openapi.json")),
}

LONGEST_SECONDS: Final = max(route.read_seconds for rows in ROUTES.values() for route in rows)
