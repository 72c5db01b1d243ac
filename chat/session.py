"""One connected person: commands in, events out, whatever carries them.

A session subscribes first and reads then, so that nothing falls between. What it hears
live is a hint: a peer that keeps its own log fills holes by ``changes``; for one that
cannot (plain text), the session keeps the log and fills them from the database.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any, Protocol

from django.conf import settings

from chat import wire
from chat.announce import EVERYONE, by_connection, person_group, room_group
from chat.commands import HANDLERS, UNMARKED
from chat.errors import Banned, ChatError, Internal, LoginRequired
from chat.limits import bucket_of
from chat.live import Live
from chat.models import Conversation, User, conversations_of
from chat.node import Node
from chat.outbox import Outbox
from chat.presence import LINGER_SECONDS, Snapshot
from chat.threads import read, write

logger = logging.getLogger("chat.session")

LogEvent = (
    wire.MessagePosted | wire.Edited | wire.Deleted | wire.Reacted | wire.TopicSet
)


class Peer(Protocol):
    """The far end of one connection, as its consumer offers it."""

    door: str
    keeps_log: bool
    outbox: Outbox

    def encode(self, event: wire.AnyEvent) -> bytes:
        """An event for this peer alone."""

    def encode_live(self, live: Live) -> bytes:
        """An event for many; nothing is encoded twice."""

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
        self.conversations: dict[int, tuple[str, ...]] = {}
        self.last_told = 0.0
        self._loop = asyncio.get_running_loop()
        self._bucket = bucket_of(user.pk, self._loop.time)
        self._held: list[Live] | None = []
        self._have: dict[int, int] = {}
        self._behind: set[int] = set()
        self._closed = False

    # --- Coming and going -------------------------------------------------------------

    async def open(self, ref: Any = wire.UNSET, *, with_token: bool = False) -> None:
        """Enter: subscribe, read, welcome, in this order."""
        self.node.presence.arrive(self.user.pk, self.user.name, self.peer.door)
        layer = self.node.layer
        self.node.enter(self)
        for group in (EVERYONE, person_group(self.user.pk)):
            await layer.attach(group, self.hear)
        for conversation in await read(_conversations, self.user):
            await self.follow(conversation)
        snapshot = await self.node.presence.online()
        seen = await read(conversations_of, self.user)
        for each in seen:
            self.starts_at(each)
        token = self.user.token() if with_token and self.user.guest else wire.UNSET
        await self.say(wire.answer(self._welcome(seen, snapshot, token), ref))
        held, self._held = self._held or [], None
        for live in held:
            if not self._is_old(live.event):
                self._hear_live(live)

    async def close(self) -> None:
        """Leave; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.node.leave(self)
        for group in self._groups():
            await self.node.layer.detach(group, self.hear)
        depart = self.node.presence.depart
        if self.user.guest and not self.user.may_return:
            depart(self.user.pk, self.peer.door)
            await self.node.presence.flush()
            await write(self.user.release)
        else:
            self._loop.call_later(LINGER_SECONDS, depart, self.user.pk, self.peer.door)

    async def follow(self, conversation: Conversation) -> None:
        """Hear what happens in a conversation from now on."""
        self.conversations[conversation.pk] = tuple(conversation.groups)
        if conversation.is_room:
            await self.node.layer.attach(room_group(conversation.pk), self.hear)

    def starts_at(self, seen: wire.Conversation) -> None:
        """What the peer has been shown of a conversation: everything up to its head."""
        self._have[seen.id] = seen.head

    async def unfollow(self, number: int) -> None:
        """Hear nothing more of a room."""
        self.conversations.pop(number, None)
        self._have.pop(number, None)
        await self.node.layer.detach(room_group(number), self.hear)

    # --- Commands in ------------------------------------------------------------------

    async def handle(self, command: wire.AnyCommand) -> None:
        """Do what the peer asks, and answer; an error is an answer too."""
        try:
            if not isinstance(command, wire.Ping):
                self._bucket.take()
            event = await self._do(command)
        except ChatError as error:
            event = wire.error_event(error)
        except Exception:
            # Our fault, or the database's: this command failed, the session goes on.
            logger.exception("A command failed: %s", type(command).__name__)
            event = wire.error_event(Internal())
        if event is not None:
            await self.say(wire.answer(event, command.ref))

    async def _do(self, command: wire.AnyCommand) -> wire.AnyEvent | None:
        handler = HANDLERS[type(command)]
        with by_connection("" if type(command) in UNMARKED else self.id):
            return await handler(self, command)

    # --- Events out -------------------------------------------------------------------

    async def say(self, event: wire.AnyEvent) -> None:
        """Send an event to this peer alone; waits for a slow one."""
        self.last_told = self._loop.time()
        if frame := self.peer.encode(event):
            await self.peer.outbox.put(frame)

    def hear(self, message: dict[str, Any]) -> None:
        """The sink: what one of this session's groups is told."""
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

    def hear_heads(self, heads: dict[int, int]) -> None:
        """Where the logs end: a peer that keeps its log compares, else the session."""
        mine = {n: heads[n] for n in self.conversations if n in heads}
        if self.peer.keeps_log:
            self._offer(self.peer.encode(wire.Heads(heads=mine)))
            return
        self.last_told = self._loop.time()
        for number, head in mine.items():
            if head > self._have.get(number, 0):
                self._fall_behind(number)

    def drained(self) -> None:
        """A slow peer has read everything, but was spared some events meanwhile."""
        if not self._closed:
            self._spawn(self._resynchronise())

    def _hear_live(self, live: Live) -> None:
        event = live.event
        if isinstance(event, wire.Joined | wire.Left):
            self._hear_membership(event, live)
        elif isinstance(event, wire.Typing) and event.sender == self.user.name:
            pass
        elif isinstance(event, LogEvent) and not self.peer.keeps_log:
            self._keep_log(event, live)
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
            self._spawn(self.unfollow(event.conversation))
        self._offer(self.peer.encode_live(live))

    def _appear(self, seen: wire.Conversation, live: Live) -> None:
        """A conversation has become this person's, by another connection or person."""
        if seen.kind == "direct":
            # Both people's own groups carry it: there is nothing to subscribe to.
            self.conversations.setdefault(seen.id, ())
            self._have.setdefault(seen.id, 0)
            self._offer(self.peer.encode_live(live))
        else:
            self._spawn(self._enter_room(seen.id, live.event))

    async def _enter_room(self, number: int, event: Any) -> None:
        room = await read(Conversation.objects.numbered, number, self.user)
        await self.follow(room)
        seen = await read(room.as_seen_by, self.user)
        await self.say(wire.Joined(conversation=seen, sender=event.sender))
        self._have.setdefault(number, seen.read)
        self.hear_heads({number: seen.head})

    def _hear_close(self, message: dict[str, Any]) -> None:
        if message["key"] in ("", self.key):
            error = (
                Banned()
                if message["code"] == Banned.code
                else LoginRequired("You were logged out.")
            )
            self._spawn(self.peer.close(error))

    def _offer(self, frame: bytes) -> None:
        self.last_told = self._loop.time()
        if frame:
            self.peer.outbox.offer(frame)

    # --- The log of a peer that keeps none --------------------------------------------

    def _is_old(self, event: wire.AnyEvent) -> bool:
        """Whether ``welcome`` counted it in already."""
        return isinstance(event, LogEvent) and event.seq <= self._have.get(
            event.conversation, 0
        )

    def _keep_log(self, event: LogEvent, live: Live) -> None:
        have = self._have.get(event.conversation)
        if have is None or event.seq <= have:
            return  # not entered yet, or shown already
        if event.seq == have + 1 and event.conversation not in self._behind:
            frame = self.peer.encode_live(live)
            if not frame or self.peer.outbox.offer(frame):
                self._have[event.conversation] = event.seq
                self.last_told = self._loop.time()
            return
        self._fall_behind(event.conversation)

    def _fall_behind(self, number: int) -> None:
        if number not in self._behind:
            self._behind.add(number)
            self._spawn(self._catch_up(number))

    async def _catch_up(self, number: int) -> None:
        """Fill a hole from the database; what is live meanwhile is in there as well."""
        try:
            more = True
            while more and number in self.conversations and not self._closed:
                have = self._have[number]
                changes = await read(_changes, self.user, number, have)
                for message in changes.messages:
                    if event := _as_event(number, message, have):
                        await self.say(event)
                self._have[number] = changes.upto
                more = changes.upto > have
        finally:
            self._behind.discard(number)

    # --- Steps ------------------------------------------------------------------------

    async def _resynchronise(self) -> None:
        snapshot = await self.node.presence.online()
        names = wire.sorted_names(snapshot.names.values())
        await self.say(wire.Online(version=snapshot.version, users=names))
        await self.node.tell_heads([self])

    def _welcome(
        self, seen: list[wire.Conversation], snapshot: Snapshot, token: Any
    ) -> wire.Welcome:
        return wire.Welcome(
            protocol=wire.PROTOCOL,
            you=self.user.person,
            conversations=seen,
            online=wire.sorted_names({*snapshot.names.values(), self.user.name}),
            presence=snapshot.version,
            limits=wire.Limits(
                body=wire.BODY_CHARACTERS,
                history=wire.HISTORY_LIMIT,
                rate=settings.CHAT_RATE,
            ),
            token=token,
        )

    def _groups(self) -> list[str]:
        rooms = [room_group(number) for number in self.conversations]
        return [EVERYONE, person_group(self.user.pk), *rooms]

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.node.spawn(work)


def _conversations(user: User) -> list[Conversation]:
    return list(user.conversations.all())


def _changes(user: User, number: int, since: int) -> wire.Changes:
    return Conversation.objects.numbered(number, user).changes(since)


def _as_event(number: int, message: wire.Message, have: int) -> wire.AnyEvent | None:
    """What somebody who had everything up to ``have`` missed of a message."""
    common = {"conversation": number, "sender": message.sender, "at": message.at}
    if message.seq > have:
        if message.deleted:
            return None
        return wire.MessagePosted(
            seq=message.seq,
            id=message.id,
            author=message.author,
            body=message.body,
            html=message.html,
            **common,
        )
    change = {"seq": message.changed, "target": message.seq, **common}
    if message.deleted:
        return wire.Deleted(**change)
    if message.edited:
        return wire.Edited(body=message.body, html=message.html, **change)
    return None
