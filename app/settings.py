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


class DatabaseSettings(BaseModel):
    """Every field is an environment variable in capitals; a secret may also be a file, named by NAME_FILE."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    database_host: str
    database_port: Port
    database_name: str
    database_user: str
    database_password: SecretStr
    database_ca_file: Path

    @field_validator("*", mode="after")
    @classmethod
    def _refuse_placeholders(cls, value: Any) -> Any:
        if isinstance(value, SecretStr):
            _no_placeholder(value.get_secret_value())
        return value


class RolesSettings(DatabaseSettings):
    """For the process that makes the database roles, as the database's administrator."""

    # JSON: login -> password. A login that is not named keeps its password.
    role_passwords: SecretStr
    # Whose roles and schemas this database has.
    role_shapes: Words


class Settings(DatabaseSettings):
    """For everything else. A field that may be None is something that not every phase has."""

    # host:port of each replica; empty in a phase without replicas.
    database_replica_hosts: Words
    pool_size: Annotated[int, Field(ge=1)]
    pool_overflow: Annotated[int, Field(ge=0)]
    replica_pool_size: Annotated[int, Field(ge=1)]
    replica_pool_overflow: Annotated[int, Field(ge=0)]

    redis_ca_file: Path | None = None
    cache_url: SecretStr | None = None
    cache_cluster: bool
    state_url: SecretStr | None = None

    broker_url: SecretStr | None = None
    broker_ca_file: Path | None = None
    # After so long a job whose worker died is given to another (Redis as broker only).
    broker_visibility_seconds: Annotated[int, Field(ge=1)] | None = None

    jwt_issuer: str
    # Only the process that signs people in has it.
    jwt_signing_key: SecretStr | None = None
    # PEM public keys, one after the other: the present one, and the former one while it is rotated out.
    jwt_verification_keys: str

    platform_url: Url | None = None
    coocook_url: Url | None = None
    # What the answer of another service may take.
    neighbour_budget_seconds: Annotated[float, Field(gt=0)]

    sns_url: Url
    sns_token: SecretStr
    smtp_host: str
    smtp_port: Port
    smtp_user: str
    smtp_password: SecretStr
    smtp_ca_file: Path | None = None
    mail_from: str
    payment_url: Url
    payment_token: SecretStr
    assistant_url: Url
    assistant_token: SecretStr
    hosting_url: Url
    hosting_token: SecretStr
    # name -> address of its list of listings.
    crawl_sources: Annotated[dict[str, Url], BeforeValidator(_json)]
    # Between two requests to one crawled source, unless its robots.txt asks for more.
    crawl_delay_seconds: Annotated[float, Field(gt=0)]
    webhook_hosts: Words
    search_url: SecretStr | None = None
    search_ca_file: Path | None = None

    otlp_endpoint: Url | None = None


Model = TypeVar("Model", bound=DatabaseSettings)


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
