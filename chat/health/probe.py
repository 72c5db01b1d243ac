"""A WebSocket for ``manage.py doctor``: what arrives through the proxies, and how.

It tells what came along, says two words with a pause between them, is quiet, and then
pings. It is there for whoever has the site's key alone, and for less than two minutes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from django.core.signing import BadSignature, TimestampSigner

from chat.net.websocket import PING

PATH = "/ws/doctor/"
# For so long a ticket is good, and so long it may be quiet.
SECONDS = 60
PAUSE_SECONDS = 0.5
LAST_SECONDS = 10
_SIGNER = "chat.doctor"


def ticket() -> str:
    """What opens it."""
    return TimestampSigner(salt=_SIGNER).sign("")


async def probe(scope: Any, receive: Any, send: Any) -> None:
    """The application."""
    await receive()
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    writer = scope.get("extensions", {}).get("chat.writer")
    if writer is None or not _is_good(asked.get("ticket", "")):
        await send({"type": "websocket.close", "code": 4404})
        return
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": json.dumps(_came_along(scope))})
    await asyncio.sleep(PAUSE_SECONDS)
    await send({"type": "websocket.send", "text": "{}"})
    if await _stays(receive, min(float(asked["quiet"]), SECONDS)):
        writer.write(PING)
        if await _stays(receive, LAST_SECONDS):
            await send({"type": "websocket.close", "code": 1000})


def _is_good(given: str) -> bool:
    try:
        TimestampSigner(salt=_SIGNER).unsign(given, max_age=SECONDS)
    except BadSignature:
        return False
    return True


def _came_along(scope: Any) -> dict[str, Any]:
    """``forwarded``: the addresses of X-Forwarded-For, as they came."""
    named = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    words = b",".join(named).decode("latin-1").split(",")
    forwarded = [word.strip() for word in words if word.strip()]
    return {"scheme": scope["scheme"], "forwarded": forwarded}


async def _stays(receive: Callable[[], Awaitable[Any]], seconds: float) -> bool:
    """Whether the peer, and this process, stay for so long."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] == "websocket.receive":
                pass
    except TimeoutError:
        return True
    return False
