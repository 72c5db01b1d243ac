"""Each request of a page has an id, which the log has, and the answer as well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from chat.logging.acting import ACTING, given_id, new_id

HEADER = b"x-request-id"

Application = Callable[[Any, Any, Any], Awaitable[None]]


class RequestIds:
    """An application; ``is_trusted``: whether an address may say how it calls one."""

    def __init__(
        self, application: Application, is_trusted: Callable[[str], bool]
    ) -> None:
        self._application = application
        self._is_trusted = is_trusted

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        which = self._given(scope) or new_id()

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = (HEADER, which.encode())
                message = {**message, "headers": [*message.get("headers", ()), own]}
            await send(message)

        token = ACTING.set(which)
        try:
            await self._application(scope, receive, sending)
        finally:
            ACTING.reset(token)

    def _given(self, scope: Any) -> str:
        address, *_ = scope.get("client") or [""]
        if not self._is_trusted(address):
            return ""
        given = [value for name, value in scope["headers"] if name == HEADER]
        return given_id(given[0]) if len(given) == 1 else ""
