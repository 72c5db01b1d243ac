"""Where spans go: by OTLP, to whom the standard's variables (``OTEL_…``) say."""

from __future__ import annotations

import asyncio
import os
from threading import Thread

from django.core.exceptions import ImproperlyConfigured

from chat import VERSION
from chat.sessions.process import Process

# To send what is left; a process has few seconds for its end.
END_SECONDS = 1.0
PROTOCOLS = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"
HTTP = "http/protobuf"


def require() -> None:
    """Raises:
    ImproperlyConfigured: it is not there, or is to speak in another way.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http import trace_exporter  # noqa: F401
        from opentelemetry.sdk import trace  # noqa: F401
    except ImportError:
        raise ImproperlyConfigured(
            "CHAT_TRACES is 1, but OpenTelemetry is not installed: pip install"
            " -r requirements-traces.txt."
        ) from None
    said = next((os.environ[name] for name in PROTOCOLS if os.environ.get(name)), HTTP)
    if said != HTTP:
        raise ImproperlyConfigured(
            f"OTEL_EXPORTER_OTLP_PROTOCOL is {said}: traces are sent by {HTTP} alone."
        )


async def keep(process: Process) -> None:
    """Export a process's spans, from its start to its end."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from chat.traces import spans

    # Here, and not as it is configured: by now all processes have been forked.
    resource = Resource.create(_names())
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    spans.begin(provider)
    try:
        await asyncio.Event().wait()
    finally:
        spans.end()
        # Whom it sends to may not answer.
        sending = Thread(target=provider.shutdown, daemon=True)
        sending.start()
        sending.join(END_SECONDS)


def _names() -> dict[str, str | int]:
    """What the process is called, where the variables do not say otherwise."""
    names: dict[str, str | int] = {
        "service.version": VERSION,
        "process.pid": os.getpid(),
    }
    is_named = "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    if not (is_named or os.environ.get("OTEL_SERVICE_NAME")):
        names["service.name"] = "chatsite"
    return names
