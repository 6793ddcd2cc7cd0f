"""The users that locust lets loose on the app: they read, cached and not, and schedule posts."""

import os
import uuid
from typing import Any

import gevent
from locust import FastHttpUser, constant, events, tag, task

from benchmarks.kinds import ADDRESSES, CACHED, SCHEDULED, UNCACHED

PLATFORM, COOCOOK, SNS_AUTO = (os.environ[name] for name in ADDRESSES)

# How many requests of each kind are enough, and how many before them do not count, as nothing is warm yet.
ENOUGH, WARM = int(os.environ["ENOUGH"]), int(os.environ["WARM"])


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust has no type here
def end_with_enough(environment: Any, **_: object) -> None:
    kinds = environment.parsed_options.tags or (CACHED, UNCACHED, SCHEDULED)
    answered = dict.fromkeys(kinds, 0)

    def count(name: str, **_: object) -> None:
        if name in answered:
            answered[name] += 1
            if min(answered.values()) == answered[name] == WARM:
                environment.stats.reset_all()
            if min(answered.values()) >= WARM + ENOUGH:
                # Not here, in the midst of a user that this ends.
                gevent.spawn(environment.runner.quit)

    environment.events.request.add_listener(count)


class Somebody(FastHttpUser):
    host = PLATFORM
    # Asking without a pause would measure how long they wait for each other.
    wait_time = constant(float(os.environ["PAUSE_SECONDS"]))

    def on_start(self) -> None:
        account = {
            "email": f"{uuid.uuid4().hex}@test.example",
            "name": "Kim",
            "password": "correct horse battery",
        }
        signed_up = self.client.post(f"{PLATFORM}/api/auth/signup", json=account, name="signing up")
        self.signed_in = {"Authorization": f"Bearer {signed_up.json()['access_token']}"}
        mine = {"platform": "blog", "handle": uuid.uuid4().hex[:10]}
        path = f"{SNS_AUTO}/api/sns-auto/accounts"
        added = self.client.post(path, json=mine, headers=self.signed_in, name="adding an account")
        self.account_id = added.json()["id"]

    @task
    @tag(CACHED)
    def read_cached(self) -> None:
        self.client.get(f"{COOCOOK}/api/coocook/chefs", name=CACHED)

    @task
    @tag(UNCACHED)
    def read_uncached(self) -> None:
        self.client.get(f"{COOCOOK}/api/coocook/chefs?location={uuid.uuid4().hex}", name=UNCACHED)

    @task
    @tag(SCHEDULED)
    def schedule(self) -> None:
        post = {"account_id": self.account_id, "content": uuid.uuid4().hex}
        path = f"{SNS_AUTO}/api/sns-auto/schedule"
        self.client.post(path, json=post, headers=self.signed_in, name=SCHEDULED)
