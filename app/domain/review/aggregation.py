"""The chore that counts what came of each campaign, so that a list of them counts nothing."""

from sqlalchemy import BigInteger, cast, func, select, update

from app.domain.call import Call
from app.domain.models.review import Application, Campaign, CampaignReview
from app.domain.review.campaigns import CAMPAIGNS


def aggregate_campaigns(call: Call) -> None:
    score = cast(func.round(func.avg(CampaignReview.score)), BigInteger)
    counted = (
        select(Application.campaign_id, func.count().label("applications"), score.label("score"))
        .outerjoin(CampaignReview, CampaignReview.application_id == Application.id)
        .group_by(Application.campaign_id)
        .subquery()
    )
    wrong = (Campaign.applications != counted.c.applications) | Campaign.average_score.is_distinct_from(
        counted.c.score
    )
    put_right = (
        update(Campaign)
        .where(Campaign.id == counted.c.campaign_id, wrong)
        .values(applications=counted.c.applications, average_score=counted.c.score)
        .execution_options(synchronize_session=False)
    )
    if call.session.scalars(put_right.returning(Campaign.id)).all():
        call.make_stale(CAMPAIGNS)
