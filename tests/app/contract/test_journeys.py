"""What people do with the app, step by step, with the same answers from both shapes."""

import uuid

import pytest

from app.backing.mail import FakeSmtp
from app.backing.outside import FakeOutside
from tests.app.api import Person
from tests.app.contract.conftest import Served
from tests.app.contract.world import booking, new_application, new_campaign, new_chef, tomorrow

pytestmark = pytest.mark.services


def test_signing_up_in_and_on(anybody: Person, smtp: FakeSmtp) -> None:
    email = f"{uuid.uuid4().hex}@Test.example"
    account = {"email": email, "name": "Kim", "password": "correct horse battery"}
    anybody("POST", "/api/auth/signup", account, status=201)
    anybody("POST", "/api/auth/signup", account, status=409)
    assert any(email.lower() in str(message["To"]) for message in smtp.messages)
    login = {"email": email.upper(), "password": "correct horse battery"}
    tokens = anybody("POST", "/api/auth/login", login)
    me = Person(anybody.send, tokens["access_token"])
    assert me("GET", "/api/users/me")["name"] == "Kim"
    assert me("PATCH", "/api/users/me", {"name": "Kim Lee"})["name"] == "Kim Lee"
    assert me("GET", "/api/users/me")["name"] == "Kim Lee"
    refreshed = anybody("POST", "/api/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    assert Person(anybody.send, refreshed["access_token"])("GET", "/api/users/me")["name"] == "Kim Lee"
    anybody("POST", "/api/auth/login", login | {"password": "wrong"}, status=401)
    # A refresh token opens nothing by itself.
    Person(anybody.send, tokens["refresh_token"])("GET", "/api/users/me", status=401)


def test_booking_a_chef(anybody: Person, smtp: FakeSmtp) -> None:
    cook, guest = anybody.signed_up("Ann"), anybody.signed_up("Bo")
    chef = cook(
        "POST", "/api/coocook/chefs", new_chef() | {"cuisine": f"c{uuid.uuid4().hex[:8]}"}, status=201
    )
    found = anybody("GET", f"/api/coocook/chefs?cuisine={chef['cuisine']}")
    assert (found["items"], found["total"]) == ([chef], 1)
    assert {"cuisine": chef["cuisine"], "chefs": 1} in anybody("GET", "/api/coocook/cuisines")["items"]
    body = {"chef_id": chef["id"], "date": tomorrow(3), "guests": 4}
    booked = guest("POST", "/api/coocook/bookings", body, status=201)
    assert (booked["status"], booked["total_cents"]) == ("pending", 4 * chef["price_cents"])
    assert any("Your booking of Ann" in str(message["Subject"]) for message in smtp.messages)
    anybody.signed_up()("POST", "/api/coocook/bookings", body, status=409)
    assert tomorrow(3) in anybody("GET", f"/api/coocook/chefs/{chef['id']}/availability")["booked"]
    path = f"/api/coocook/bookings/{booked['id']}"
    assert guest("PATCH", path, {"guests": 2})["total_cents"] == 2 * chef["price_cents"]
    guest("POST", f"{path}/confirm", status=404)
    assert cook("GET", f"/api/coocook/chefs/{chef['id']}/bookings")["total"] == 1
    assert cook("POST", f"{path}/confirm")["status"] == "confirmed"
    guest("PATCH", path, {"guests": 3}, status=409)
    guest("POST", f"{path}/review", {"stars": 5}, status=409)
    assert cook("POST", f"{path}/complete")["status"] == "completed"
    guest("POST", f"{path}/cancel", status=409)
    assert anybody("GET", f"/api/coocook/chefs/{chef['id']}/rating")["average_stars"] is None
    review = guest("POST", f"{path}/review", {"stars": 5, "text": "Good"}, status=201)
    guest("POST", f"{path}/review", {"stars": 1}, status=409)
    rating = f"/api/coocook/chefs/{chef['id']}/rating"
    assert anybody("GET", rating) == {"chef_id": chef["id"], "reviews": 1, "average_stars": 5.0}
    guest("PATCH", f"/api/coocook/reviews/{review['id']}", {"stars": 3})
    assert anybody("GET", rating)["average_stars"] == 3.0
    guest("DELETE", f"/api/coocook/reviews/{review['id']}", status=204)
    assert anybody("GET", rating)["reviews"] == 0


def test_a_cancelled_day_can_be_booked_again(anybody: Person) -> None:
    cook, guest = anybody.signed_up(), anybody.signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    first = booking(guest, chef["id"], 5)
    guest("POST", f"/api/coocook/bookings/{first}/cancel")
    assert booking(guest, chef["id"], 5) != first


def test_the_same_key_books_and_pays_once(anybody: Person, outside: FakeOutside) -> None:
    cook, guest = anybody.signed_up(), anybody.signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    body = {"chef_id": chef["id"], "date": tomorrow(7), "guests": 1}
    first = guest("POST", "/api/coocook/bookings", body, status=201, key="k-1")
    assert guest("POST", "/api/coocook/bookings", body, status=201, key="k-1") == first
    assert guest("GET", "/api/coocook/bookings")["total"] == 1
    problem = guest("POST", "/api/coocook/bookings", body | {"guests": 2}, status=422, key="k-1")
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    payment = {"kind": "booking", "reference_id": first["id"], "source": "card_1"}
    before = charges(outside)
    paid = guest("POST", "/api/payment/payments", payment, status=201, key="p-1")
    assert paid["amount_cents"] == first["total_cents"]
    assert guest("POST", "/api/payment/payments", payment, status=201, key="p-1") == paid
    guest("POST", "/api/payment/payments", payment, status=409)
    assert charges(outside) == before + 1
    refund = f"/api/payment/payments/{paid['id']}/refund"
    assert guest("POST", refund)["status"] == guest("POST", refund)["status"] == "refunded"


def charges(outside: FakeOutside) -> int:
    return sum(path == "/payment/charges" for _, path, _ in outside.ledger.asked)


def test_a_refused_card_charges_nothing_and_can_be_tried_again(anybody: Person, outside: FakeOutside) -> None:
    cook, guest = anybody.signed_up(), anybody.signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    payment = {"kind": "booking", "reference_id": booking(guest, chef["id"], 9), "source": "card_1"}
    for failing, status in ((402, 402), (503, 503)):
        outside.ledger.failing["/payment/charges"] = failing
        guest("POST", "/api/payment/payments", payment, status=status, key="same")
    outside.ledger.failing.clear()
    guest("POST", "/api/payment/payments", payment, status=201, key="same")


def test_nobody_pays_for_another_s_booking(anybody: Person) -> None:
    cook, guest = anybody.signed_up(), anybody.signed_up()
    chef = cook("POST", "/api/coocook/chefs", new_chef(), status=201)
    payment = {"kind": "booking", "reference_id": booking(guest, chef["id"], 11), "source": "card_1"}
    anybody.signed_up()("POST", "/api/payment/payments", payment, status=404)


def test_posting_now_and_later(anybody: Person, outside: FakeOutside) -> None:
    me = anybody.signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "instagram", "handle": "kim"}, status=201)
    me("POST", "/api/sns-auto/accounts", {"platform": "instagram", "handle": "kim"}, status=409)
    now = {"account_id": account["id"], "content": f"Now {uuid.uuid4().hex}"}
    got = me.raw("POST", "/api/sns-auto/schedule", now)
    assert got.status == 202
    post = me("GET", got.headers["Location"])
    assert (post["status"], post["external_id"] is not None) == ("published", True)
    sent = [effect["content"] for effect in outside.ledger.effects.values()]
    assert sum(one.get("content") == now["content"] for one in sent) == 1
    later = me(
        "POST", "/api/sns-auto/schedule", now | {"due_at": f"{tomorrow(2)}T09:00:00+09:00"}, status=202
    )
    assert me("GET", f"/api/sns-auto/posts/{later['post_id']}")["status"] == "scheduled"
    assert [due["state"] for due in me("GET", "/api/sns-auto/schedules")["items"]] == ["released", "waiting"]
    me("DELETE", f"/api/sns-auto/posts/{later['post_id']}", status=204)
    assert me("GET", "/api/sns-auto/posts?status=scheduled")["total"] == 0
    me("DELETE", f"/api/sns-auto/posts/{post['id']}", status=409)
    too_long = {"account_id": account["id"], "content": "x" * 2201}
    assert me("POST", "/api/sns-auto/posts", too_long, status=422)["errors"][0]["field"] == "content"


