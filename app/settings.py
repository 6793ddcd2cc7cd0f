"""The settings of one process: read from the environment once, by the factory that builds the process."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

PLACEHOLDERS = ("changeme", "change-me", "placeholder", "password", "secret", "todo", "example", "xxx")


class SettingsError(ValueError):
    """The environment does not describe a process that can run."""


def _list_of_words(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _no_placeholder(value: str) -> str:
    bare = value.strip().lower()
    if not bare or bare in PLACEHOLDERS or bare.startswith(("<", "${", "{{")):
        raise ValueError("is empty or a placeholder; give the real secret")
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_list_of_words)]
Port = Annotated[int, Field(ge=1, le=65535)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s@]+[^/\s]$")]


class EnvironmentSettings(BaseModel):
    """Every field is an environment variable in capitals; a secret may also be a file, named by NAME_FILE."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    @field_validator("*", mode="after")
    @classmethod
    def _refuse_placeholders(cls, value: Any) -> Any:
        if isinstance(value, SecretStr):
            _no_placeholder(value.get_secret_value())
        return value


class DatabaseSettings(EnvironmentSettings):
    """Which database, as whom."""

    database_host: str
    """The master."""
    database_port: Port
    """Of the master."""
    database_name: str
    """Of the process's own database."""
    database_user: str
    """One of the two logins of the process's own role."""
    database_password: SecretStr
    """Of that login."""
    database_ca_file: Path
    """Who signed the servers' certificates."""


class RolesSettings(DatabaseSettings):
    """For the process that makes the database roles, as the database's administrator."""

    role_passwords: SecretStr
    """JSON: login to password. A login that is not named keeps its password."""
    role_shapes: Words
    """Whose roles and schemas this database has."""


class BrokerUsersSettings(EnvironmentSettings):
    """For the process that makes the users of RabbitMQ, as its first one."""

    broker_console_url: Url
    """The console, whose interface takes users."""
    broker_admin_user: str
    """The first user."""
    broker_admin_password: SecretStr
    """Of that user."""
    broker_passwords: SecretStr
    """JSON: login to password."""
    broker_ca_file: Path | None = None
    """Who signed the certificate of RabbitMQ, if none of the system's authorities."""


class AdminSettings(DatabaseSettings):
    """For the process that makes the first admin, with a login of the platform."""

    admin_email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    """Whose account it is; one that is there is promoted."""
    admin_password: Annotated[SecretStr, Field(min_length=10, max_length=200)]
    """Of a new account; one that is there keeps its own."""


class Settings(DatabaseSettings):
    """For everything else. A field that may be None is something that not every phase has."""

    database_replica_hosts: Words
    """host:port of each replica; empty in a phase without replicas."""
    pool_size: Annotated[int, Field(ge=1)]
    """Connections to the master that a process keeps."""
    pool_overflow: Annotated[int, Field(ge=0)]
    """And more, while they are needed."""
    pool_recycle_seconds: Annotated[int, Field(ge=1)]
    """A connection older than this is made anew when it is next asked for."""
    replica_pool_size: Annotated[int, Field(ge=1)]
    """Connections to all replicas together that a process keeps."""
    replica_pool_overflow: Annotated[int, Field(ge=0)]
    """And more, while they are needed."""

    redis_ca_file: Path | None = None
    """Who signed Redis's certificates, if none of the system's authorities."""
    cache_url: SecretStr | None = None
    """The cache, as rediss://."""
    cache_cluster: bool
    """Whether the cache is a cluster."""
    state_url: SecretStr | None = None
    """Sessions, events and results, as rediss://; from phase 2 on."""
    broker_url: SecretStr | None = None
    """The queue, as rediss:// or amqps://; without one, jobs are done within the request."""
    broker_ca_file: Path | None = None
    """Who signed the certificate of RabbitMQ, if none of the system's authorities."""
    broker_visibility_seconds: Annotated[int, Field(ge=1)] | None = None
    """After so long a job whose worker died is given to another (Redis as broker only)."""
    jwt_issuer: str
    """What tokens name as their issuer."""
    jwt_signing_key: SecretStr | None = None
    """PEM private key; only the process that signs people in has it."""
    jwt_verification_keys: str
    """PEM public keys, one after the other: the present one, and the other one while it is rotated."""
    platform_url: Url | None = None
    """The platform, for a service split off from it."""
    coocook_url: Url | None = None
    """CooCook, for the platform, once it is split off."""
    neighbour_budget_seconds: Annotated[float, Field(gt=0)]
    """What the answer of another service may take."""

    sns_url: Url
    """The interface to the social networks."""
    sns_token: SecretStr
    """For that interface."""
    smtp_host: str
    """The mail server; it must offer STARTTLS."""
    smtp_port: Port
    """Of the mail server."""
    smtp_user: str
    """At the mail server."""
    smtp_password: SecretStr
    """At the mail server."""
    smtp_ca_file: Path | None = None
    """Who signed the mail server's certificate, if none of the system's authorities."""
    mail_from: str
    """The sender of all mail."""
    payment_url: Url
    """The payment provider."""
    payment_token: SecretStr
    """For the payment provider."""
    assistant_url: Url
    """What answers for the AI employees."""
    assistant_token: SecretStr
    """For the assistant."""
    hosting_url: Url
    """Where web apps are deployed."""
    hosting_token: SecretStr
    """For the hosting."""
    crawl_sources: Annotated[dict[str, Url], BeforeValidator(_json)]
    """JSON: name of a source to the address of its list of listings."""
    crawl_delay_seconds: Annotated[float, Field(gt=0)]
    """Between two requests to one source, unless its robots.txt asks for more."""
    webhook_hosts: Words
    """The hosts that users' webhooks may be on."""
    search_url: SecretStr | None = None
    """OpenSearch; without it the database searches."""
    search_ca_file: Path | None = None
    """Who signed OpenSearch's certificate, if none of the system's authorities."""
    telegram_url: Url | None = None
    """The Bot API."""
    telegram_token: SecretStr | None = None
    """For the Bot API; without it there is no bot."""
    telegram_secret: Annotated[SecretStr, Field(min_length=20, max_length=256)] | None = None
    """What proves that a message comes from Telegram: 20 to 256 of A-Z, a-z, 0-9, _ and -."""
    gateway_url: Url | None = None
    """The whole API, where the bot asks what its own process does not serve."""
    otlp_endpoint: Url | None = None
    """Where traces go, by OTLP over HTTP."""


Model = TypeVar("Model", bound=EnvironmentSettings)


def load(environ: Mapping[str, str]) -> Settings:
    return load_as(Settings, environ)


def load_as(model: type[Model], environ: Mapping[str, str]) -> Model:
    """The settings in `environ`; a message in words, without any value of a secret, where they are wrong."""
    values: dict[str, str] = {}
    for name in model.model_fields:
        variable = name.upper()
        if file := environ.get(f"{variable}_FILE"):
            if variable in environ:
                raise SettingsError(f"{variable} and {variable}_FILE are both set; set one of them.")
            values[name] = _content(variable, Path(file))
        elif (value := environ.get(variable)) is not None:
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_in_words(error)) from None


def _content(variable: str, file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"{variable}_FILE names {file}, which cannot be read: {error.strerror}."
        ) from error


def _in_words(error: ValidationError) -> str:
    lines = ["The environment does not describe a process that can run:"]
    for problem in error.errors(include_input=False, include_url=False):
        variable = str(problem["loc"][0]).upper()
        lines.append(f"  {variable}: {problem['msg']}")
    return "\n".join(lines)
