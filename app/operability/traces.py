"""Traces through HTTP, SQL, Redis and Celery, sent by OTLP where there is a collector."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from app.settings import Settings

# Asked for every few seconds by probes; they would bury the rest.
UNTRACED = "healthz,readyz,metrics"


def set_up_traces(settings: Settings, process: str) -> TracerProvider:
    """Once per worker process, after the fork: the exporter has a thread."""
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: process}))
    if settings.otlp_endpoint is not None:
        exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint}/v1/traces", timeout=5)
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    celery = CeleryInstrumentor()  # type: ignore[no-untyped-call]  # OpenTelemetry has no type here
    for instrumentor in (SQLAlchemyInstrumentor(), RedisInstrumentor(), celery):
        if not instrumentor.is_instrumented_by_opentelemetry:
            instrumentor.instrument()
    return provider
