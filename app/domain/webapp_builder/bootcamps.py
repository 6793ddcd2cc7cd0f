"""Bootcamps: enrolling in a track, and how far one is."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Access, Cached, Routes
from app.domain.models.webapp_builder import Bootcamp
from app.domain.problem import Conflict, Invalid
from app.domain.shapes import Body, Created, Reply, Word

bootcamps = Routes("webapp_builder", "/api/webapp-builder")

# The tracks that are taught, and their lengths in weeks.
TRACKS = {"web-basics": 4, "python-services": 8, "data-apps": 6}


class Track(Reply):
    track: str
    weeks: int


class Tracks(Reply):
    items: list[Track]


class BootcampReply(Created):
    id: int
    track: str
    progress_percent: int


class Bootcamps(Reply):
    items: list[BootcampReply]


class NewBootcamp(Body):
    track: Word


class Progress(Body):
    progress_percent: Annotated[int, Field(ge=0, le=100)]


@bootcamps.add("GET", "/tracks", access=Access.PUBLIC, reply=Tracks, cached=Cached("responses"))
def list_tracks(call: Call) -> Tracks:
    return Tracks(items=[Track(track=track, weeks=weeks) for track, weeks in TRACKS.items()])


@bootcamps.add("GET", "/bootcamps", reply=Bootcamps)
def my_bootcamps(call: Call) -> Bootcamps:
    rows = select(Bootcamp).where(Bootcamp.user_id == call.me.user_id).order_by(Bootcamp.id)
    return Bootcamps(
        items=[BootcampReply.model_validate(bootcamp) for bootcamp in call.session.scalars(rows)]
    )


@bootcamps.add("POST", "/bootcamps", status=201, body=NewBootcamp, reply=BootcampReply)
def enrol(call: Call, body: NewBootcamp) -> BootcampReply:
    """Enrol in a track, once."""
    if body.track not in TRACKS:
        message = f"must be one of {', '.join(TRACKS)}"
        raise Invalid(
            f"track is {body.track}; it {message}.", errors=[{"field": "track", "message": message}]
        )
    same = (Bootcamp.user_id == call.me.user_id, Bootcamp.track == body.track)
    if call.session.scalar(select(Bootcamp.id).where(*same)):
        raise Conflict(f"You are enrolled in {body.track} already.")
    bootcamp = Bootcamp(user_id=call.me.user_id, track=body.track, progress_percent=0)
    call.session.add(bootcamp)
    call.session.flush()
    return BootcampReply.model_validate(bootcamp)


@bootcamps.add("PUT", "/bootcamps/{bootcamp_id}/progress", body=Progress, reply=BootcampReply)
def set_progress(call: Call, bootcamp_id: int, body: Progress) -> BootcampReply:
    """Note how far one is; it never goes back."""
    bootcamp = call.own(Bootcamp, bootcamp_id, lock=True)
    bootcamp.progress_percent = max(bootcamp.progress_percent, body.progress_percent)
    return BootcampReply.model_validate(bootcamp)
