"""What somebody was shown whose program says itself nothing of it, as at ``nc``.

That is read when they type again, and not before: who has left a terminal to itself has
not read what came there, nor has a script, which has sent its lines before.
"""

from __future__ import annotations

import logging

from chat import wire
from chat.concurrency.threads import write
from chat.delivery.audiences import Audiences
from chat.delivery.groups import room_group
from chat.models.members.membership import mark_shown
from chat.sessions.backfill import Backfill
from chat.sessions.places import Member, Places
from chat.sessions.prices import PRICES
from chat.sessions.rate import Allowed
from chat.sessions.seeing import Seeing
from chat.wire.errors import ChatError

logger = logging.getLogger(__name__)


class Shown:
    """``_marked``: from where up to where each log was marked read for them."""

    def __init__(
        self,
        member: Member,
        places: Places,
        backfill: Backfill,
        audiences: Audiences,
        allowed: Allowed,
        seeing: Seeing,
    ) -> None:
        self._member = member
        self._places = places
        self._backfill = backfill
        self._audiences = audiences
        self._allowed = allowed
        self._seeing = seeing
        self._since = backfill.since
        self._marked: dict[int, tuple[int, int]] = {}

    def page(self, asked: wire.AnyCommand, page: wire.History) -> None:
        """They were shown a page of the past; the last one has no gap behind it."""
        if isinstance(asked, wire.FetchHistory) and asked.before is asked.after is None:
            first = page.messages[0].seq if page.more and page.messages else 1
            number = page.conversation
            if number in self._since:
                self._since[number] = min(first - 1, self._since[number])

    async def mark_read(self) -> None:
        """They type: what they have been shown until now is read."""
        if not self._member.outbox.is_free:
            return  # some of it is still on its way
        news = {n: span for n, span in self._spans() if self._marked.get(n) != span}
        if not news:
            return
        # As of a program that says so; who presses Enter all the time writes no faster.
        await self._allowed.awaited(len(news) * PRICES[wire.MarkRead])
        try:
            marked = await write(mark_shown, self._member.user, news)
        except ChatError as error:
            logger.debug("Not marked read: %s", error)  # by the next line, then
        else:
            self._marked |= news
            self._seeing.saw(self._member.user.pk, marked)

    def _spans(self) -> list[tuple[int, tuple[int, int]]]:
        """Of each conversation of which they were shown something: after which number,
        and up to which.
        """
        spans = []
        for number in self._places.conversations:
            told, since = self._told(number), self._since.get(number)
            if told is not None and since is not None and since < told:
                spans.append((number, (since, told)))
        return spans

    def _told(self, number: int) -> int | None:
        """The last event that they were told; None while they lack some before it."""
        audience = self._audiences.get(room_group(number))
        together = audience.told(self._member) if audience else None
        return self._backfill.told(number) if together is None else together
