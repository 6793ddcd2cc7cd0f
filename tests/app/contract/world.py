"""One object of everything that has an owner, and a body that each endpoint takes."""

import datetime
import itertools
import uuid
from typing import Any

from tests.app.api import Person

NUMBERS = itertools.count()


def tomorrow(days: int = 1) -> str:
    return str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days))


def new_chef() -> dict[str, Any]:
    return {"name": "Ann", "cuisine": "korean", "location": "Seoul", "bio": "", "price_cents": 5000}


def new_campaign() -> dict[str, Any]:
    return {
        "title": "Try our tea", "brief": "Green tea", "niche": "food", "platform": "blog",
        "reward_cents": 900, "slots": 1, "ends_on": tomorrow(30),
    }  # fmt: skip


def new_application() -> dict[str, Any]:
    return {"handle": "kim", "niche": "food", "followers": 1000}


def bodies(ids: dict[str, int]) -> dict[str, dict[str, Any]]:
    """By endpoint, a body that is valid and new each time."""
    number = next(NUMBERS)
    return {
        "platform.sign_up": {
            "email": f"{uuid.uuid4().hex}@test.example",
            "name": "Lee",
            "password": "long enough 1",
        },
        "platform.log_in": {"email": "nobody@test.example", "password": "wrong"},
        "platform.refresh": {"refresh_token": "x"},
        "platform.log_out": {"refresh_token": "x"},
        "platform.change_password": {"password": "wrong", "new_password": "long enough 2"},
        "platform.change_my_profile": {"name": "Kim K."},
        "platform.add_product": {
            "slug": f"p{uuid.uuid4().hex[:20]}",
            "name": "P",
            "price_cents": 900,
            "employees": 3,
        },
        "platform.subscribe": {"product_id": ids["product_id"]},
        "platform.pay": {"kind": "booking", "reference_id": ids["booking_id"], "source": "card_1"},
        "coocook.become_chef": new_chef(),
        "coocook.change_chef": {"bio": "Since 1999"},
        "coocook.book": {"chef_id": ids["chef_id"], "date": tomorrow(100 + number % 250), "guests": 2},
        "coocook.change_booking": {"guests": 4},
        "coocook.review_booking": {"stars": 5, "text": "Good"},
        "coocook.change_review": {"stars": 4},
        "sns_auto.add_account": {"platform": "blog", "handle": f"h{number}"},
        "sns_auto.add_post": {"account_id": ids["account_id"], "content": "Hello"},
        "sns_auto.change_post": {"content": "Hello again"},
        "sns_auto.schedule": {"account_id": ids["account_id"], "content": "Soon"},
        "review.start_campaign": new_campaign(),
        "review.apply": new_application(),
        "review.decide": {"status": "accepted"},
        "review.submit_review": {"url": "https://blog.test/1", "text": "Tea is good"},
        "ai.add_scenario": {"name": "S", "prompt": "Be kind"},
        "ai.hire": {"name": "E", "scenario_id": ids["scenario_id"]},
        "ai.change_employee": {"name": "F"},
        "ai.start_run": {"input": "Hi"},
        "webapp_builder.enrol": {"track": "data-apps"},
        "webapp_builder.set_progress": {"progress_percent": 50},
        "webapp_builder.add_web_app": {"name": "W", "slug": f"w{uuid.uuid4().hex[:20]}"},
        "experience.start_crawl": {"source": "lofts"},
    }


def make_world(owner: Person, admin: Person) -> dict[str, int]:
    """The ids, by the name of the path parameter, of objects that `owner` has."""
    ids: dict[str, int] = {"user_id": 0}
    product = {"slug": f"p{uuid.uuid4().hex[:20]}", "name": "Pro", "price_cents": 900, "employees": 5}
    ids["product_id"] = admin("POST", "/api/products", product, status=201)["id"]
    subscribed = owner("POST", "/api/subscriptions", {"product_id": ids["product_id"]}, status=201)
    ids["subscription_id"] = subscribed["id"]
    ids["chef_id"] = owner("POST", "/api/coocook/chefs", new_chef(), status=201)["id"]
    done = booking(owner, ids["chef_id"], 1)
    for step in ("confirm", "complete"):
        owner("POST", f"/api/coocook/bookings/{done}/{step}")
    review = {"stars": 5, "text": "Good"}
    ids["review_id"] = owner("POST", f"/api/coocook/bookings/{done}/review", review, status=201)["id"]
    ids["booking_id"] = booking(owner, ids["chef_id"], 2)
    paid = {"kind": "booking", "reference_id": done, "source": "card_1"}
    ids["payment_id"] = owner("POST", "/api/payment/payments", paid, status=201)["id"]
    account = {"platform": "blog", "handle": "kim"}
    ids["account_id"] = owner("POST", "/api/sns-auto/accounts", account, status=201)["id"]
    post = {"account_id": ids["account_id"], "content": "Hello"}
    ids["post_id"] = owner("POST", "/api/sns-auto/posts", post, status=201)["id"]
    ids["campaign_id"] = owner("POST", "/api/review/campaigns", new_campaign(), status=201)["id"]
    path = f"/api/review/campaigns/{ids['campaign_id']}/applications"
    ids["application_id"] = owner("POST", path, new_application(), status=201)["id"]
    scenario = {"name": "S", "prompt": "Be kind"}
    ids["scenario_id"] = owner("POST", "/api/ai/scenarios", scenario, status=201)["id"]
    employee = {"name": "E", "scenario_id": ids["scenario_id"]}
    ids["employee_id"] = owner("POST", "/api/ai/employees", employee, status=201)["id"]
    ids["run_id"] = owner(
        "POST", f"/api/ai/employees/{ids['employee_id']}/runs", {"input": "Hi"}, status=202
    )["id"]
    ids["bootcamp_id"] = owner("POST", "/api/webapp-builder/bootcamps", {"track": "web-basics"}, status=201)[
        "id"
    ]
    web_app = {"name": "W", "slug": f"w{uuid.uuid4().hex[:20]}"}
    ids["web_app_id"] = owner("POST", "/api/webapp-builder/webapps", web_app, status=201)["id"]
    ids["crawl_id"] = owner("POST", "/api/experience/crawls", {"source": "lofts"}, status=202)["id"]
    ids["listing_id"] = owner("GET", "/api/experience/listings")["items"][0]["id"]
    return ids


def booking(guest: Person, chef_id: int, days: int) -> int:
    body = {"chef_id": chef_id, "date": tomorrow(days), "guests": 2}
    return int(guest("POST", "/api/coocook/bookings", body, status=201)["id"])
