"""The log of a peer that keeps none, as people at ``nc``.

What such a peer was told of each conversation is counted here; what it lacks is filled
in from the database, in the order of the log, before anything that came later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, TypeVar

from chat import wire
from chat.concurrency.threads import read
from chat.delivery.live import LiveEvent, LogRun
from chat.figures import FIGURES
from chat.models import Conversation, User
from chat.models.messages import history, missed
from chat.wire.codec import Encoding
from chat.wire.errors import ChatError, Internal, Unavailable

T = TypeVar("T")
PATIENCE_SECONDS = 1.0
# What an event says of a message as the message itself does.
_OF_POSTED = {*wire.MessagePosted.__struct_fields__} & {*wire.Message.__struct_fields__}
_OF_RESTORED = {"reply_to", "quote"}
_OF_EDITED = {*wire.Edited.__struct_fields__} & _OF_POSTED - {"seq"} - _OF_RESTORED


class Reader(Protocol):
    """What a backfill needs of the session whose peer it looks after."""

    @property
    def user(self) -> User: ...

    @property
    def encoding(self) -> Encoding: ...

    @property
    def is_closed(self) -> bool: ...

    async def say(self, event: wire.AnyEvent) -> None: ...

    def offer(self, frame: bytes) -> bool: ...

    def is_in(self, conversation: int) -> bool: ...

    def stand_aside(self, conversation: int) -> None: ...


class Backfill:
    """Up to where a session's peer was told each log, and ``since`` where.

    For a peer that keeps its own, that is only where it began.
    """

    def __init__(
        self,
        reader: Reader,
        changes: Callable[[missed.Asked], Awaitable[wire.Changes]],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._reader = reader
        self._changes = changes
        self._spawn = spawn
        self.since: dict[int, int] = {}
        self._have: dict[int, int] = {}
        # Until when there is something to fill in, by conversation; and the last of it
        # that was told.
        self._behind: dict[int, int] = {}
        self._filled: dict[int, int] = {}
        # The same of what it is out of: who comes back is told nothing twice.
        self._before: dict[int, int] = {}
        # What it knows by the answer, and is not to be told when holes are filled in.
        self._answered: dict[int, set[int]] = {}

    def starts_at(self, number: int, seq: int) -> None:
        """The peer has been shown a conversation, unless it is in it already."""
        if number not in self._have:
            self._have[number] = max(seq, self._before.pop(number, 0))
            self.since[number] = self._have[number]

    def was_told(self, number: int, seq: int) -> None:
        """While it was in step with others, it was told everything up to there."""
        self._have[number] = seq

    def was_answered(self, event: wire.LogEvent) -> None:
        """It is told of its own doing by the answer, and not again."""
        number, have = event.conversation, self._have.get(event.conversation)
        if have is None or event.seq <= have:
            return
        if event.seq == have + 1 and number not in self._behind:
            self._have[number] = event.seq
        else:
            self._answered.setdefault(number, set()).add(event.seq)

    def forget(self, number: int) -> None:
        """The peer is out of a conversation."""
        if number in self._have:
            filled = self._filled.get(number, 0)
            self._before[number] = max(self._have.pop(number), filled)

    def told(self, number: int) -> int | None:
        """The number of the last event that it was told; None while it lacks some."""
        return None if number in self._behind else self._have.get(number)

    def is_old(self, event: wire.AnyEvent) -> bool:
        """Whether ``welcome`` counted it in already."""
        return isinstance(event, wire.LogEvent) and event.seq <= self._have.get(
            event.conversation, 0
        )

    def keep(self, event: wire.LogEvent, live: LiveEvent) -> None:
        """Tell the next event of a log, or find out what is missing before it."""
        have = self._have.get(event.conversation)
        if have is None or event.seq <= have:
            return  # not entered yet, or shown already
        if event.seq == have + 1 and event.conversation not in self._behind:
            if self._reader.offer(self._reader.encoding.encode_live(live)):
                self._have[event.conversation] = event.seq
            return
        self._fall_behind(event.conversation, event.seq)

    def keep_run(self, run: LogRun) -> None:
        """The same with the next piece of a log."""
        number, have = run.conversation, self._have.get(run.conversation)
        is_next = have is not None and have + 1 == run.first
        is_known = all(live.is_known for live in run.events)
        if not is_next or not is_known or number in self._behind:
            for live in run.events:
                if live.is_known and isinstance(live.event, wire.LogEvent):
                    self.keep(live.event, live)
            return
        encoding = self._reader.encoding
        if self._reader.offer(run.encoded(encoding, encoding.cohort(number))):
            self._have[number] = run.last

    def compare(self, heads: dict[int, int]) -> None:
        """Fill in what these ends of the logs show to be missing."""
        for number, head in heads.items():
            # What it is told in step is not counted here.
            self._reader.stand_aside(number)
            have = self._have.get(number, head)
            if head > have:
                self._fall_behind(number, head)
            elif head < have and number not in self._behind:
                self._spawn(self._doubt(number, have))

    async def _doubt(self, number: int, have: int) -> None:
        """See whether a log ends before what was told: a copy has taken its place.

        An event may also have come after it was looked where the logs end.
        """
        with suppress(ChatError):  # it is not theirs any more
            head = await self._patiently(lambda: read(_head, self._reader.user, number))
            if head < have and number in self._have:
                self._reader.stand_aside(number)
                self._have[number] = head

    # --- Filling in -------------------------------------------------------------------

    def _fall_behind(self, number: int, known: int) -> None:
        if number in self._behind:
            self._behind[number] = max(self._behind[number], known)
        else:
            self._behind[number] = known
            FIGURES.holes["site"] += 1
            self._spawn(self._catch_up(number))

    async def _catch_up(self, number: int) -> None:
        """Fill a hole from the database; what is live meanwhile is in there as well."""
        try:
            while not self._reader.is_closed and self._lacks(number):
                have = self._have[number]
                head = await self._tell_what_was_said(number, have)
                await self._tell_what_changed(number, have, head)
                # Who went out of it, and came back meanwhile, may have been told more.
                if number in self._have:
                    self._have[number] = max(self._have[number], head)
        except ChatError:
            # It is not theirs any more, and some of it may have been told by now.
            if number in self._have:
                self._have[number] = max(self._have[number], self._behind[number])
        finally:
            del self._behind[number]
            self._filled.pop(number, None)
            self._answered.pop(number, None)

    def _lacks(self, number: int) -> bool:
        known = self._behind[number]
        is_mine = self._reader.is_in(number)
        return is_mine and self._have.get(number, known) < known

    async def _tell_what_was_said(self, number: int, have: int) -> int:
        """Tell the messages after ``have`` in their order; return up to where."""
        # The head first: everything up to there is in the pages.
        head = await self._patiently(lambda: read(_head, self._reader.user, number))
        last, more = have, True
        while more:
            page = await self._patiently(partial(self._page, number, last))
            for message in page.messages:
                if message.seq <= head:
                    await self._tell_missed(number, message, have)
                last = message.seq
            more = page.more and last < head
        return head

    async def _tell_what_changed(self, number: int, have: int, head: int) -> None:
        """Tell what became, up to ``head``, of messages that were told before."""
        since, more = have, True
        while more:
            asked = missed.Asked(number, self._reader.user, since)
            changes = await self._patiently(partial(self._changes, asked))
            for message in changes.messages:
                if message.seq <= have and message.changed <= head:
                    await self._tell_missed(number, message, have)
            for event in changes.events or ():
                if event.seq <= head:
                    await self._tell(number, event)
            since = changes.upto
            more = changes.more and since < head

    async def _page(self, number: int, after: int) -> wire.History:
        user, most = self._reader.user, wire.HISTORY_LIMIT
        return await read(history.page, number, user, after=after, limit=most)

    async def _tell_missed(self, number: int, message: wire.Message, have: int) -> None:
        event = _as_event(number, message, have)
        if event is not None:
            await self._tell(number, event)

    async def _tell(self, number: int, event: wire.LogEvent) -> None:
        # It may have been shut, or left, since the page was asked for.
        if not self._reader.is_in(number):
            return
        self._filled[number] = max(self._filled.get(number, 0), event.seq)
        if event.seq not in self._answered.get(number, ()):
            await self._reader.say(event)

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until the database answers: to begin anew would tell things twice."""
        while True:
            try:
                return await ask()
            except (Internal, Unavailable):
                if self._reader.is_closed:
                    raise
                await asyncio.sleep(PATIENCE_SECONDS)


def _head(user: User, number: int) -> int:
    return Conversation.objects.numbered(number, user).head


def _as_event(number: int, message: wire.Message, have: int) -> wire.LogEvent | None:
    """What somebody who had everything up to ``have`` missed of a message."""
    if message.seq > have:
        return None if message.deleted else _posted(number, message)
    if message.deleted:
        return wire.Deleted(
            conversation=number,
            seq=message.changed,
            target=message.seq,
            sender=message.sender,
            author=message.author,
            at=message.at,
            whose=message.author,
        )
    return _edited(number, message) if message.edited else None


def _posted(number: int, message: wire.Message) -> wire.MessagePosted:
    said = {name: getattr(message, name) for name in _OF_POSTED}
    return wire.MessagePosted(conversation=number, **said)


def _edited(number: int, message: wire.Message) -> wire.Edited:
    reads = {name: getattr(message, name) for name in _OF_EDITED}
    return wire.Edited(
        conversation=number, seq=message.changed, target=message.seq, **reads
    )
