"""Posts, from draft to published."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import select

from app.domain.call import Call
from app.domain.endpoint import Cached, Routes
from app.domain.models.sns_auto import Post, SnsAccount
from app.domain.problem import Conflict, Invalid
from app.domain.shapes import Body, Created, ObjectId, Page, PageQuery, Text, page_of
from app.domain.sns_auto.accounts import LONGEST_POST

posts = Routes("sns_auto", "/api/sns-auto")

POSTS = Cached("posts", per_user=True)


class PostReply(Created):
    id: int
    account_id: int
    content: str
    status: str
    external_id: str | None
    error: str | None
    published_at: datetime | None


class PostSearch(PageQuery):
    status: Literal["draft", "scheduled", "queued", "published", "failed"] | None = None


class NewPost(Body):
    account_id: ObjectId
    content: Text


class PostChange(Body):
    content: Text


def _fitting(account: SnsAccount, content: str) -> str:
    longest = LONGEST_POST[account.platform]
    if not 0 < len(content) <= longest:
        message = f"must have 1 to {longest} characters for {account.platform}"
        raise Invalid(f"content has {len(content)} characters; it {message}.",
                      errors=[{"field": "content", "message": message}])  # fmt: skip
    return content


def draft(call: Call, account_id: int, content: str) -> Post:
    account = call.own(SnsAccount, account_id)
    post = Post(user_id=account.user_id, account_id=account.id, content=_fitting(account, content))
    post.status = "draft"
    call.session.add(post)
    call.session.flush()
    call.make_stale(POSTS, post.user_id)
    return post


def unsent(call: Call, post_id: int) -> Post:
    """The caller's post, locked, while it can still be changed."""
    post = call.own(Post, post_id, lock=True)
    if post.status in ("queued", "published"):
        raise Conflict(f"The post {post_id} is {post.status}; only one that is not yet sent can be changed.")
    call.make_stale(POSTS, post.user_id)
    return post


def queue_post(call: Call, post: Post) -> None:
    post.status, post.error, post.updated_at = "queued", None, datetime.now(UTC)
    call.later("post_to_sns", post_id=post.id)


@posts.add("GET", "/posts", query=PostSearch, reply=Page[PostReply], cached=POSTS)
def my_posts(call: Call, query: PostSearch) -> Page[PostReply]:
    rows = (
        select(Post).where(Post.user_id == call.me.user_id).order_by(Post.created_at.desc(), Post.id.desc())
    )
    if query.status:
        rows = rows.where(Post.status == query.status)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[PostReply.model_validate(post) for post in found], **numbers)


@posts.add("POST", "/posts", status=201, body=NewPost, reply=PostReply)
def add_post(call: Call, body: NewPost) -> PostReply:
    return PostReply.model_validate(draft(call, body.account_id, body.content))


@posts.add("GET", "/posts/{post_id}", reply=PostReply)
def get_post(call: Call, post_id: int) -> PostReply:
    return PostReply.model_validate(call.own(Post, post_id))


@posts.add("PATCH", "/posts/{post_id}", body=PostChange, reply=PostReply)
def change_post(call: Call, post_id: int, body: PostChange) -> PostReply:
    post = unsent(call, post_id)
    post.content = _fitting(call.session.get_one(SnsAccount, post.account_id), body.content)
    post.updated_at = datetime.now(UTC)
    return PostReply.model_validate(post)


@posts.add("DELETE", "/posts/{post_id}", status=204)
def delete_post(call: Call, post_id: int) -> None:
    call.session.delete(unsent(call, post_id))


@posts.add("POST", "/posts/{post_id}/publish", status=202, reply=PostReply)
def publish_post(call: Call, post_id: int) -> PostReply:
    """Send a post now; its own address tells when it is out."""
    post = unsent(call, post_id)
    queue_post(call, post)
    call.location = f"/api/sns-auto/posts/{post.id}"
    return PostReply.model_validate(post)
