"""The chore that puts the ratings right by counting the reviews again."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.call import Call
from app.domain.coocook.chefs import CHEFS
from app.domain.models.coocook import Rating, Review


def rank_chefs(call: Call) -> None:
    counted = select(Review.chef_id, func.count(), func.sum(Review.stars)).group_by(Review.chef_id)
    row = insert(Rating).from_select(["chef_id", "reviews", "stars_total"], counted)
    values = {"reviews": row.excluded.reviews, "stars_total": row.excluded.stars_total}
    wrong = (Rating.reviews != row.excluded.reviews) | (Rating.stars_total != row.excluded.stars_total)
    upsert = row.on_conflict_do_update(index_elements=[Rating.chef_id], set_=values, where=wrong)
    if call.session.scalars(upsert.returning(Rating.chef_id)).all():
        call.make_stale(CHEFS)
