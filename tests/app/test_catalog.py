import json

import pytest

from app.dispatch.document import openapi
from app.domain.catalog import CHORES, ENDPOINTS, QUEUES, TASKS
from app.domain.deployments import SHAPES
from app.domain.endpoint import index
from app.domain.models import SCHEMAS, Base
from app.domain.models.service import SCHEMA
from app.domain.shapes import PageQuery

EVERY_ENDPOINT = [endpoint for rows in ENDPOINTS.values() for endpoint in rows]


@pytest.mark.parametrize(
    ("service", "number"),
    [("coocook", 20), ("sns_auto", 12), ("review", 8), ("ai", 10), ("webapp_builder", 8), ("experience", 6)],
)
def test_the_six_blueprints_have_the_endpoints_of_the_diagram(service: str, number: int) -> None:
    assert len(ENDPOINTS[service]) == number


def test_no_two_endpoints_share_method_and_path() -> None:
    assert len(index(EVERY_ENDPOINT)) == len(EVERY_ENDPOINT)


def test_two_endpoints_of_one_path_are_refused() -> None:
    with pytest.raises(ValueError, match="both serve"):
        index([EVERY_ENDPOINT[0], EVERY_ENDPOINT[0]])


def test_the_split_serves_everything_once() -> None:
    split = [service for shape, services in SHAPES.items() if shape != "monolith" for service in services]
    assert sorted(split) == sorted(SHAPES["monolith"]) == sorted(SCHEMAS) == sorted(ENDPOINTS)


def test_the_models_are_those_of_the_diagrams() -> None:
    tables = {(table.schema, table.name) for table in Base.metadata.tables.values() if table.schema != SCHEMA}
    assert tables == {
        ("platform", "users"), ("platform", "products"), ("platform", "subscriptions"),
        ("platform", "payments"),
        # No diagram names these: sessions, as phase 1 has no other place for them, and the bot's chats.
        ("platform", "sessions"), ("platform", "telegram_links"),
        ("coocook", "chefs"), ("coocook", "bookings"), ("coocook", "reviews"), ("coocook", "ratings"),
        ("sns_auto", "sns_accounts"), ("sns_auto", "posts"), ("sns_auto", "schedules"),
        ("review", "campaigns"), ("review", "applications"), ("review", "reviews"), ("review", "influencers"),
        ("ai", "ai_employees"), ("ai", "scenarios"), ("ai", "usage_stats"),
        ("webapp_builder", "bootcamps"), ("webapp_builder", "web_apps"),
        ("experience", "listings"), ("experience", "crawler_logs"),
    }  # fmt: skip


def test_a_page_has_twenty_items_if_nobody_says() -> None:
    assert PageQuery().per_page == 20


def test_no_foreign_key_leaves_its_schema() -> None:
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.target_fullname.startswith(f"{table.schema}."), key


def test_every_task_has_a_queue_and_every_chore_a_service() -> None:
    assert {task.queue for task in TASKS.values()} == set(QUEUES)
    assert {chore.service for chore in CHORES.values()} <= {None, *SCHEMAS}


def test_only_reads_may_be_eventual_or_cached() -> None:
    for endpoint in EVERY_ENDPOINT:
        if endpoint.method != "GET":
            assert not endpoint.eventual, endpoint.name
            assert endpoint.cached is None, endpoint.name
        # A shared answer must not depend on who asks.
        if endpoint.cached and not endpoint.cached.per_user:
            assert endpoint.access.value == "public", endpoint.name


def test_the_diagram_s_routing() -> None:
    eventual = {endpoint.name for endpoint in EVERY_ENDPOINT if endpoint.eventual}
    assert {"coocook.list_chefs", "review.list_campaigns"} <= eventual
    assert not {name for name in eventual if "booking" in name or name.startswith("platform.my")}


def test_the_document_describes_every_endpoint() -> None:
    document = openapi(EVERY_ENDPOINT, "all")
    described = {
        (method.upper(), path) for path, operations in document["paths"].items() for method in operations
    }
    assert described == {(endpoint.method, endpoint.path) for endpoint in EVERY_ENDPOINT}
    text = json.dumps(document)
    names = set(document["components"]["schemas"])
    assert {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]} <= names
    # A generic page shows the type of its items, and not "any".
    assert document["components"]["schemas"]["Page_ChefReply_"]["properties"]["items"]["items"]["$ref"]
