"""Each index of phase 1 serves a query that the app really sends; the queries are caught in the act."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.domain.catalog import CHORES
from app.domain.coocook.ranking import rank_chefs
from app.runtime import Runtime
from app.settings import load
from app.web.factory import create_app
from tests.app.api import Person, through_flask

pytestmark = pytest.mark.services

ROWS = 4000
USER = 5
SEED = f"""
INSERT INTO coocook.chefs (user_id, name, cuisine, location, bio, price_cents)
  SELECT n, 'c' || n, 'cuisine-' || n % 50, 'Seoul', '', 100 FROM generate_series(1, {ROWS}) n;
INSERT INTO coocook.bookings (user_id, chef_id, date, guests, total_cents, notes, status)
  SELECT n % 300, 1 + n % 300, date '2026-01-01' + n / 300, 2, 200, '', 'completed'
  FROM generate_series(1, {ROWS}) n;
INSERT INTO coocook.reviews (user_id, booking_id, chef_id, stars, text)
  SELECT user_id, id, chef_id, 5, '' FROM coocook.bookings;
INSERT INTO sns_auto.sns_accounts (user_id, platform, handle) SELECT n, 'blog', 'h'
  FROM generate_series(0, 299) n;
INSERT INTO sns_auto.posts (user_id, account_id, content, status, updated_at)
  SELECT n % 300, 1 + n % 300, 'x', CASE WHEN n % 100 = 0 THEN 'draft' ELSE 'published' END,
  now() - n * interval '1 hour'
  FROM generate_series(1, {ROWS}) n;
INSERT INTO sns_auto.schedules (user_id, post_id, due_at, state)
  SELECT user_id, id, now() + interval '1 day',
  CASE WHEN id % 100 = 0 THEN 'waiting' ELSE 'released' END FROM sns_auto.posts;
INSERT INTO review.campaigns (user_id, title, brief, niche, platform, reward_cents, slots, status, ends_on)
  SELECT n % 300, 't', '', 'food', 'blog', 100, 3, CASE WHEN n % 50 = 0 THEN 'active' ELSE 'closed' END,
  current_date + 10 FROM generate_series(1, {ROWS}) n;
INSERT INTO review.influencers (user_id, handle, platform, niche, followers)
  SELECT n, 'h', 'blog', 'niche-' || n % 100, n FROM generate_series(1, {ROWS}) n;
UPDATE review.campaigns SET niche = 'niche-7' WHERE id = 10;
INSERT INTO review.applications (user_id, campaign_id, influencer_id, message)
  SELECT n, 1 + n % 200, n, '' FROM generate_series(1, {ROWS}) n;
INSERT INTO platform.payments (user_id, kind, reference_id, amount_cents, status, charge_key, due_at)
  SELECT n % 300, 'booking', n, 1, 'paid', gen_random_uuid(), now() FROM generate_series(1, {ROWS}) n;
INSERT INTO ai.scenarios (name, prompt) VALUES ('s', 'p');
INSERT INTO ai.ai_employees (user_id, scenario_id, name) VALUES ({USER}, 1, 'e');
INSERT INTO ai.usage_stats (user_id, employee_id, input)
  SELECT n % 300, 1, '' FROM generate_series(1, {ROWS}) n;
INSERT INTO experience.listings (source, external_id, title, location, price_cents, url)
  SELECT 's', n::text, 't', 'l-' || n % 100, n, 'u' FROM generate_series(1, {ROWS}) n;