def test_a_platform_s_refusal_is_seen_on_the_post(anybody: Person, outside: FakeOutside) -> None:
    me = anybody.signed_up()
    account = me("POST", "/api/sns-auto/accounts", {"platform": "tiktok", "handle": "kim"}, status=201)
    post = me("POST", "/api/sns-auto/posts", {"account_id": account["id"], "content": "Hi"}, status=201)
    outside.ledger.failing["/sns/tiktok/posts"] = 422
    me("POST", f"/api/sns-auto/posts/{post['id']}/publish", status=202)
    outside.ledger.failing.clear()
    failed = me("GET", f"/api/sns-auto/posts/{post['id']}")
    assert failed["status"] == "failed"
    assert "422" in failed["error"]
    me("POST", f"/api/sns-auto/posts/{post['id']}/publish", status=202)
    assert me("GET", f"/api/sns-auto/posts/{post['id']}")["status"] == "published"


def test_running_a_campaign(anybody: Person) -> None:
    brand, kim, lee = (anybody.signed_up(name) for name in ("Brand", "Kim", "Lee"))
    niche = f"n{uuid.uuid4().hex[:8]}"
    campaign = brand("POST", "/api/review/campaigns", new_campaign() | {"niche": niche}, status=201)
    assert anybody("GET", f"/api/review/campaigns?niche={niche}")["items"] == [campaign]
    assert anybody("GET", f"/api/review/campaigns?niche={niche}&q=TEA")["total"] == 1
    assert anybody("GET", f"/api/review/campaigns?niche={niche}&q=coffee")["total"] == 0
    path = f"/api/review/campaigns/{campaign['id']}"
    of_kim = kim("POST", f"{path}/applications", new_application() | {"niche": niche}, status=201)
    more = new_application() | {"niche": niche, "followers": 9000}
    of_lee = lee("POST", f"{path}/applications", more, status=201)
    lee("POST", f"{path}/applications", more, status=409)
    matches = brand("GET", f"{path}/matches")["items"]
    assert [match["application_id"] for match in matches] == [of_lee["id"], of_kim["id"]]
    mine, theirs = (f"/api/review/applications/{one['id']}" for one in (of_kim, of_lee))
    review = {"url": "https://blog.test/tea", "text": "One two three. Two words more"}
    kim("PUT", f"{mine}/review", review, status=409)
    kim("PUT", f"{mine}/decision", {"status": "accepted"}, status=404)
    brand("PUT", f"{mine}/decision", {"status": "accepted"})
    brand("PUT", f"{theirs}/decision", {"status": "accepted"}, status=409)
    assert anybody("GET", path)["status"] == "filled"
    assert kim("PUT", f"{mine}/review", review, status=202)["status"] in ("submitted", "rewarded")
    rewarded = kim("GET", mine)
    assert (rewarded["status"], rewarded["review_score"], rewarded["reward_cents"]) == ("rewarded", 10, 900)
    assert brand("GET", mine)["review_score"] == 10
    lee("GET", mine, status=404)


