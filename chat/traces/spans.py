"""The spans of what is being done just now, found by who acts.

The id that lines of the log end with (``chat.logging.acting``) is each span's
``chat.id``. No span has a name, a text, or an address of anybody: of a person it has
the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.context import Context
from opentelemetry.trace import (
    Link,
    NoOpTracer,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    TracerProvider,
    get_current_span,
    set_span_in_context,
)

from chat.logging.acting import ACTING, acting

# Errors of a command that are not the person's.
FAULTS = {"internal", "unavailable"}


class _Tracing:
    """``by_who``: the spans that are open, by whose they are."""

    def __init__(self) -> None:
        self.tracer: Tracer = NoOpTracer()
        self.by_who: dict[Any, Span] = {}


_HERE = _Tracing()


def begin(provider: TracerProvider) -> None:
    """From now on spans are that one's."""
    _HERE.tracer = provider.get_tracer("chatsite")


def end() -> None:
    """From now on there are none."""
    _HERE.tracer = NoOpTracer()


def start(name: str, **about: Any) -> Span:
    """A span of whoever acts now, to be closed; others are found to be a part of it."""
    span = _HERE.tracer.start_span(name, Context(), SpanKind.SERVER, _named(about))
    if (who := ACTING.get()) is not None:
        _HERE.by_who[who] = span
    return span


def close(who: Any, span: Span) -> None:
    """That span of ``who`` is over."""
    if _HERE.by_who.get(who) is span:
        del _HERE.by_who[who]
    span.end()


def refuse(span: Span, code: str) -> None:
    """It was answered an error, of that code of the protocol."""
    span.set_attribute("chat.refusal", code)
    if code in FAULTS:
        span.set_status(Status(StatusCode.ERROR, code))


@contextmanager
def part(name: str, **about: Any) -> Iterator[Span | None]:
    """A span of what is done for whoever acts now: one, or many at once.

    It is a part of the first one's; with the others' it is linked, both ways. None, if
    nobody's span is open: what is done by the clock has none.
    """
    spans = _acting()
    if not spans:
        yield None
        return
    first, *others = spans
    links = [Link(each.get_span_context()) for each in others]
    if others:
        about["commands"] = len(spans)
    with _HERE.tracer.start_as_current_span(
        name,
        set_span_in_context(first, Context()),
        attributes=_named(about),
        links=links,
        record_exception=False,  # its text may quote what somebody has said
        set_status_on_exception=False,
    ) as span:
        for each in others:
            each.add_link(span.get_span_context())
        yield span


def failed(span: Span, why: str) -> None:
    """``why`` has no words of anybody's."""
    span.set_status(Status(StatusCode.ERROR, why))


def _acting() -> list[Span]:
    """What this is a part of; or the open spans of those who act, kept ones first."""
    if (around := get_current_span()).get_span_context().is_valid:
        return [around]
    who = ACTING.get()
    every = who if isinstance(who, list) else [who]
    found = [_HERE.by_who[each] for each in every if each in _HERE.by_who]
    return sorted(dict.fromkeys(found), key=lambda span: not span.is_recording())


def _named(about: dict[str, Any]) -> dict[str, Any]:
    return {"chat.id": acting(), **{f"chat.{name}": it for name, it in about.items()}}
