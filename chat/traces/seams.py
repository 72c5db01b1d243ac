"""What is traced, and how it is wrapped.

The way of a post has no word of tracing: where nobody wants it, nothing is asked. So
it is put around what is there, once, as the site starts; a test holds the names.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial, wraps
from typing import Any

from opentelemetry.trace import Span

from chat import wire
from chat.concurrency import threads
from chat.delivery import announce, doubt
from chat.logging.acting import ACTING
from chat.sessions import posts, session
from chat.sessions.posts import Posts
from chat.sessions.session import Session
from chat.traces import spans

# Of commands that are being done: the command, who acts by it, and its span.
_OPEN: dict[int, tuple[wire.AnyCommand, Any, Span]] = {}


def install() -> Callable[[], None]:
    """Wrap all; returns what takes it off again."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in SEAMS]
    for owner, name, wrap in SEAMS:
        setattr(owner, name, wrap(getattr(owner, name)))

    def take_off() -> None:
        for owner, name, function in before:
            setattr(owner, name, function)

    return take_off


# --- Commands: from when they are taken until they are answered -----------------------


def _handled(handle: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @wraps(handle)
    async def traced(self: Session, command: wire.AnyCommand) -> None:
        kind = str(type(command).__struct_config__.tag)
        about = {"door": self.peer.program, "person": self.user.pk}
        span = spans.start(kind, command=kind, **about)
        _OPEN[id(command)] = command, ACTING.get(), span
        is_under_way = False
        try:
            await handle(self, command)
            is_under_way = isinstance(command, wire.Post)
        finally:
            if not is_under_way:
                _close(command)

    return traced


def _refused(refusal: Callable[..., wire.Error]) -> Callable[..., wire.Error]:
    @wraps(refusal)
    def traced(command: wire.AnyCommand, *about: Any, **more: Any) -> wire.Error:
        answer = refusal(command, *about, **more)
        if (found := _OPEN.get(id(command))) is not None:
            spans.refuse(found[2], answer.code)
        return answer

    return traced


def _answered(answer: Callable[..., None]) -> Callable[..., None]:
    @wraps(answer)
    def traced(self: Posts, command: wire.Post, event: Any) -> None:
        answer(self, command, event)
        _close(command)

    return traced


def _ended(end: Callable[..., None]) -> Callable[..., None]:
    @wraps(end)
    def traced(self: Posts, command: wire.Post, stored: Any) -> None:
        end(self, command, stored)
        _close(command)  # also one that nobody waits for any more

    return traced


def _close(command: wire.AnyCommand) -> None:
    if (found := _OPEN.pop(id(command), None)) is not None:
        spans.close(*found[1:])


# --- What is done for them ------------------------------------------------------------


def _called(run: Callable[[Callable[[], Any]], Any]) -> Callable[..., Any]:
    @wraps(run)
    def traced(function: Callable[[], Any]) -> Any:
        # ``chat-write-0``
        kind = threading.current_thread().name.split("-")[1]
        with spans.part(f"{kind} {_name(function)}") as span:
            try:
                return run(function)
            except Exception as error:
                if span is not None:
                    spans.failed(span, type(error).__name__)
                raise

    return traced


def _sent(send: Callable[..., None]) -> Callable[..., None]:
    @wraps(send)
    def traced(messages: Sequence[announce.Addressed]) -> None:
        with spans.part("announce", messages=len(messages)) as span:
            send(messages)
            if span is not None and doubt.untold.is_set():
                spans.failed(span, "untold")

    return traced


def _name(function: Any) -> str:
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__qualname__", type(function).__name__))


SEAMS: list[tuple[Any, str, Callable[[Any], Any]]] = [
    (Session, "handle", _handled),
    (session, "refusal", _refused),
    (posts, "refusal", _refused),
    (Posts, "_answer", _answered),
    (Posts, "_end", _ended),
    (threads, "_run", _called),
    (announce, "_send", _sent),
]
