"""Where one session is: its conversations, and in which cohort it hears each room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from msgspec import UNSET, structs

from chat import wire
from chat.concurrency.threads import read
from chat.delivery.audience import Audience, Listener
from chat.delivery.audiences import Audiences
from chat.delivery.groups import room_group
from chat.delivery.live import LiveEvent
from chat.models import Conversation, User, as_seen_by
from chat.models.members.membership import sight
from chat.models.people.quiet import BlockedPerson
from chat.net.outbox import Outbox
from chat.sessions.backfill import Backfill
from chat.sessions.shield import Shield
from chat.wire.errors import NotAMember

# Somebody is in a conversation from now on, or is not.
News = wire.Joined | wire.Left
# What has come since a direct conversation was hidden is news.
SINCE_HIDDEN = -1


class Member(Listener, Protocol):
    """What a place needs of the session whose places they are."""

    @property
    def user(self) -> User: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def keeps_log(self) -> bool: ...

    @property
    def is_closed(self) -> bool: ...

    @property
    def is_welcomed(self) -> bool: ...

    async def say(self, event: wire.AnyEvent) -> None: ...

    def offer(self, frame: bytes) -> bool: ...


class Places:
    """``conversations``: the groups that hear each of them, by its number.

    What is hidden, or shut by the ``shield``, is not among them.
    """

    def __init__(
        self,
        member: Member,
        backfill: Backfill,
        audiences: Audiences,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self.conversations: dict[int, tuple[str, ...]] = {}
        self.shield = Shield()
        self._member = member
        self._backfill = backfill
        self._audiences = audiences
        self._spawn = spawn
        # Which are looked for, and whether anew when that has ended.
        self._looking: dict[int, bool] = {}

    # --- Coming and going -------------------------------------------------------------

    def begin(self, blocked: Sequence[BlockedPerson]) -> None:
        """As the welcome says it; what is shut by that may have been entered before."""
        self.shield.begin(blocked)
        for each in blocked:
            if each.direct is not None:
                self.unfollow(each.direct)

    async def enter_all(self, conversations: dict[int, tuple[str, ...]]) -> None:
        """Hear what happens in each of these from now on."""
        self.conversations = dict(conversations)
        await asyncio.gather(*map(self._listen, self._rooms))

    def leave_all(self) -> None:
        for number in self._rooms:
            self._audiences.leave(room_group(number), self._member)

    async def follow(self, conversation: Conversation) -> None:
        """Hear what happens in a conversation from now on."""
        self.conversations[conversation.pk] = conversation.groups
        if room_group(conversation.pk) in conversation.groups:
            # Not by a task: the session may be closed before that has begun.
            await self._listen(conversation.pk)

    async def enter(self, conversation: Conversation) -> wire.Conversation:
        """Subscribe first, then read: what is said from now on is heard.

        Raises:
            NotAMember: it is not this person's to see any more.
        """
        number = conversation.pk
        await self.follow(conversation)
        try:
            seen = await read(as_seen_by, conversation, self._member.user)
        except NotAMember:
            # Unless it has become theirs again since.
            if self.conversations.get(number) == conversation.groups:
                self.unfollow(number)
            raise
        if number not in self.conversations:
            raise NotAMember  # that was heard meanwhile
        return seen

    def starts_at(self, seen: wire.Conversation) -> None:
        """The peer has been shown a conversation, up to its head."""
        self._backfill.starts_at(seen.id, seen.head)

    def unfollow(self, number: int) -> None:
        """Hear nothing more of a conversation."""
        self.conversations.pop(number, None)
        self._audiences.leave(room_group(number), self._member)
        self._backfill.forget(number)

    def appear(self, seen: wire.Conversation, event: News, live: LiveEvent) -> None:
        """A conversation has become this person's, by another connection or person."""
        is_shut = self.shield.is_shut(seen.id) or self.shield.has(event.author)
        if is_shut and self.shield.early is not None:
            self.shield.early.append(partial(self.appear, seen, event, live))
        elif is_shut:
            # Which of the two is newer, this or the block, is not known.
            self.look_again(seen.id, start=seen.head)
        elif seen.kind == "direct":
            # Both people's own groups carry it: there is nothing to subscribe to.
            self.conversations[seen.id] = ()
            self._backfill.starts_at(seen.id, seen.head)
            self._member.offer(self._member.encoding.encode_live(live))
        else:
            self._spawn(self._enter(seen.id, event))

    def take(self, event: wire.Blocked) -> bool:
        """This person has blocked somebody, or unblocked them; whether that is news."""
        is_news = self.shield.take(event)
        if event.on and event.conversation is not UNSET:
            self.unfollow(event.conversation)
        return is_news

    def hide(self, number: int) -> None:
        """This person has put a direct conversation out of the way."""
        self.unfollow(number)
        # A word may have come meanwhile.
        self.look_again(number)

    # --- In which cohort --------------------------------------------------------------

    def join_cohorts(self) -> None:
        """Hear each room with those who are sent the same, or by itself."""
        if self._member.is_closed:
            return  # what its writer still says is too late
        for number in self._rooms:
            if audience := self._audiences.get(room_group(number)):
                self._join(audience)

    def stand_aside(self, number: int) -> None:
        """Hear a room by itself until the cohorts are joined again."""
        audience = self._audiences.get(room_group(number))
        if audience and number in self._rooms and not self._member.is_closed:
            audience.stand_aside(self._member)

    def _join(self, audience: Audience) -> None:
        member, number, told = self._member, audience.conversation, None
        is_whole = member.is_welcomed and member.outbox.is_free
        if not member.keeps_log:
            told = self._backfill.told(number)
            is_whole = is_whole and told is not None
        cohort = member.encoding.cohort(number) if is_whole else None
        audience.join(member, cohort, told)

    async def _listen(self, number: int) -> None:
        audience = self._audiences.of(room_group(number), number)
        self._join(audience)
        await self._audiences.attach(audience)

    @property
    def _rooms(self) -> list[int]:
        """Rooms and groups: where others tell what happens; a direct one's come to both
        people's own groups.
        """
        its = self.conversations.items()
        return [number for number, groups in its if room_group(number) in groups]

    # --- Looking again ----------------------------------------------------------------

    def look_again(self, number: int, *, start: int | None = SINCE_HIDDEN) -> None:
        """See in the database whether a conversation is this person's.

        ``start``: up to where what is there is no news; None: all of it.
        """
        if number in self._looking:
            self._looking[number] = True
            return
        self._looking[number] = False
        self._spawn(self._look_until_seen(number, start))

    async def _look_until_seen(self, number: int, start: int | None) -> None:
        """What happens while it is looked may not be seen by that look."""
        try:
            await self._look(number, start)
        finally:
            if self._looking.pop(number):
                self.look_again(number)

    async def _look(self, number: int, start: int | None) -> None:
        member, is_known = self._member, number in self.conversations
        since = await read(sight, member.user, number)
        if member.is_closed:
            return
        if is_known != (number in self.conversations):
            # Shown or hidden meanwhile, which may be newer than what was seen.
            self._looking[number] = True
            return
        if since is not None and not is_known:
            if start == SINCE_HIDDEN:
                start = max(0, since)
            await self._enter(number, member.user.joined_event(number), start)
        elif is_known and since is None:
            is_room = number in self._rooms
            self.unfollow(number)
            left = member.user.left_event(number)
            await member.say(left if is_room else wire.Hidden(conversation=number))

    async def _enter(self, number: int, event: News, start: int | None = None) -> None:
        """``start``: up to where the peer knows a direct one; None: to its head."""
        user, member = self._member.user, self._member
        conversation = await read(Conversation.objects.numbered, number, user)
        if member.is_closed:
            return
        seen = await self.enter(conversation)
        shown = _as_of(seen, start) if start else seen
        await member.say(structs.replace(event, conversation=shown))
        if conversation.pair is None:
            start = seen.read
        self._backfill.starts_at(number, seen.head if start is None else start)
        if not member.keeps_log:
            self._backfill.compare({number: seen.head})
        elif shown is not seen:
            # What has brought it back is news, to be asked for as any other.
            await member.say(_heads_of(seen))


def _heads_of(seen: wire.Conversation) -> wire.Heads:
    its = wire.Heads(heads={seen.id: seen.head}, read={seen.id: seen.read})
    if seen.epoch:
        its.epochs = {seen.id: seen.epoch}
    if seen.start:
        its.starts = {seen.id: seen.start}
    return its


def _as_of(seen: wire.Conversation, seq: int) -> wire.Conversation:
    """A conversation as it was when its log had come to that number."""
    since = 0 if seen.read >= seq else max(0, seen.unread - (seen.head - seq))
    return structs.replace(seen, head=seq, unread=since)
