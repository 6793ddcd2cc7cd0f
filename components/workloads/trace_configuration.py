"""The configuration of Jaeger: spans come by OTLP over HTTP and are kept on its node for some hours."""

from typing import Final

import yaml

from components.workloads.tool_pod import DATA

OTLP_PORT: Final = 4318
QUERY_PORT: Final = 16686
METRICS_PORT: Final = 8888
HEALTH_PORT: Final = 13133
_STORE = "kept"
# Of the pod: who reaches it is a matter of the rules of the network.
_ANYWHERE = "0.0.0.0"  # noqa: S104  of the pod, as said


def tracing(kept_hours: int) -> str:
    """Return the file that Jaeger reads."""
    document = {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query", "healthcheckv2"],
            "pipelines": {
                "traces": {
                    "receivers": ["otlp"],
                    "processors": ["batch"],
                    "exporters": ["jaeger_storage_exporter"],
                }
            },
            "telemetry": {
                "resource": {"service.name": "jaeger"},
                "metrics": {
                    "level": "normal",
                    "readers": [
                        {"pull": {"exporter": {"prometheus": {"host": _ANYWHERE, "port": METRICS_PORT}}}}
                    ],
                },
            },
        },
        "extensions": {
            "jaeger_query": {
                "storage": {"traces": _STORE},
                "http": {"endpoint": f"{_ANYWHERE}:{QUERY_PORT}"},
                # Nobody asks by gRPC.
                "grpc": {"endpoint": "localhost:16685"},
            },
            "jaeger_storage": {
                "backends": {
                    _STORE: {
                        "badger": {
                            "directories": {"keys": f"{DATA}/keys", "values": f"{DATA}/values"},
                            "ephemeral": False,
                            "ttl": {"spans": f"{kept_hours}h"},
                        }
                    }
                }
            },
            "healthcheckv2": {"use_v2": True, "http": {"endpoint": f"{_ANYWHERE}:{HEALTH_PORT}"}},
        },
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": f"{_ANYWHERE}:{OTLP_PORT}"}}}},
        "processors": {"batch": {}},
        "exporters": {"jaeger_storage_exporter": {"trace_storage": _STORE}},
    }
    return yaml.safe_dump(document, sort_keys=False, width=10_000)
