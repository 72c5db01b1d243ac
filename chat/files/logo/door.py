"""A logo is taken from administrators alone: of what others send nothing is read.

It may be larger than what else comes to a page, and Django reads all of that before it
looks whose it is.
"""

from __future__ import annotations

from typing import Any

from chat.files.door import Application, refuse
from chat.files.request import Request
from chat.wire.errors import ChatError, LoginRequired

# As chatsite/bounds.py has it.
PATH = "/admin/files/logo/add/"


class Logos:
    """An application, and before it the address that logos are sent to."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PATH):
            request = Request(scope, receive, send)
            try:
                await _require_administrator(request)
            except ChatError as error:
                await refuse(request, error)
                return
        await self._application(scope, receive, send)


async def _require_administrator(request: Request) -> None:
    """See that what it brings along, if anything, comes from one.

    Raises:
        LoginRequired, Unavailable
    """
    if request.method == "POST":
        user = await request.person()
        if user is None or not (user.is_active and user.is_staff):
            raise LoginRequired
