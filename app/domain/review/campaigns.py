"""Campaigns, and the influencers that fit them."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import or_, select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.review import Application, Campaign, Influencer
from app.domain.ports import CampaignDocument
from app.domain.problem import Invalid, NotFound
from app.domain.shapes import Body, Line, Page, PageQuery, PositiveCents, Reply, Text, Word, page_of

campaigns = Routes("review", "/api/review")

CAMPAIGNS = Cached("campaigns")
# How many campaigns a search by words considers, and how many influencers a match lists.
SEARCH_DEPTH = 500
MATCHES = 50
HORIZON = timedelta(days=366)


class CampaignReply(Reply):
    id: int
    title: str
    brief: str
    niche: str
    platform: str
    reward_cents: int
    slots: int
    status: str
    ends_on: date
    # As counted within the last hour.
    applications: int
    average_score: int | None


class CampaignSearch(PageQuery):
    niche: Word | None = None
    q: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")] | None = None


class NewCampaign(Body):
    title: Line
    brief: Text
    niche: Word
    platform: Literal["instagram", "tiktok", "blog"]
    reward_cents: PositiveCents
    slots: Annotated[int, Field(ge=1, le=1000)]
    ends_on: date


class Match(Reply):
    influencer_id: int
    handle: str
    followers: int
    application_id: int | None
    application_status: str | None


class Matches(Reply):
    items: list[Match]


def open_campaign(call: Call, campaign_id: int, *, lock: bool = False) -> Campaign:
    campaign = call.session.get(Campaign, campaign_id, with_for_update=lock)
    if campaign is None:
        raise NotFound(f"There is no campaign with the id {campaign_id}; /api/review/campaigns lists them.")
    return campaign


@campaigns.add(
    "GET", "/campaigns", access=Access.PUBLIC, query=CampaignSearch, reply=Page[CampaignReply],
    eventual=True, cached=CAMPAIGNS,
)  # fmt: skip
def list_campaigns(call: Call, query: CampaignSearch) -> Page[CampaignReply]:
    """The campaigns one can apply to, those that end first at the top."""
    today = datetime.now(UTC).date()
    rows = select(Campaign).where(Campaign.status == "active", Campaign.ends_on >= today)
    rows = rows.order_by(Campaign.ends_on, Campaign.id)
    if query.niche:
        rows = rows.where(Campaign.niche == query.niche)
    if query.q and call.outside.search is not None:
        rows = rows.where(Campaign.id.in_(call.outside.search.find(query.q, SEARCH_DEPTH)))
    elif query.q:
        rows = rows.where(
            or_(
                Campaign.title.icontains(query.q, autoescape=True),
                Campaign.brief.icontains(query.q, autoescape=True),
            )
        )
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[CampaignReply.model_validate(campaign) for campaign in found], **numbers)


@campaigns.add("POST", "/campaigns", status=201, body=NewCampaign, reply=CampaignReply, stales=(CAMPAIGNS,))
def start_campaign(call: Call, body: NewCampaign) -> CampaignReply:
    today = datetime.now(UTC).date()
    if not today <= body.ends_on <= today + HORIZON:
        message = f"must be between {today} and {today + HORIZON}"
        raise Invalid(f"ends_on is {body.ends_on}; it {message}.",
                      errors=[{"field": "ends_on", "message": message}])  # fmt: skip
    campaign = Campaign(user_id=call.me.user_id, status="active", **body.model_dump())
    call.session.add(campaign)
    call.session.flush()
    if call.outside.search is not None:
        call.later("index_campaign", campaign_id=campaign.id)
    return CampaignReply.model_validate(campaign)


@campaigns.add(
    "GET",
    "/campaigns/{campaign_id}",
    access=Access.PUBLIC,
    reply=CampaignReply,
    eventual=True,
    cached=CAMPAIGNS,
)
def get_campaign(call: Call, campaign_id: int) -> CampaignReply:
    return CampaignReply.model_validate(open_campaign(call, campaign_id))


@campaigns.add("GET", "/campaigns/{campaign_id}/matches", reply=Matches)
def campaign_matches(call: Call, campaign_id: int) -> Matches:
    """The influencers of the campaign's niche and platform, most followed first, for its owner."""
    campaign = call.own(Campaign, campaign_id)
    applied = (Application.influencer_id == Influencer.id) & (Application.campaign_id == campaign.id)
    rows = (
        select(Influencer, Application.id, Application.status)
        .outerjoin(Application, applied)
        .where(Influencer.niche == campaign.niche, Influencer.platform == campaign.platform)
        .order_by(Influencer.followers.desc())
        .limit(MATCHES)
    )
    return Matches(
        items=[
            Match(
                influencer_id=influencer.id, handle=influencer.handle, followers=influencer.followers,
                application_id=application_id, application_status=status,
            )
            for influencer, application_id, status in call.session.execute(rows)
        ]
    )  # fmt: skip


def document(campaign: Campaign) -> CampaignDocument:
    return CampaignDocument(campaign.id, campaign.title, campaign.brief, campaign.niche)
