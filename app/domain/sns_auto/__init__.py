"""SNS Auto: posts that go out to social networks, now or when they are due."""

from app.domain.sns_auto.accounts import accounts
from app.domain.sns_auto.posts import posts
from app.domain.sns_auto.schedules import schedules

ENDPOINTS = [*accounts.endpoints, *posts.endpoints, *schedules.endpoints]
