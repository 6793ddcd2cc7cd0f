"""The keys and tokens of the app: drawn once, kept in Secrets Manager, read from there on every run."""

import json
from collections.abc import Mapping

import pulumi

from components.security.app_secret import AppSecret, AppSecretArgs
from stacks.ground import Ground
from stacks.lookups import random_password, secret_value
from stacks.outside import CALLED_WITH, TOKENS
from stacks.signing_key import draw_signing_key


def compose_app_keys(name: str, ground: Ground, *, protected: bool) -> pulumi.Output[Mapping[str, str]]:
    """Declare the app's secret and return what stands in it now, as a secret.

    The tokens for systems outside begin as random ones, which those refuse until the real ones are put there.
    """
    drawn = draw_signing_key()
    secret = AppSecret(
        name,
        AppSecretArgs(
            initial={
                "jwt_signing_key": drawn.private,
                "jwt_verification_keys": drawn.public,
                # All passwords of the databases' logins derive from it.
                "login_root": random_password(ground.asking),
                **{token: random_password(ground.asking) for token in (*TOKENS, *CALLED_WITH)},
            },
            kms_key_arn=ground.key.arn,
            protected=protected,
        ),
        ground.on_aws,
    )
    return secret_value(secret.id, ground.asking).apply(_parsed)


def _parsed(text: str) -> Mapping[str, str]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("the app's secret is no JSON object; allowed: texts by name; correct it")
    return {str(key): str(value) for key, value in found.items()}
