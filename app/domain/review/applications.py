"""Applications of influencers to campaigns, their reviews and their rewards."""

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.review import Application, Campaign, CampaignReview, Influencer
from app.domain.problem import Conflict, NotFound
from app.domain.review.campaigns import CAMPAIGNS, open_campaign
from app.domain.shapes import Body, Created, Text, Word

applications = Routes("review", "/api/review")


class NewApplication(Body):
    handle: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
    niche: Word
    followers: Annotated[int, Field(ge=0, le=10_000_000_000)]
    message: Text = ""


class ApplicationReply(Created):
    id: int
    campaign_id: int
    influencer_id: int
    message: str
    status: str
    # 0 to 100, once the review is processed.
    review_score: int | None = None
    reward_cents: int | None = None


class Decision(Body):
    status: Literal["accepted", "rejected"]


class NewReview(Body):
    url: Annotated[str, Field(max_length=500, pattern=r"^https://[^\s\x00]+$")]
    text: Text


def _described(call: Call, application: Application) -> ApplicationReply:
    score = call.session.scalar(
        select(CampaignReview.score).where(CampaignReview.application_id == application.id)
    )
    reward = None
    if application.status == "rewarded":
        reward = call.session.get_one(Campaign, application.campaign_id).reward_cents
    described = ApplicationReply.model_validate(application)
    return described.model_copy(update={"review_score": score, "reward_cents": reward})


def _of_either(call: Call, application_id: int) -> Application:
    """The application, for who applied and for the campaign's owner."""
    application = call.session.get(Application, application_id)
    if application is None:
        raise NotFound(f"You have no Application with the id {application_id}.")
    campaign = call.session.get_one(Campaign, application.campaign_id)
    if campaign.user_id != call.me.user_id:
        call.mine(application, "Application", application_id)
    return application


@applications.add(
    "POST", "/campaigns/{campaign_id}/applications", status=201, body=NewApplication, reply=ApplicationReply
)
def apply(call: Call, campaign_id: int, body: NewApplication) -> ApplicationReply:
    """Apply to a campaign; this also keeps one's influencer profile up to date."""
    campaign = open_campaign(call, campaign_id)
    if campaign.status != "active":
        raise Conflict(f"The campaign {campaign_id} is {campaign.status}; it takes no more applications.")
    profile = {
        "handle": body.handle,
        "platform": campaign.platform,
        "niche": body.niche,
        "followers": body.followers,
    }
    row = insert(Influencer).values(user_id=call.me.user_id, **profile)
    upsert = row.on_conflict_do_update(index_elements=[Influencer.user_id], set_=profile).returning(
        Influencer.id
    )
    influencer_id = call.session.scalars(upsert).one()
    once = (Application.campaign_id == campaign_id, Application.influencer_id == influencer_id)
    if call.session.scalar(select(Application.id).where(*once)):
        raise Conflict(f"You have applied to the campaign {campaign_id} already.")
    application = Application(
        user_id=call.me.user_id, campaign_id=campaign_id, influencer_id=influencer_id, message=body.message,
        status="pending",
    )  # fmt: skip
    call.session.add(application)
    call.session.flush()
    call.tell(campaign.user_id, "application.new", application_id=application.id)
    return _described(call, application)


@applications.add("GET", "/applications/{application_id}", reply=ApplicationReply)
def get_application(call: Call, application_id: int) -> ApplicationReply:
    return _described(call, _of_either(call, application_id))


@applications.add(
    "PUT",
    "/applications/{application_id}/decision",
    body=Decision,
    reply=ApplicationReply,
    stales=(CAMPAIGNS,),
)
def decide(call: Call, application_id: int, body: Decision) -> ApplicationReply:
    """Take an influencer or not, for the campaign's owner; the last free slot fills the campaign."""
    application = _of_either(call, application_id)
    # One decision at a time per campaign, or two could take the same last slot.
    campaign = open_campaign(call, application.campaign_id, lock=True)
    call.mine(campaign, "Campaign", campaign.id)
    call.session.refresh(application)
    if application.status == body.status:
        return _described(call, application)
    if application.status != "pending":
        raise Conflict(
            f"The application {application_id} is {application.status}; only a pending one is decided."
        )
    if body.status == "accepted":
        _take_slot(call, campaign)
    application.status = body.status
    call.tell(application.user_id, f"application.{body.status}", application_id=application.id)
    return _described(call, application)


def _take_slot(call: Call, campaign: Campaign) -> None:
    of_campaign = (
        Application.campaign_id == campaign.id,
        Application.status.in_(("accepted", "submitted", "rewarded")),
    )
    taken = call.session.scalar(select(func.count()).select_from(Application).where(*of_campaign)) or 0
    if taken >= campaign.slots:
        raise Conflict(f"All {campaign.slots} slots of the campaign {campaign.id} are taken.")
    if taken + 1 == campaign.slots:
        campaign.status = "filled"


@applications.add(
    "PUT", "/applications/{application_id}/review", status=202, body=NewReview, reply=ApplicationReply
)
def submit_review(call: Call, application_id: int, body: NewReview) -> ApplicationReply:
    """Hand in the review; the application's own address tells its score and reward."""
    application = call.own(Application, application_id, lock=True)
    if application.status != "accepted":
        raise Conflict(
            f"The application {application_id} is {application.status}; only an accepted one takes a review."
        )
    review = CampaignReview(user_id=application.user_id, application_id=application.id, **body.model_dump())
    application.status = "submitted"
    call.session.add(review)
    call.session.flush()
    call.later("process_review", review_id=review.id)
    call.location = f"/api/review/applications/{application.id}"
    return _described(call, application)
