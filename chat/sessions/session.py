"""One connected person: commands in, events out, whatever carries them.

A session subscribes first and reads then, so that nothing falls between. What it hears
live is a hint: a peer that keeps its own log fills holes by ``changes``; for one that
cannot (plain text), a ``Backfill`` does. Not to be taken for the sessions of
``django.contrib.sessions``, which are log-ins of the page.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import write
from chat.delivery.announce import by_connection
from chat.delivery.groups import EVERYONE, person_group
from chat.delivery.live import LiveEvent, LiveTurn
from chat.models import User
from chat.models.people.quiet import BlockedPerson
from chat.net.writer import Writer
from chat.presence.leases import LINGER_SECONDS
from chat.sessions import ticker
from chat.sessions.backfill import Backfill
from chat.sessions.handlers import HANDLERS, refusal
from chat.sessions.hearing import Hearing
from chat.sessions.pages import shorten
from chat.sessions.peer import Peer
from chat.sessions.places import Places
from chat.sessions.posts import Posts
from chat.sessions.prices import price_of
from chat.sessions.process import Process, logged
from chat.sessions.rate import Allowed
from chat.sessions.rendering import Rendering
from chat.sessions.shown import Shown
from chat.sessions.welcome import welcome_of
from chat.wire.errors import ChatError, RateLimited

_OTHER_LINES = wire.Blocked | wire.LanguageSet


class Session:
    """``key`` names the log-in that it came by, if that can be ended on its own.

    ``is_welcomed``: the peer was told where it is, and is told from now on what
    happens; that waits until then.
    """

    def __init__(self, peer: Peer, user: User, process: Process, key: str = "") -> None:
        self.id = secrets.token_hex(8)
        self.peer = peer
        self.user = user
        self.process = process
        self.key = key
        self.visitor = peer.visitor
        self.outbox = peer.outbox
        self.encoding = peer.encoding
        self.keeps_log = peer.keeps_log
        self.is_welcomed = self.is_closed = False
        self._loop = asyncio.get_running_loop()
        self.heads_at = self._loop.time()
        network, clock = peer.visitor.network, self._loop.time
        crowd, waits = network if user.guest else None, not self.keeps_log
        self.allowed = allowed = Allowed(user.pk, crowd, clock, waits=waits)
        self.rendering = Rendering(allowed.rendering, network, allowed)
        self.posts = Posts(process.posts, allowed, self.rendering, peer)
        self._backfill = Backfill(self, process.changes, process.spawn)
        self.places = Places(self, self._backfill, process.audiences, process.spawn)
        told = self.places, self._backfill, process.audiences
        self.shown = Shown(self, *told, allowed, process.seeing)
        self._hearing = Hearing(self, self.places, self._backfill)

    # --- Coming and going -------------------------------------------------------------

    async def open(
        self, ref: Any = UNSET, *, with_token: bool = False, pages: bool = False
    ) -> None:
        """Enter: subscribe, read, welcome, in this order.

        ``pages``: the peer wants a short welcome.

        Raises:
            Banned, LoginRequired: the log-in was ended before this session could hear
                of it.
        """
        process, user = self.process, self.user
        process.presence.arrive(user.pk, user.name, self.peer.way)
        process.hold(self)
        await ticker.start(process)
        # All at once: without Redis each of them waits in vain.
        own = EVERYONE, person_group(user.pk)
        await asyncio.gather(*(process.audiences.listen(each, self) for each in own))
        await self.places.enter_all(await process.places(user))
        # As it was read only now: nothing was heard of a new name before.
        process.presence.rename(user.pk, user.name)
        token = user.token() if with_token and user.guest else UNSET
        welcome = await welcome_of(process, user, self.places, token)
        welcome.language = self.peer.words.language
        if pages:
            shorten(welcome)
        await self.say(welcome, ref)
        for notice in user.notices(self.peer.words):
            await self.say(wire.Notice(detail=notice))
        if process.delayed:
            await self.say(wire.Delayed(on=True))
        self.is_welcomed = True
        self._hearing.hear_held()
        self.places.join_cohorts()
        if pages:
            await ticker.tell_heads(process, [self])

    async def close(self, *, returning: bool = False) -> None:
        """Leave; safe to call twice.

        ``returning``: the server sends them away, and they stay on the list for the
        rest of its lease. A plain-text guest comes back as somebody new of that name.
        """
        await self.posts.rest()
        if self.is_closed:
            return
        self.is_closed = True
        process, user = self.process, self.user
        self.allowed.leave()
        process.let_go(self)
        for group in (EVERYONE, person_group(user.pk)):
            process.audiences.leave(group, self)
        self.places.leave_all()
        depart = partial(process.presence.depart, user.pk, self.peer.way)
        is_last = user.guest and not user.may_return
        if is_last and not returning:
            depart()
            await process.presence.renew()
        elif not returning:
            self._loop.call_later(LINGER_SECONDS, depart)
        if is_last:
            # Where the database cannot, the name is free by itself, a while after.
            await logged(write(user.release))

    # --- Commands in ------------------------------------------------------------------

    async def handle(self, command: wire.AnyCommand) -> None:
        """Do what the peer asks, and answer; an error is an answer too.

        Posts are begun without waiting for each other; anything else waits for those
        before it.
        """
        if not isinstance(command, wire.Post):
            await self.posts.rest()
            await self._handle(command)
            return
        if not self.keeps_log:
            # It may be shown its own words in another way than the others.
            self.places.join_cohorts()
        await self.posts.begin(self.user, command)

    async def _handle(self, command: wire.AnyCommand) -> None:
        event: wire.AnyEvent | None
        try:
            self.allowed.take(price_of(command))
            with by_connection(self.id):
                event = await HANDLERS[type(command)](self, command)
        except Exception as error:
            event = refusal(command, error, self.peer.words)
            if isinstance(error, RateLimited):
                await self.allowed.pause()
        if event is not None:
            await self.say(event, command.ref)
            self._hearing.hear_answer(event)
            if isinstance(event, wire.History):
                self.shown.page(command, event)
            if isinstance(event, _OTHER_LINES) and not self.keeps_log:
                # What it is shown of rooms differs now from what others are.
                self.places.join_cohorts()

    # --- Events out -------------------------------------------------------------------

    def end(self, error: ChatError) -> None:
        """Have the connection closed, and told why."""
        self.process.spawn(self.peer.close(error))

    async def say(self, event: wire.AnyEvent, ref: Any = UNSET) -> None:
        """Send an event to this peer alone; waits for a slow one."""
        if frame := self.encoding.encode(event, ref):
            await self.outbox.put(frame)

    def offer(self, frame: bytes) -> bool:
        """Send what is live; False if the peer is too slow, and it is dropped."""
        return not frame or self.outbox.offer(frame)

    def tell(self, event: wire.AnyEvent) -> None:
        """Send an event to this peer alone, if it is not too slow."""
        self._hearing.hear_event(LiveEvent(wire.encode(event)))

    def outbox_changed(self, refused: bool) -> None:
        """The peer is slow, or no more; then it may have been spared some events."""
        self.places.join_cohorts()
        if refused and not self.is_closed:
            self.process.spawn(self._resynchronise())

    async def _resynchronise(self) -> None:
        user = self.user
        await self.say(await self.process.roster.seen_by(user.pk, user.name))
        await ticker.tell_heads(self.process, [self])

    # --- As a listener, and as a reader of the log ------------------------------------

    @property
    def writer(self) -> Writer:
        return self.outbox.writer

    def was_told(self, conversation: int, seq: int) -> None:
        self._backfill.was_told(conversation, seq)

    def is_in(self, conversation: int) -> bool:
        return conversation in self.places.conversations

    def stand_aside(self, conversation: int) -> None:
        self.places.stand_aside(conversation)

    def hear(self, turn: LiveTurn) -> None:
        self._hearing.hear(turn)

    @property
    def taken(self) -> int:
        return self.places.shield.taken

    def hear_heads(
        self, event: wire.Heads, blocked: Sequence[BlockedPerson], taken: int
    ) -> None:
        """Where the logs of all of this person's conversations end, and whom they have
        blocked, as the database says.
        """
        if self.is_closed:
            return
        if not self.is_welcomed:
            # What its welcome says may be older: it is told with the next tick.
            self.heads_at = float("-inf")
            return
        self.heads_at = self._loop.time()
        self._hearing.hear_heads(event, blocked, taken)
