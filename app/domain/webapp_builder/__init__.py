"""The WebApp Builder: bootcamps to learn in, and web apps to deploy."""

from app.domain.webapp_builder.bootcamps import bootcamps
from app.domain.webapp_builder.web_apps import web_apps

ENDPOINTS = [*bootcamps.endpoints, *web_apps.endpoints]
