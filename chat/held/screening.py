"""What becomes of what somebody says: it is said, it waits, or it is refused.

Whoever may decide in a room is not asked themselves. Nobody reads private talks: there
what would wait is refused; and so is an edit, for the message stands there already.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from chat import wire
from chat.concurrency.threads import read
from chat.held import waiting
from chat.held.models import HOLD
from chat.held.rules import Rules
from chat.models import Conversation, Message, User
from chat.models.permissions import may
from chat.models.posting import screens
from chat.models.posting.draft import Draft
from chat.sessions.process import Process, logged
from chat.text.markdown import render
from chat.wire.errors import NotAllowed
from chat.words import sentence

LOOK_SECONDS = 1.0
# As the renderer writes a link, and nobody else.
LINK = "<a "
# No room has that number.
NOWHERE = 0
REASON = sentence("That is not said here: {reason}")
REFUSED = sentence("There are words in that which are not said here.")
NEW = sentence("Who is new here says nothing with links, or addresses of e-mail.")
WOULD_WAIT = sentence("A moderator would have to see that first: here that cannot be.")


class Verdict(NamedTuple):
    """``pattern``: for which it is; empty for a link of somebody new."""

    act: str
    pattern: str
    refusal: NotAllowed


def renew() -> None:
    """Follow what has changed; as long as there is nothing to look for, posts are not
    looked at. Whoever changes the patterns calls it at once, for this process.
    """
    Rules.renew()
    limits = settings.CHAT_LINKS_AFTER > 0
    screens.ask(screen, on=Rules.now().are_any or limits)


async def keep(process: Process) -> None:
    """Follow what others change, from the start of a process to its end."""
    while True:
        await logged(read(renew))
        await asyncio.sleep(LOOK_SECONDS)


def screen(draft: Draft) -> wire.Held | None:
    """Look at what is to be said in a room, or to somebody.

    Raises:
        NotAllowed: it is refused, or would have to wait where it cannot.
        TooMany: so much waits.
        IdReused
    """
    if draft.approved or may(waiting.DECIDE, draft.standing.role):
        return None
    verdict = _judged(draft.place.id, draft.author, _words(draft), draft.html)
    if verdict is None:
        return None
    if verdict.act != HOLD:
        raise verdict.refusal
    can_wait = draft.waits and draft.poll is None and draft.shared is None
    if not (can_wait and _is_room(draft.place.id)):
        raise NotAllowed(WOULD_WAIT)
    return waiting.hold(draft, verdict.pattern)


def reword(place: tuple[int, int], before: str, text: str) -> str:
    """Look at the words that a message is edited to.

    Raises:
        NotAllowed: they would be refused, or held back.
    """
    rule, has_limits = Rules.now().found(place[0], text), settings.CHAT_LINKS_AFTER > 0
    if rule is None and not has_limits:
        return text
    here = Message.objects.filter(conversation=place[0], seq=place[1])
    message = here.select_related("conversation", "author").first()
    if message is None or _decides(message.conversation, message.author):
        return text
    verdict = _judged(place[0], message.author, text, render(text))
    _require(verdict)
    return text


def see_status(user: User, text: str) -> None:
    """Look at what somebody says of how they are, by what goes for the whole site.

    Raises:
        NotAllowed: it would be refused, or held back.
    """
    if text and not user.is_staff:
        _require(_judged(NOWHERE, user, text, render(text)))


def _words(draft: Draft) -> str:
    """All that is read of it: what its files show, too."""
    files = draft.shared.files if draft.shared else ()
    return "\n".join([draft.text, *(file.alt for file in files if file.alt)])


def _require(verdict: Verdict | None) -> None:
    if verdict is not None:
        raise NotAllowed(WOULD_WAIT) if verdict.act == HOLD else verdict.refusal


def _is_room(number: int) -> bool:
    return Conversation.objects.filter(pk=number, kind=Conversation.ROOM).exists()


def _decides(where: Conversation, user: User) -> bool:
    return may(waiting.DECIDE, where.standing(user).role)


def _judged(room: int, author: User, text: str, html: str) -> Verdict | None:
    if rule := Rules.now().found(room, text):
        if rule.reason:
            return Verdict(rule.act, rule.typed, NotAllowed(REASON, reason=rule.reason))
        return Verdict(rule.act, rule.typed, NotAllowed(REFUSED))
    if settings.CHAT_LINKS_AFTER and LINK in html and _is_new(author):
        return Verdict(settings.CHAT_LINKS_OF_NEW, "", NotAllowed(NEW))
    return None


def _is_new(author: User) -> bool:
    hours = timedelta(hours=settings.CHAT_LINKS_AFTER)
    return author.guest or author.joined > timezone.now() - hours
