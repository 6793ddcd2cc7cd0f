"""The models, by service, and which tables each service owns."""

from app.domain.models import ai, coocook, experience, platform, review, service, sns_auto, webapp_builder
from app.domain.models.base import Base

SCHEMAS = tuple(
    module.SCHEMA for module in (platform, coocook, sns_auto, review, ai, webapp_builder, experience)
)

__all__ = ["SCHEMAS", "Base", "service"]