def test_hiring_within_one_s_subscriptions(served: Served) -> None:
    me, admin = served.anybody.signed_up(), served.person(1, "admin")
    scenario = me("POST", "/api/ai/scenarios", {"name": "S", "prompt": "Be kind"}, status=201)
    hire = {"name": "E", "scenario_id": scenario["id"]}
    employee = me("POST", "/api/ai/employees", hire, status=201)
    me("POST", "/api/ai/employees", hire, status=409)
    product = {"slug": f"s{uuid.uuid4().hex[:12]}", "name": "Pro", "price_cents": 500, "employees": 1}
    product_id = admin("POST", "/api/products", product, status=201)["id"]
    assert served.anybody("GET", f"/api/products/{product_id}")["slug"] == product["slug"]
    subscription = me("POST", "/api/subscriptions", {"product_id": product_id}, status=201)
    assert subscription["status"] == "pending"
    me("POST", "/api/ai/employees", hire, status=409)
    payment = {"kind": "subscription", "reference_id": subscription["id"], "source": "card_1"}
    assert me("POST", "/api/payment/payments", payment, status=201)["amount_cents"] == 500
    me("POST", "/api/ai/employees", hire, status=201)
    me("DELETE", f"/api/ai/scenarios/{scenario['id']}", status=409)
    run = me("POST", f"/api/ai/employees/{employee['id']}/runs", {"input": "Who are you?"}, status=202)
    done = me("GET", f"/api/ai/runs/{run['id']}")
    assert (done["status"], done["output"], done["tokens"]) == ("done", "echo: Who are you?", 7)
    assert me("GET", "/api/ai/usage") == {"days": 30, "runs": 1, "tokens": 7}
    me("PATCH", f"/api/ai/employees/{employee['id']}", {"status": "paused"})
    me("POST", f"/api/ai/employees/{employee['id']}/runs", {"input": "Hi"}, status=409)


