"""What a session hears live, on its way to its peer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import UNSET

from chat import wire
from chat.broker.layer import Message
from chat.delivery.live import LiveEvent, LiveTurn
from chat.models import User
from chat.models.people.quiet import BlockedPerson
from chat.sessions.backfill import Backfill
from chat.sessions.peer import Peer
from chat.sessions.places import Places
from chat.wire.codec import Encoding
from chat.wire.errors import Banned, ChatError, LoginRequired

# Events that mean something only to those who are in the conversation.
_OF_ONE = wire.LogEvent | wire.Typing | wire.Read | wire.Seen | wire.LevelSet


class Hearer(Protocol):
    """What it needs of the session; ``key`` names the log-in that it came by."""

    id: str
    peer: Peer
    user: User
    key: str
    encoding: Encoding
    keeps_log: bool
    is_welcomed: bool

    def offer(self, frame: bytes) -> bool: ...

    def is_in(self, conversation: int) -> bool: ...

    def end(self, error: ChatError) -> None: ...


class Hearing:
    """What comes before the welcome is held until then."""

    def __init__(self, hearer: Hearer, places: Places, backfill: Backfill) -> None:
        self._hearer = hearer
        self._places = places
        self._backfill = backfill
        self._held: list[LiveEvent] = []

    def hear(self, turn: LiveTurn) -> None:
        """What one of the session's groups is told."""
        hearer, run = self._hearer, turn.run
        # Whether it is for this peer as it is, with nothing else to do about it.
        if (
            run is None
            or not hearer.is_welcomed
            or hearer.id in run.origins
            or not hearer.is_in(run.conversation)
        ):
            for message in turn.messages:
                self._hear_message(message)
        elif hearer.keeps_log:
            cohort = hearer.encoding.cohort(run.conversation)
            hearer.offer(run.encoded(hearer.encoding, cohort))
        else:
            self._backfill.keep_run(run)
        if not hearer.keeps_log:
            self._places.join_cohorts()

    def hear_event(self, live: LiveEvent) -> None:
        """One event; it is nothing new to the connection whose doing it is.

        Of a kind that only a newer version knows, it is passed over: it leaves a hole.
        """
        if live.origin == self._hearer.id or not live.is_known:
            return
        if self._hearer.is_welcomed:
            self._hear_live(live)
        else:
            self._held.append(live)

    def hear_answer(self, event: wire.AnyEvent) -> None:
        """What the peer was told of its own doing counts as told."""
        if isinstance(event, wire.LogEvent) and not self._hearer.keeps_log:
            # What it is told in step with others is not counted for it alone.
            self._places.stand_aside(event.conversation)
            self._backfill.was_answered(event)

    def hear_held(self) -> None:
        """What has come before the welcome, and was not counted in by it."""
        held, self._held = self._held, []
        for live in held:
            if not self._backfill.is_old(live.event):
                self._hear_live(live)

    def hear_heads(
        self, event: wire.Heads, blocked: Sequence[BlockedPerson], taken: int
    ) -> None:
        """Where the logs of all of this person's conversations end, and whom they have
        blocked; ``taken``: of the shield, when it was begun to look.

        A peer that keeps its log compares, else the session does. Here it is noticed as
        well that somebody came into a conversation, or went, and nobody heard of it.
        """
        # Else what was heard meanwhile may be newer.
        if taken == self._places.shield.taken:
            self._compare_blocks(blocked, event.heads)
        known = self._places.conversations.keys()
        for number in event.heads.keys() ^ known:
            self._places.look_again(number)
        mine = event.heads.keys() & known
        heads = {number: event.heads[number] for number in mine}
        if self._hearer.keeps_log:
            read = {number: event.read[number] for number in mine}
            epochs = {n: epoch for n, epoch in event.epochs.items() if n in mine}
            told = wire.Heads(heads=heads, read=read, epochs=epochs)
            if event.starts:
                told.starts = {n: at for n, at in event.starts.items() if n in mine}
            self._hearer.offer(self._hearer.encoding.encode(told))
        else:
            self._backfill.compare(heads)

    # --- Steps ------------------------------------------------------------------------

    def _hear_message(self, message: LiveEvent | Message) -> None:
        if isinstance(message, LiveEvent):
            self.hear_event(message)
        elif message["type"] == "session.close":
            self._hear_close(message)

    def _hear_live(self, live: LiveEvent) -> None:
        hearer, event = self._hearer, live.event
        if isinstance(event, _OF_ONE) and not hearer.is_in(event.conversation):
            self._hear_from_elsewhere(event)
        elif isinstance(event, wire.Joined | wire.Left):
            self._hear_membership(event, live)
        elif isinstance(event, wire.Blocked):
            self._take(event)
        elif self._is_of_no_interest(event):
            pass
        elif isinstance(event, wire.LogEvent) and not hearer.keeps_log:
            self._backfill.keep(event, live)
        else:
            if isinstance(event, wire.Hidden):
                self._places.hide(event.conversation)
            elif isinstance(event, wire.LanguageSet):
                hearer.user.language = event.language
                hearer.peer.speak_to(hearer.user)
            elif isinstance(event, wire.ReceiptsSet):
                hearer.user.receipts = event.on
            elif isinstance(event, wire.ZoneSet):
                hearer.user.zone, hearer.user.shows_time = event.zone, event.on
            hearer.offer(hearer.encoding.encode_live(live))

    def _hear_from_elsewhere(self, event: wire.AnyEvent) -> None:
        """Nothing of it is told; should it be this person's, that is seen first."""
        if not isinstance(event, wire.LogEvent):
            return
        if not self._places.shield.is_shut(event.conversation):
            self._places.look_again(event.conversation)

    def _is_of_no_interest(self, event: wire.AnyEvent) -> bool:
        if isinstance(event, wire.Typing):
            return self._is_own(event) or self._places.shield.has(event.author)
        if isinstance(event, wire.StatusSet):
            return self._places.shield.has(event.status.person)
        # Who does not show what they have read sees it of nobody.
        return isinstance(event, wire.Seen) and not self._hearer.user.receipts

    def _compare_blocks(
        self, blocked: Sequence[BlockedPerson], heads: dict[int, int]
    ) -> None:
        """Take in whom this person has blocked, if nobody has told it so."""
        for event in self._places.shield.compare(blocked):
            self._take(event)
            direct = event.conversation
            if not event.on and direct is not UNSET:
                # What was kept until now is no news.
                self._places.look_again(direct, start=heads.get(direct))
        if not self._hearer.keeps_log:
            self._places.join_cohorts()

    def _take(self, event: wire.Blocked) -> None:
        if self._places.take(event):
            self._hearer.offer(self._hearer.encoding.encode(event))

    def _hear_membership(self, event: wire.Joined | wire.Left, live: LiveEvent) -> None:
        hearer = self._hearer
        if isinstance(event.conversation, wire.Conversation):
            self._places.appear(event.conversation, event, live)
            return
        if not hearer.is_in(event.conversation):
            return  # heard before: it is told to the room and to the person
        if self._is_own(event):
            if isinstance(event, wire.Joined):
                return  # the whole conversation comes to the person's own group
            self._places.unfollow(event.conversation)
        hearer.offer(hearer.encoding.encode_live(live))

    def _is_own(self, event: wire.Joined | wire.Left | wire.Typing) -> bool:
        user = self._hearer.user
        if event.author is UNSET:  # the version before said names alone
            return event.sender == user.name
        return event.author == user.pk

    def _hear_close(self, message: Message) -> None:
        if message["key"] in ("", self._hearer.key):
            is_ban = message["code"] == Banned.code
            end = Banned() if is_ban else LoginRequired("You were logged out.")
            self._hearer.end(end)