ANALYZE;
"""
REQUESTS = {
    "idx_chef_active_cuisine": ("GET", "/api/coocook/chefs?cuisine=cuisine-7"),
    "idx_booking_user_date": ("GET", "/api/coocook/bookings"),
    "idx_booking_chef_date": ("GET", "/api/coocook/chefs/5/bookings"),
    "idx_review_chef_created": ("GET", "/api/coocook/chefs/5/reviews"),
    "idx_campaign_status": ("GET", "/api/review/campaigns"),
    "idx_campaign_app_status": ("PUT", "/api/review/applications/9/decision"),
    "idx_influencer_niche_followers": ("GET", "/api/review/campaigns/10/matches"),
    "idx_sns_post_user_created": ("GET", "/api/sns-auto/posts"),
    "idx_payment_user_created": ("GET", "/api/payment/payments"),
    "idx_usage_user_created": ("GET", "/api/ai/usage"),
    "idx_listing_location_price": ("GET", "/api/experience/listings?location=l-7"),
}
CHORES_SERVED = {
    "idx_sns_post_status": "clean_up_drafts",
    "idx_schedule_state_due": "release_due_posts",
    "idx_payment_unsettled": "settle_lost_payments",
}


@pytest.fixture(scope="module")
def app(phase1: dict[str, str], postgres: Any, database: str) -> Iterator[Flask]:
    postgres.execute(SEED, database)
    made = create_app(load(phase1), "monolith")
    yield made
    made.extensions["runtime"].close()


@pytest.fixture(scope="module")
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["runtime"]
    return found


def plans(runtime: Runtime, statements: list[tuple[str, Any]]) -> str:
    with runtime.pools.writer.connect() as connection:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars().all()
            for statement, parameters in statements
            if statement.startswith(("SELECT", "DELETE"))
        ]
    return "\n".join(line for plan in explained for line in plan)


@pytest.fixture
def caught(runtime: Runtime) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> None:
        statements.append((statement, parameters))

    event.listen(runtime.pools.writer, "before_cursor_execute", note)
    yield statements
    event.remove(runtime.pools.writer, "before_cursor_execute", note)


@pytest.mark.parametrize("index", REQUESTS)
def test_an_index_serves_a_request(
    runtime: Runtime, app: Flask, caught: list[tuple[str, Any]], index: str
) -> None:
    token = runtime.credentials.access(USER, "admin", "Kim")
    method, path = REQUESTS[index]
    body = {"status": "accepted"} if method == "PUT" else None
    Person(through_flask(app), token)(method, path, body)
    statements = list(caught)
    assert index in plans(runtime, statements)


@pytest.mark.parametrize("index", CHORES_SERVED)
def test_an_index_serves_a_chore(runtime: Runtime, caught: list[tuple[str, Any]], index: str) -> None:
    chore = CHORES[CHORES_SERVED[index]]
    runtime.runner.run_chore(str(chore.service), CHORES_SERVED[index])
    statements = list(caught)
    assert index in plans(runtime, statements)


def test_ratings_are_counted_again(runtime: Runtime) -> None:
    with runtime.pools.write_session("coocook") as session:
        rank_chefs(runtime.dispatcher.call("coocook", session))
        row = session.execute(
            text("SELECT reviews, stars_total FROM coocook.ratings WHERE chef_id = 5")
        ).one()
        assert row.reviews * 5 == row.stars_total > 0


def test_what_came_of_campaigns_is_counted(app: Flask, runtime: Runtime) -> None:
    path = "/api/review/campaigns/9"
    anybody = Person(through_flask(app))
    assert (anybody("GET", path)["applications"], anybody("GET", path)["average_score"]) == (0, None)
    with runtime.pools.write_session("review") as session:
        of_it = session.scalars(text("SELECT id FROM review.applications WHERE campaign_id = 9")).all()
        columns = "INSERT INTO review.reviews (user_id, application_id, url, text, score)"
        for application, score in zip(of_it, (80, 91, None), strict=False):
            row = text(f"{columns} VALUES (1, :application, '', '', :score)")
            session.execute(row, {"application": application, "score": score})
        session.commit()
    runtime.runner.run_chore("review", "aggregate_campaigns")
    # Half of 171, and not of what has no score yet.
    assert anybody("GET", path)["applications"] == len(of_it) > 2
    assert anybody("GET", path)["average_score"] == 86
