"""Logs: one JSON object per line, with the trace it belongs to and without secrets."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from opentelemetry import trace

# What a library may put into a message: tokens, and passwords within addresses.
SECRETS = (
    (re.compile(r"(?i)(bearer\s+)[\w.~+/=-]+"), r"\1***"),
    (re.compile(r"(\w+://[^\s:/@]*:)[^\s@/]+(@)"), r"\1***\2"),
    (re.compile(r"(?i)((?:password|token|secret|api[_-]?key)[\"']?\s*[=:]\s*[\"']?)[^\s\"',&}]+"), r"\1***"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "***"),
)


def without_secrets(text: str) -> str:
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonFormatter(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        span = trace.get_current_span().get_span_context()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if span.is_valid:
            line |= {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(process: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(process))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "opensearch", "alembic.runtime.plugins"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
