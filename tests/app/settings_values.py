"""A complete environment whose servers nobody asks."""

from app.backing.keys import make_signing_key

PRIVATE, PUBLIC = make_signing_key()
APIS = ("SNS", "PAYMENT", "ASSISTANT", "HOSTING")

COMPLETE = {
    "DATABASE_HOST": "db.test", "DATABASE_PORT": "5432", "DATABASE_NAME": "platform",
    "DATABASE_USER": "app_monolith_a", "DATABASE_PASSWORD": "pw-of-the-database",
    "DATABASE_CA_FILE": "/ca.pem", "DATABASE_REPLICA_HOSTS": "", "POOL_SIZE": "20", "POOL_OVERFLOW": "10",
    "POOL_RECYCLE_SECONDS": "3600", "REPLICA_POOL_SIZE": "10", "REPLICA_POOL_OVERFLOW": "10",
    "CACHE_CLUSTER": "false",
    "JWT_ISSUER": "softfactory", "JWT_SIGNING_KEY": PRIVATE, "JWT_VERIFICATION_KEYS": PUBLIC,
    "SMTP_HOST": "mail.test", "SMTP_PORT": "587", "SMTP_USER": "app", "SMTP_PASSWORD": "pw-of-the-mail",
    "MAIL_FROM": "hello@softfactory.test", "CRAWL_SOURCES": "{}", "WEBHOOK_HOSTS": "",
    "CRAWL_DELAY_SECONDS": "1", "NEIGHBOUR_BUDGET_SECONDS": "0.05",
}  # fmt: skip
COMPLETE |= {f"{name}_URL": "https://api.test" for name in APIS}
COMPLETE |= {f"{name}_TOKEN": "t-0123456789" for name in APIS}
