"""Everything the app offers: its endpoints by service, and its jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain import ai, coocook, experience, platform, review, sns_auto, webapp_builder
from app.domain.ai.runs import give_up_run, run_ai_employee
from app.domain.call import Call
from app.domain.coocook.ranking import rank_chefs
from app.domain.endpoint import Endpoint
from app.domain.errand import Errand
from app.domain.experience.crawls import crawl_every_source, crawl_experience, give_up_crawl
from app.domain.housekeeping import clean_up, clean_up_drafts, clean_up_sessions
from app.domain.mail import send_email
from app.domain.platform.charges import settle_lost_payments, settle_payment
from app.domain.platform.telegram import send_telegram
from app.domain.review.aggregation import aggregate_campaigns
from app.domain.review.processing import (
    close_ended_campaigns,
    index_campaign,
    index_campaigns,
    index_every_campaign,
    process_review,
)
from app.domain.sns_auto.publishing import give_up_post, post_to_sns, release_due_posts, send_webhook
from app.domain.webapp_builder.web_apps import deploy_web_app, give_up_deploying

ENDPOINTS: Mapping[str, list[Endpoint]] = {
    "platform": platform.ENDPOINTS,
    "coocook": coocook.ENDPOINTS,
    "sns_auto": sns_auto.ENDPOINTS,
    "review": review.ENDPOINTS,
    "ai": ai.ENDPOINTS,
    "webapp_builder": webapp_builder.ENDPOINTS,
    "experience": experience.ENDPOINTS,
}

QUEUES = ("sns", "email", "background", "crawl", "ai")


@dataclass(frozen=True)
class Task:
    """`run` does what is to be done in the database; what is to be done outside it returns as an errand.

    `give_up` tells the owner, once no retry is left.
    """

    queue: str
    run: Callable[..., Errand[Any] | None]
    give_up: Callable[..., None] | None = None


TASKS: Mapping[str, Task] = {
    "post_to_sns": Task("sns", post_to_sns, give_up_post),
    "send_webhook": Task("sns", send_webhook),
    "settle_payment": Task("background", settle_payment),
    "send_email": Task("email", send_email),
    "send_telegram": Task("email", send_telegram),
    "process_review": Task("background", process_review),
    "index_campaign": Task("background", index_campaign),
    "index_campaigns": Task("background", index_campaigns),
    "deploy_web_app": Task("background", deploy_web_app, give_up_deploying),
    "crawl_experience": Task("crawl", crawl_experience, give_up_crawl),
    "run_ai_employee": Task("ai", run_ai_employee, give_up_run),
}


@dataclass(frozen=True)
class Chore:
    """Work by the clock; None as service means every one that the process serves."""

    service: str | None
    every: timedelta
    run: Callable[[Call], None]


CHORES: Mapping[str, Chore] = {
    "release_due_posts": Chore("sns_auto", timedelta(seconds=10), release_due_posts),
    "settle_lost_payments": Chore("platform", timedelta(minutes=1), settle_lost_payments),
    "close_ended_campaigns": Chore("review", timedelta(hours=1), close_ended_campaigns),
    "aggregate_campaigns": Chore("review", timedelta(hours=1), aggregate_campaigns),
    "index_every_campaign": Chore("review", timedelta(hours=1), index_every_campaign),
    "rank_chefs": Chore("coocook", timedelta(hours=1), rank_chefs),
    "crawl_every_source": Chore("experience", timedelta(hours=6), crawl_every_source),
    "clean_up_sessions": Chore("platform", timedelta(days=1), clean_up_sessions),
    "clean_up_drafts": Chore("sns_auto", timedelta(days=1), clean_up_drafts),
    "clean_up": Chore(None, timedelta(hours=1), clean_up),
}
