"""One connected person: commands in, events out, whatever carries them.

A session subscribes first and reads then, so that nothing falls between. What it hears
live is a hint: a peer that keeps its own log fills holes by ``changes``; for one that
cannot (plain text), a ``Keeper`` does.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Hashable
from functools import partial
from typing import Any, Protocol, TypeVar

from django.conf import settings

from chat import wire
from chat.accounts.throttle import bucket_of
from chat.broker.layer import Turn
from chat.concurrency.threads import read, write
from chat.delivery.announce import (
    EVERYONE,
    by_connection,
    event_message,
    person_group,
    room_group,
)
from chat.delivery.audience import Audience
from chat.delivery.live import Live, Stretch
from chat.models import Conversation, User, as_seen_by
from chat.net.outbox import Outbox
from chat.net.writer import Line
from chat.presence.leases import LINGER_SECONDS
from chat.sessions.backfill import Keeper
from chat.sessions.handlers import HANDLERS
from chat.sessions.process import Node
from chat.wire.errors import Banned, ChatError, Internal, LoginRequired

logger = logging.getLogger("chat.session")

T = TypeVar("T")
PATIENCE_SECONDS = 1.0
# Posts of one connection that may be under way at once.
POSTING_MOST = 64


class Peer(Protocol):
    """The far end of one connection, as its consumer offers it."""

    door: str
    keeps_log: bool
    outbox: Outbox

    def encode(self, event: wire.AnyEvent) -> bytes:
        """An event for this peer alone."""

    def encode_live(self, live: Live) -> bytes:
        """An event for many."""

    def encode_stretch(self, stretch: Stretch) -> bytes:
        """A piece of a log for many; nothing is encoded twice."""

    def kind(self, conversation: int) -> Hashable:
        """What stands for all who are sent the same of a log; None: nobody else is."""

    async def close(self, error: ChatError) -> None:
        """Say why, then close the connection."""


class Session:
    """``key`` names the log-in that it came by, if that can be ended on its own."""

    def __init__(self, peer: Peer, user: User, key: str = "") -> None:
        self.id = secrets.token_hex(8)
        self.peer = peer
        self.user = user
        self.key = key
        self.node = Node.here()
        # Its conversations, and the groups of each.
        self.conversations: dict[int, tuple[str, ...]] = {}
        self._loop = asyncio.get_running_loop()
        self.heads_at = self._loop.time()
        self._bucket = bucket_of(user.pk, self._loop.time)
        self._held: list[Live] | None = []
        self._keeper = Keeper(self)
        self._looking: set[int] = set()
        self._posting: set[asyncio.Future[Any]] = set()
        self.is_closed = False

    # --- Coming and going -------------------------------------------------------------

    async def open(self, ref: Any = wire.UNSET, *, with_token: bool = False) -> None:
        """Enter: subscribe, read, welcome, in this order.

        Raises:
            Banned, LoginRequired: the log-in was ended before this session could hear
                of it.
        """
        self.node.presence.arrive(self.user.pk, self.user.name, self.peer.door)
        await self.node.enter(self)
        # All at once: without Redis each of them waits in vain.
        own = EVERYONE, person_group(self.user.pk)
        await asyncio.gather(*(self.node.layer.attach(each, self.hear) for each in own))
        self.conversations = dict(await self.node.places(self.user))
        await asyncio.gather(*map(self._listen, self._rooms))
        online = await self.node.roster.seen_by(self.user.name)
        seen = await self.node.conversations(self.user)
        for each in seen:
            self.starts_at(each)
        token = self.user.token() if with_token and self.user.guest else wire.UNSET
        await self.say(wire.answer(self._welcome(seen, online, token), ref))
        if self.node.delayed:
            await self.say(wire.Delayed(on=True))
        held, self._held = self._held or [], None
        for live in held:
            if not self._keeper.is_old(live.event):
                self._hear_live(live)
        self._take_seats()

    async def close(self, *, returning: bool = False) -> None:
        """Leave; safe to call twice.

        ``returning``: the server sends them away, and they stay on the list for the
        rest of its lease. A plain-text guest comes back as somebody new of that name.
        """
        await self.rest()
        if self.is_closed:
            return
        self.is_closed = True
        self.node.leave(self)
        for group in (EVERYONE, person_group(self.user.pk)):
            self.node.layer.detach(group, self.hear)
        for number in self._rooms:
            self.node.unfollow(number, self)
        depart = partial(self.node.presence.depart, self.user.pk, self.peer.door)
        is_last = self.user.guest and not self.user.may_return
        if is_last and not returning:
            depart()
            await self.node.presence.renew()
        elif not returning:
            self._loop.call_later(LINGER_SECONDS, depart)
        if is_last:
            await write(self.user.release)

    async def follow(self, conversation: Conversation) -> None:
        """Hear what happens in a conversation from now on."""
        self.conversations[conversation.pk] = conversation.groups
        if conversation.is_room:
            # Not by a task: the session may be closed before that has begun.
            await self._listen(conversation.pk)

    def starts_at(self, seen: wire.Conversation) -> None:
        """The peer has been shown a conversation, up to its head."""
        self._keeper.starts_at(seen.id, seen.head)

    def unfollow(self, number: int) -> None:
        """Hear nothing more of a room."""
        self.conversations.pop(number, None)
        self.node.unfollow(number, self)
        self._keeper.forget(number)

    # --- Commands in ------------------------------------------------------------------

    async def handle(self, command: wire.AnyCommand) -> None:
        """Do what the peer asks, and answer; an error is an answer too.

        Posts are begun in their order without waiting for each other, so that they are
        stored together; anything else waits for those before it.
        """
        if isinstance(command, wire.Post):
            while len(self._posting) >= POSTING_MOST:
                await asyncio.wait(self._posting, return_when=asyncio.FIRST_COMPLETED)
            self._begin_post(command)
            await self.peer.outbox.room()
            return
        await self.rest()
        await self._handle(command)

    async def rest(self) -> None:
        """Wait until all posts are answered."""
        if self._posting:
            await asyncio.wait(self._posting)

    def _begin_post(self, command: wire.Post) -> None:
        if not self.peer.keeps_log:
            # It may be shown its own words in another way than the others.
            self._take_seats()
        try:
            self._bucket.take()
        except ChatError as error:
            self._answer(command, self._error(command, error))
            return
        # Not marked as its own doing: it wants to hear it too.
        done = asyncio.ensure_future(HANDLERS[wire.Post](self, command))
        self._posting.add(done)
        done.add_done_callback(partial(self._end_post, command))

    def _end_post(self, command: wire.Post, done: asyncio.Future[Any]) -> None:
        self._posting.discard(done)
        if done.cancelled():
            return
        error = done.exception()
        event = self._error(command, error) if error else done.result()
        self._answer(command, event)

    def _answer(self, command: wire.AnyCommand, event: wire.AnyEvent) -> None:
        """Whether there is room or not: only so many posts are under way."""
        if frame := self.peer.encode(wire.answer(event, command.ref)):
            self.peer.outbox.write(frame)

    async def _handle(self, command: wire.AnyCommand) -> None:
        try:
            if not isinstance(command, wire.Ping):
                self._bucket.take()
            with by_connection(self.id):
                event = await HANDLERS[type(command)](self, command)
        except Exception as error:
            event = self._error(command, error)
        if event is not None:
            await self.say(wire.answer(event, command.ref))

    def _error(self, command: wire.AnyCommand, error: BaseException) -> wire.Error:
        if isinstance(error, ChatError):
            return wire.error_event(error)
        # Our fault, or the database's: this command failed, the session goes on.
        name = type(command).__name__
        logger.error("A command failed: %s", name, exc_info=error)
        return wire.error_event(Internal())

    # --- Events out -------------------------------------------------------------------

    @property
    def line(self) -> Line:
        """For an audience, as is what follows."""
        return self.peer.outbox.line

    def encode_stretch(self, stretch: Stretch) -> bytes:
        return self.peer.encode_stretch(stretch)

    def was_told(self, conversation: int, seq: int) -> None:
        self._keeper.was_told(conversation, seq)

    async def say(self, event: wire.AnyEvent) -> None:
        """Send an event to this peer alone; waits for a slow one."""
        if frame := self.peer.encode(event):
            await self.peer.outbox.put(frame)

    def hear(self, turn: Turn) -> None:
        """The sink: what one of this session's groups is told."""
        stretch = Stretch.of(turn)
        # Whether it is for this peer as it is, with nothing else to do about it.
        if (
            stretch is None
            or self._held is not None
            or self.id in stretch.origins
            or stretch.conversation not in self.conversations
        ):
            for message in turn:
                self._hear_message(message)
        elif self.peer.keeps_log:
            self.peer.outbox.offer(self.encode_stretch(stretch))
        else:
            self._keeper.keep_stretch(stretch)
        if not self.peer.keeps_log:
            self._take_seats()

    def tell(self, event: wire.AnyEvent) -> None:
        """Send an event to this peer alone, if it is not too slow."""
        self._hear_message(event_message(event))

    def hear_heads(self, event: wire.Heads) -> None:
        """Where the logs of all of this person's conversations end.

        A peer that keeps its log compares, else the session does. Here it is noticed as
        well that somebody came into a conversation, or went, and nobody heard of it.
        """
        if self._held is not None or self.is_closed:
            return  # what it is going to read is newer
        self.heads_at = self._loop.time()
        for number in event.heads.keys() ^ self.conversations.keys():
            self._look_again(number)
        mine = event.heads.keys() & self.conversations.keys()
        heads = {number: event.heads[number] for number in mine}
        if self.peer.keeps_log:
            read_up_to = {number: event.read[number] for number in mine}
            self._offer(self.peer.encode(wire.Heads(heads=heads, read=read_up_to)))
        else:
            self._keeper.compare(heads)

    def outbox_changed(self, refused: bool) -> None:
        """The peer is slow, or no more; then it may have been spared some events."""
        self._take_seats()
        if refused and not self.is_closed:
            self._spawn(self._resynchronise())

    def _take_seats(self) -> None:
        """Be in step with the others of the same kind, or hear by itself."""
        if self.is_closed:
            return  # what its line still says is too late
        for number in self._rooms:
            if number in self.node.audiences:
                self._take_seat(self.node.audiences[number])

    def stand_aside(self, number: int) -> None:
        """Hear a room by itself until the next seat is taken."""
        is_seated = number in self._rooms and not self.is_closed
        if is_seated and number in self.node.audiences:
            self.node.audiences[number].seat(self, None)

    def _take_seat(self, audience: Audience) -> None:
        number, told = audience.room, None
        is_whole = self._held is None and self.peer.outbox.is_free
        if not self.peer.keeps_log:
            told = self._keeper.told(number)
            is_whole = is_whole and told is not None
        audience.seat(self, self.peer.kind(number) if is_whole else None, told)

    def _hear_message(self, message: dict[str, Any]) -> None:
        if message["type"] == "chat.event":
            live = Live.of(message)
            if live.origin == self.id:
                return
            if self._held is None:
                self._hear_live(live)
            else:
                self._held.append(live)
        elif message["type"] == "session.close":
            self._hear_close(message)

    def _hear_live(self, live: Live) -> None:
        event = live.event
        if isinstance(event, wire.LogEvent) and (
            event.conversation not in self.conversations
        ):
            self._look_again(event.conversation)
        if isinstance(event, wire.Joined | wire.Left):
            self._hear_membership(event, live)
        elif isinstance(event, wire.Typing) and event.sender == self.user.name:
            pass
        elif isinstance(event, wire.LogEvent) and not self.peer.keeps_log:
            self._keeper.keep(event, live)
        else:
            self._offer(self.peer.encode_live(live))

    def _hear_membership(self, event: wire.Joined | wire.Left, live: Live) -> None:
        mine = event.sender == self.user.name
        if isinstance(event.conversation, wire.Conversation):
            return self._appear(event.conversation, live)
        if mine and isinstance(event, wire.Joined):
            return  # the whole conversation comes to the person's own group
        if mine:
            if event.conversation not in self.conversations:
                return  # heard before: it is told to the room and to the person
            self.unfollow(event.conversation)
        self._offer(self.peer.encode_live(live))

    def _appear(self, seen: wire.Conversation, live: Live) -> None:
        """A conversation has become this person's, by another connection or person."""
        if seen.kind == "direct":
            # Both people's own groups carry it: there is nothing to subscribe to.
            self.conversations.setdefault(seen.id, ())
            self._keeper.starts_at(seen.id, 0)
            self._offer(self.peer.encode_live(live))
        else:
            self._spawn(self._enter(seen.id, live.event.sender))

    async def _enter(self, number: int, sender: str) -> None:
        conversation = await read(Conversation.objects.numbered, number, self.user)
        if self.is_closed:
            return
        await self.follow(conversation)
        seen = await read(as_seen_by, conversation, self.user)
        await self.say(wire.Joined(conversation=seen, sender=sender))
        self._keeper.starts_at(number, seen.read if conversation.is_room else 0)
        if not self.peer.keeps_log:
            self._keeper.compare({number: seen.head})

    def _look_again(self, number: int) -> None:
        """See in the database whether a conversation is this person's."""
        if number not in self._looking:
            self._looking.add(number)
            self._spawn(self._look(number))

    async def _look(self, number: int) -> None:
        try:
            is_mine = await read(_is_in, self.user, number)
            is_known = number in self.conversations
            if self.is_closed:
                return
            if is_mine and not is_known:
                await self._enter(number, self.user.name)
            elif is_known and not is_mine:
                self.unfollow(number)
                await self.say(wire.Left(conversation=number, sender=self.user.name))
        finally:
            self._looking.discard(number)

    def _hear_close(self, message: dict[str, Any]) -> None:
        if message["key"] in ("", self.key):
            error = (
                Banned()
                if message["code"] == Banned.code
                else LoginRequired("You were logged out.")
            )
            self._spawn(self.peer.close(error))

    def _offer(self, frame: bytes) -> None:
        if frame:
            self.peer.outbox.offer(frame)

    # --- Steps ------------------------------------------------------------------------

    async def _resynchronise(self) -> None:
        await self.say(await self.node.roster.seen_by(self.user.name))
        await self.node.tell_heads([self])

    def _welcome(
        self, seen: list[wire.Conversation], online: wire.Online, token: Any
    ) -> wire.Welcome:
        return wire.Welcome(
            protocol=wire.PROTOCOL,
            you=self.user.person,
            conversations=seen,
            online=online.users,
            presence=online.version,
            limits=wire.Limits(
                body=wire.BODY_CHARACTERS,
                history=wire.HISTORY_LIMIT,
                rate=settings.CHAT_RATE,
            ),
            token=token,
        )

    async def _listen(self, number: int) -> None:
        audience = self.node.audience(number)
        self._take_seat(audience)
        await self.node.layer.attach(room_group(number), audience.hear)

    @property
    def _rooms(self) -> list[int]:
        """Where others tell what happens; a direct one's come to both people's own
        groups.
        """
        return [n for n, groups in self.conversations.items() if len(groups) == 1]

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.node.spawn(work)


def _is_in(user: User, number: int) -> bool:
    return user.conversations.filter(pk=number).exists()