def test_learning_and_deploying(anybody: Person) -> None:
    me = anybody.signed_up()
    assert "web-basics" in {track["track"] for track in anybody("GET", "/api/webapp-builder/tracks")["items"]}
    assert (
        me("POST", "/api/webapp-builder/bootcamps", {"track": "magic"}, status=422)["errors"][0]["field"]
        == "track"
    )
    camp = me("POST", "/api/webapp-builder/bootcamps", {"track": "web-basics"}, status=201)
    path = f"/api/webapp-builder/bootcamps/{camp['id']}/progress"
    me("PUT", path, {"progress_percent": 60})
    assert me("PUT", path, {"progress_percent": 20})["progress_percent"] == 60
    slug = f"w{uuid.uuid4().hex[:12]}"
    web_app = me("POST", "/api/webapp-builder/webapps", {"name": "W", "slug": slug}, status=201)
    anybody.signed_up()("POST", "/api/webapp-builder/webapps", {"name": "W", "slug": slug}, status=409)
    got = me.raw("POST", f"/api/webapp-builder/webapps/{web_app['id']}/deploy")
    assert got.status == 202
    assert me("GET", got.headers["Location"])["url"] == f"https://{slug}.sites.test"


def test_crawling_politely(anybody: Person, outside: FakeOutside) -> None:
    me = anybody.signed_up()
    assert anybody("GET", "/api/experience/sources")["items"] == ["lofts"]
    assert (
        me("POST", "/api/experience/crawls", {"source": "evil"}, status=422)["errors"][0]["field"] == "source"
    )
    outside.ledger.asked.clear()
    crawl = me("POST", "/api/experience/crawls", {"source": "lofts"}, status=202)
    done = me("GET", f"/api/experience/crawls/{crawl['id']}")
    assert (done["status"], done["found"]) == ("done", 2)
    asked = [(when, path) for when, path, _ in outside.ledger.asked]
    assert [path for _, path in asked] == ["/robots.txt", "/listings", "/listings?page=2"]
    titles = [item["title"] for item in anybody("GET", "/api/experience/listings?location=Jeju")["items"]]
    assert titles == ["Cabin"]
    outside.ledger.robots = "User-agent: *\nDisallow: /listings"
    refused = me("POST", "/api/experience/crawls", {"source": "lofts"}, status=202)
    outside.ledger.robots = ""
    assert "robots.txt" in me("GET", f"/api/experience/crawls/{refused['id']}")["error"]
