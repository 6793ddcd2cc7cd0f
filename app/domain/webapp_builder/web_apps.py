"""Web apps: made here, deployed by a job."""

from functools import partial

from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.errand import Errand
from app.domain.models.service import Job
from app.domain.models.webapp_builder import WebApp
from app.domain.ports import OutsideRefusal
from app.domain.problem import Conflict
from app.domain.shapes import Body, Created, Line, Page, PageQuery, Word, page_of

web_apps = Routes("webapp_builder", "/api/webapp-builder")


class WebAppReply(Created):
    id: int
    name: str
    slug: str
    status: str
    url: str | None


class NewWebApp(Body):
    name: Line
    slug: Word


@web_apps.add("GET", "/webapps", query=PageQuery, reply=Page[WebAppReply])
def my_web_apps(call: Call, query: PageQuery) -> Page[WebAppReply]:
    rows = select(WebApp).where(WebApp.user_id == call.me.user_id).order_by(WebApp.id)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[WebAppReply.model_validate(web_app) for web_app in found], **numbers)


@web_apps.add("POST", "/webapps", status=201, body=NewWebApp, reply=WebAppReply)
def add_web_app(call: Call, body: NewWebApp) -> WebAppReply:
    if call.session.scalar(select(WebApp.id).where(WebApp.slug == body.slug)):
        raise Conflict(f"The slug {body.slug} is taken; choose another.")
    web_app = WebApp(user_id=call.me.user_id, status="draft", **body.model_dump())
    call.session.add(web_app)
    call.session.flush()
    return WebAppReply.model_validate(web_app)


@web_apps.add("GET", "/webapps/{web_app_id}", reply=WebAppReply)
def get_web_app(call: Call, web_app_id: int) -> WebAppReply:
    return WebAppReply.model_validate(call.own(WebApp, web_app_id))


@web_apps.add("POST", "/webapps/{web_app_id}/deploy", status=202, reply=WebAppReply)
def deploy(call: Call, web_app_id: int) -> WebAppReply:
    """Deploy a web app; its own address tells when it is up."""
    web_app = call.own(WebApp, web_app_id, lock=True)
    if web_app.status != "deploying":
        web_app.status = "deploying"
        call.later("deploy_web_app", web_app_id=web_app.id)
    call.location = f"/api/webapp-builder/webapps/{web_app.id}"
    return WebAppReply.model_validate(web_app)


def deploy_web_app(call: Call, job: Job, *, web_app_id: int) -> Errand[str] | None:
    web_app = call.session.get(WebApp, web_app_id)
    if web_app is None or web_app.status != "deploying":
        return None
    ask = partial(call.outside.hosting.deploy, web_app.slug, str(job.id))
    return Errand(ask, partial(_deployed, web_app_id), partial(_refused, web_app_id))


def _deployed(web_app_id: int, call: Call, url: str) -> None:
    _end(call, web_app_id, "deployed", url)


def _refused(web_app_id: int, call: Call, _: OutsideRefusal) -> None:
    _end(call, web_app_id, "failed", None)


def give_up_deploying(call: Call, job: Job, *, web_app_id: int) -> None:
    _end(call, web_app_id, "failed", None)


def _end(call: Call, web_app_id: int, status: str, url: str | None) -> None:
    web_app = call.session.get(WebApp, web_app_id)
    if web_app is not None and web_app.status == "deploying":
        # Where an earlier deployment is up, it stays up.
        web_app.status, web_app.url = status, url or web_app.url
        call.tell(web_app.user_id, f"web_app.{status}", web_app_id=web_app.id)
