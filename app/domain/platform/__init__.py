"""The platform: accounts, users, products, subscriptions and payments."""

from app.domain.platform.accounts import accounts
from app.domain.platform.payments import payments
from app.domain.platform.products import products
from app.domain.platform.subscriptions import subscriptions
from app.domain.platform.telegram import telegram
from app.domain.platform.users import users

ENDPOINTS = [
    *accounts.endpoints, *users.endpoints, *products.endpoints, *subscriptions.endpoints, *payments.endpoints,
    *telegram.endpoints,
]  # fmt: skip
