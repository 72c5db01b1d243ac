"""Files over HTTP, answered before any page: no body of theirs is kept in memory.

``/files/upload/…`` takes what comes, by an address that was asked for; ``/files/ID/…``
hands out what is whole, to whoever has logged in at the page, or has a link. Where a
host is there for files alone, all of its addresses are answered here.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from django.conf import settings

from chat.accounts.bans import Bans
from chat.accounts.languages import asked_for, words_for
from chat.accounts.visitor import at_socket, cookies_of
from chat.concurrency.threads import read
from chat.files.addresses import PATH, UPLOADS, reader_of
from chat.files.handing import Handed, give, hand_out
from chat.files.pace import await_turn
from chat.files.receiving import receive_file
from chat.files.request import Request
from chat.models import User
from chat.site import Site
from chat.wire.errors import (
    Banned,
    ChatError,
    DiskFull,
    Internal,
    LoginRequired,
    Malformed,
    Muted,
    NoSuchConversation,
    NotAMember,
    RateLimited,
    TooLong,
    Unavailable,
)

logger = logging.getLogger(__name__)

Application = Callable[[Any, Any, Any], Awaitable[None]]
NOT_FOUND = 404
# What of HTTP says the same, by the codes; of all others 409.
STATUSES = {
    Malformed.code: 400,
    LoginRequired.code: 403,
    Banned.code: 403,
    Muted.code: 403,
    NoSuchConversation.code: NOT_FOUND,
    NotAMember.code: NOT_FOUND,
    TooLong.code: 413,
    RateLimited.code: 429,
    Internal.code: 500,
    Unavailable.code: 503,
}
FULL, CONFLICT = 507, 409
# What else is handed out to who has logged in, by how its address goes on: each is
# given a number and who asks, and raises a ``ChatError``. A capability adds to it in
# its ``apps.ready()``.
OTHERS: dict[str, Callable[[UUID, User], Handed]] = {}


class Files:
    """An application, and before it the addresses of files."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        request = Request(scope, receive, send)
        if not (request.is_apart or scope["path"].startswith(PATH)):
            await self._application(scope, receive, send)
            return
        user: list[User] = []
        try:
            await _answer(request, user)
        except ChatError as error:
            if request.is_answered:
                raise
            await refuse(request, error, *user)
        except Exception:
            # Our fault, or the disk's: whoever waits for it is told so.
            logger.exception("A file could not be taken, or handed out.")
            if request.is_answered:
                raise
            await refuse(request, Internal(), *user)


async def _answer(request: Request, user: list[User]) -> None:
    """``user`` learns whose request it is."""
    scope, path = request.scope, request.scope["path"]
    if not (request.is_apart or Site.here().answers_to(request.header("host"))):
        raise Malformed("That is no address of this site.")
    if settings.HTTPS and scope.get("scheme") != "https":
        raise LoginRequired("Come in with TLS.")
    visitor = at_socket(scope, cookies_of(scope))
    bans = Bans.recent()
    if bans is None:
        bans = await read(Bans.now)
    if refusal := bans.refusal(visitor):
        raise refusal
    if path.startswith(UPLOADS):
        await receive_file(request, path.removeprefix(UPLOADS), user)
        return
    await _hand_out(request, path.removeprefix(PATH), user)


async def _hand_out(request: Request, path: str, user: list[User]) -> None:
    kind, _, rest = path.partition("/")
    other = OTHERS.get(kind)
    try:
        id = UUID(rest if other else kind)
    except ValueError:
        raise NoSuchConversation("There is no such file.") from None
    user.append(await _reader(request, id))
    await await_turn(user[0])
    if request.method not in ("GET", "HEAD"):
        await request.say(405, "GET it.", (b"allow", b"GET, HEAD"))
    elif other is not None:
        await give(request, await read(other, id, user[0]))
    else:
        await hand_out(request, id, user[0])


async def _reader(request: Request, id: UUID) -> User:
    """Who wants to have it."""
    link = request.asked("link")
    if link:
        return await read(reader_of, link, id)
    if request.is_apart:
        raise LoginRequired
    user = await request.person()
    if user is None or user.is_released:
        raise LoginRequired
    if not user.is_active:
        raise await read(user.refusal) or LoginRequired()
    return user


async def refuse(request: Request, error: ChatError, user: User | None = None) -> None:
    """Say why not, in the language of whoever asks."""
    words = words_for(user, *asked_for(request.scope, cookies_of(request.scope)))
    status = STATUSES.get(error.code, CONFLICT)
    if isinstance(error, DiskFull):
        status = FULL
    await request.say(status, error.said(words))
