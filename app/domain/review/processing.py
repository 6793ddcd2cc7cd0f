"""The jobs of Review: score a review, close ended campaigns, index campaigns for the search."""

from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select, update

from app.domain.call import Call
from app.domain.errand import Errand
from app.domain.models.review import Application, Campaign, CampaignReview
from app.domain.models.service import Job
from app.domain.review.campaigns import CAMPAIGNS, document

# A review of this many words is complete; every word counts once.
FULL_SCORE_WORDS = 50


def score_of(text: str) -> int:
    """0 to 100 by the number of different words."""
    different = len({word.strip(".,!?").lower() for word in text.split()})
    return min(100, 100 * different // FULL_SCORE_WORDS)


def process_review(call: Call, job: Job, *, review_id: int) -> None:
    review = call.session.get(CampaignReview, review_id)
    if review is None or review.processed_at is not None:
        return
    review.score, review.processed_at = score_of(review.text), datetime.now(UTC)
    application = call.session.get_one(Application, review.application_id)
    application.status = "rewarded"
    call.tell(application.user_id, "application.rewarded", application_id=application.id, score=review.score)


def index_campaign(call: Call, job: Job, *, campaign_id: int) -> Errand[None] | None:
    campaign = call.session.get(Campaign, campaign_id)
    if campaign is None or call.outside.search is None:
        return None
    return Errand(partial(call.outside.search.put, [document(campaign)]), _indexed)


def index_campaigns(call: Call, job: Job) -> Errand[None] | None:
    """Make the index complete: it is new, or has been lost, or has missed a campaign."""
    if call.outside.search is None:
        return None
    active = call.session.scalars(select(Campaign).where(Campaign.status == "active"))
    return Errand(partial(call.outside.search.put, [document(campaign) for campaign in active]), _indexed)


def index_every_campaign(call: Call) -> None:
    if call.outside.search is not None:
        call.later("index_campaigns")


def _indexed(call: Call, _: None) -> None:
    call.make_stale(CAMPAIGNS)


def close_ended_campaigns(call: Call) -> None:
    ended = (Campaign.status == "active", Campaign.ends_on < datetime.now(UTC).date())
    closed = call.session.scalars(
        update(Campaign).where(*ended).values(status="closed").returning(Campaign.id)
    ).all()
    if closed:
        call.make_stale(CAMPAIGNS)
