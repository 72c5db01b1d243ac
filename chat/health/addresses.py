"""The three addresses, answered before any page: for any host, without a log-in.

No cookie, no way to another address, nothing that a browser is to remember; and no
place among the pages, for which people queue up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec
from django.conf import settings

from chat.concurrency.threads import beside
from chat.health import exposition
from chat.health.access import may_see
from chat.health.keeping import Keeper
from chat.health.readiness import Readiness
from chat.sessions.process import Process

# What is asked for longer than that is not told.
METRICS_SECONDS = 5.0

Application = Callable[[Any, Any, Any], Awaitable[None]]
Header = tuple[bytes, bytes]


class Answer(NamedTuple):
    status: int
    body: bytes
    kind: str = "text/plain; charset=utf-8"
    more: tuple[Header, ...] = ()


class Health:
    """An application, and before it these addresses."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = ANSWERS.get(scope["path"]) if scope["type"] == "http" else None
        if answer is None:
            await self._application(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await _send(await answer(scope), scope, send)
        else:
            await _send(NO_SUCH_METHOD, scope, send)


async def alive(scope: Any) -> Answer:
    """That this is answered says it: the event loop goes round."""
    return Answer(200, b"ok\n")


async def ready(scope: Any) -> Answer:
    """200 or 503; and each part with how it is."""
    loop = asyncio.get_running_loop()
    if loop not in _readiness:
        _readiness[loop] = Readiness()
    is_ready, parts = await _readiness[loop].look()
    body = msgspec.json.encode({"ready": is_ready, **parts}) + b"\n"
    return Answer(200 if is_ready else 503, body, "application/json")


async def metrics(scope: Any) -> Answer:
    """The figures of all processes, for whoever may see them."""
    if not may_see(scope):
        return NO_TOKEN if settings.CHAT_METRICS_TOKEN else FROM_ELSEWHERE
    try:
        async with asyncio.timeout(METRICS_SECONDS):
            rows = await Keeper.of(Process.here()).asked(None)
            text = await beside("figures", lambda: exposition.exposed(rows))
    except TimeoutError:
        return Answer(503, b"The disk does not answer.\n")
    return Answer(200, text, exposition.CONTENT_TYPE)


ANSWERS = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}
NO_SUCH_METHOD = Answer(405, b"GET it.\n", more=((b"allow", b"GET, HEAD"),))
NO_TOKEN = Answer(
    401,
    b"Send the token: Authorization: Bearer ...\n",
    more=((b"www-authenticate", b"Bearer"),),
)
FROM_ELSEWHERE = Answer(
    403,
    b"Only this machine sees that, and not through a proxy: set CHAT_METRICS_TOKEN for"
    b" others.\n",
)

_readiness: WeakKeyDictionary[asyncio.AbstractEventLoop, Readiness] = (
    WeakKeyDictionary()
)


async def _send(answer: Answer, scope: Any, send: Any) -> None:
    headers = [
        (b"content-type", answer.kind.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *answer.more,
    ]
    start = {"type": "http.response.start", "status": answer.status}
    await send({**start, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})
