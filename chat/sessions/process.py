"""One process of the site: the sessions that it holds, and what they share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.utils import timezone

from chat import wire
from chat.accounts import authentication
from chat.broker.adapter import channel_layer
from chat.broker.client import UNAVAILABLE
from chat.broker.layer import Turn
from chat.broker.shard import MAX_RETRY_SECONDS
from chat.concurrency.batches import Batch
from chat.concurrency.threads import read, write
from chat.delivery.announce import EVERYONE, doubt, event_message, make_good, room_group
from chat.delivery.audience import Audience
from chat.delivery.live import Live
from chat.models import (
    Membership,
    Said,
    User,
    conversations_of_each,
    ends_of,
    groups_of_each,
    history,
    post_all,
)
from chat.presence.leases import RENEW_SECONDS, Delta, Presence
from chat.presence.roster import Roster
from chat.wire.errors import ChatError

if TYPE_CHECKING:
    from chat.sessions.session import Session

logger = logging.getLogger("chat.node")

# The contract says 25 s; one tick of the renewal may pass before it is noticed.
HEADS_SECONDS = 25 - RENEW_SECONDS - 1
RETURN_SECONDS = 1.5 * MAX_RETRY_SECONDS
SWEEP_SECONDS = 3600
# People in one query: a database takes only so many parameters.
AT_ONCE = 1000
# Nobody waits for more pages of the log than these before theirs.
CHANGES_AT_ONCE = 16

Item = TypeVar("Item")
Done = TypeVar("Done")
# The groups of each conversation that somebody is in.
Places = dict[int, tuple[str, ...]]


class Node:
    """What the sessions of one event loop share; ``Node.here()`` finds it."""

    _nodes: WeakKeyDictionary[asyncio.AbstractEventLoop, Node] = WeakKeyDictionary()

    def __init__(self) -> None:
        self.layer = channel_layer()
        self.presence = Presence(settings.REDIS_URL, self._tell, doubt)
        self.roster = Roster(self.presence.online)
        self.sessions: set[Session] = set()
        # Who hears what, by the room's number.
        self.audiences: dict[int, Audience] = {}
        # Live events do not come just now: Redis is away.
        self.delayed = False
        # What everybody asks for who comes in: after a restart, many at once.
        self.users: Batch[str, User | None] = Batch(
            _read_by(authentication.users_by_session)
        )
        self.places: Batch[User, Places] = Batch(_read_by(_places_of))
        self.conversations: Batch[User, list[wire.Conversation]] = Batch(
            _read_by(_conversations_of)
        )
        self.changes: Batch[history.Asked, wire.Changes] = Batch(
            _read_by(history.changes_of_each), most=CHANGES_AT_ONCE
        )
        self.posts: Batch[Said, wire.Posted] = Batch(partial(write, post_all))
        self._tasks: set[asyncio.Task[None]] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._resumed = asyncio.Event()
        # Up to which version of the list everybody here has been told every change.
        self._listed = 0

    @classmethod
    def here(cls) -> Node:
        """The running event loop's node."""
        loop = asyncio.get_running_loop()
        if loop not in cls._nodes:
            cls._nodes[loop] = cls()
        return cls._nodes[loop]

    async def enter(self, session: Session) -> None:
        """Count a session in; the first one sets the node going."""
        self.sessions.add(session)
        if not self._keepers:
            work = (self._keep_lease(), self._keep_told(), self._mend())
            self._keepers = [asyncio.create_task(each) for each in work]
        await self.layer.attach(EVERYONE, self._hear)

    def leave(self, session: Session) -> None:
        self.sessions.discard(session)

    def audience(self, number: int) -> Audience:
        """A room's; who takes the first seat in it is to attach it to the layer."""
        if number not in self.audiences:
            self.audiences[number] = Audience(number)
        return self.audiences[number]

    def unfollow(self, number: int, session: Session) -> None:
        """Have a session hear nothing more of a room."""
        audience = self.audiences.get(number)
        if audience is not None:
            audience.leave(session)
            if not audience:
                del self.audiences[number]
                self.layer.detach(room_group(number), audience.hear)

    def spawn(self, work: Awaitable[None]) -> None:
        """Run something beside; a failure of it is logged and hurts nobody else."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def tell_heads(self, sessions: Iterable[Session]) -> None:
        """Tell sessions where the logs of their conversations end.

        And end those whose log-in does not count any more, if nobody told them so.
        """
        waiting = list(sessions)
        for start in range(0, len(waiting), AT_ONCE):
            await self._tell_heads(waiting[start : start + AT_ONCE])

    async def tell_all_again(self) -> None:
        """After live events may have been lost: everybody's heads, and who is here."""
        self._set_delayed(not await self.presence.renew())
        await self.tell_heads(self.sessions)
        # The other processes find Redis again, and put their people back, by then.
        await asyncio.sleep(RETURN_SECONDS)
        self.roster.forget()
        await self._tell_list()

    async def _tell_list(self) -> None:
        """Tell everybody who is here, if some change of it was not told."""
        online = await self.roster.known()
        if online.version in (0, self._listed):  # 0: Redis is away again
            return
        self._listed = online.version
        for session in tuple(self.sessions):
            if session.peer.keeps_log:  # a person at nc asks for it when they want it
                session.tell(await self.roster.seen_by(session.user.name))

    async def _keep_lease(self) -> None:
        """Apart from all that waits for the database: it may take longer than a lease
        lasts.
        """
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await _logged(self._renew())

    async def _keep_told(self) -> None:
        loop = asyncio.get_running_loop()
        swept_at = loop.time()
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await _logged(read(make_good))
            await _logged(self.tell_heads(self._due()))
            if loop.time() - swept_at > SWEEP_SECONDS:
                swept_at = loop.time()
                self.spawn(write(authentication.sweep))

    async def _renew(self) -> None:
        is_here = await self.presence.renew()
        self._set_delayed(not (is_here and self.layer.is_listening))

    def _due(self) -> list[Session]:
        """Who is to be told heads; the busy ones too: a lively room says nothing about
        a silent one. Everybody, while that is all they hear.
        """
        before = asyncio.get_running_loop().time() - HEADS_SECONDS
        return [s for s in self.sessions if self.delayed or s.heads_at < before]

    def _set_delayed(self, delayed: bool) -> None:
        if delayed != self.delayed:
            self.delayed = delayed
            for session in tuple(self.sessions):
                session.tell(wire.Delayed(on=delayed))

    async def _tell_heads(self, sessions: list[Session]) -> None:
        users = [session.user for session in sessions]
        people = {user.pk for user in users}
        heads, ends = await read(_heads_of, people), await read(ends_of, users)
        for session, end in zip(sessions, ends, strict=True):
            if end is None:
                session.hear_heads(heads[session.user.pk])
            else:
                self.spawn(session.peer.close(end))
        # A guest's name is theirs for a while after this, whatever becomes of Redis.
        self.spawn(write(_mark_seen, list(people)))

    def _hear(self, turn: Turn) -> None:
        for message in turn:
            if message["type"] == "layer.resumed":
                self.roster.forget()
                self._resumed.set()
            elif message["type"] == "chat.event":
                event = Live.of(message).event
                if isinstance(event, wire.Presence):
                    self.roster.hear(event)
                    self._listed += event.version == self._listed + 1

    async def _mend(self) -> None:
        """One at a time: several processes may say so at once."""
        while True:
            await self._resumed.wait()
            self._resumed.clear()
            await _logged(self.tell_all_again())

    async def _tell(self, delta: Delta) -> None:
        event = wire.Presence(
            version=delta.version,
            online=wire.sorted_names(delta.online.values()),
            offline=wire.sorted_names(delta.offline.values()),
        )
        try:
            await self.layer.group_send(EVERYONE, event_message(event))
        except UNAVAILABLE as error:
            logger.warning("Redis is away (%s): presence is delayed.", error)
            doubt()
        if delta.offline:
            self.spawn(write(_mark_seen, list(delta.offline)))


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except ChatError as error:
        logger.debug("Refused beside: %s", error)  # it was allowed when it was begun
    except Exception:
        # One failure must not end the node's ticks, nor anybody's session.
        logger.exception("Something failed beside.")
    # Before Python 3.12, redis-py loses a cancellation that meets the end of a write.
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


def _read_by(
    function: Callable[[Sequence[Item]], Sequence[Done]],
) -> Callable[[Sequence[Item]], Awaitable[Sequence[Done]]]:
    return lambda items: read(function, items)


def _heads_of(people: set[int]) -> dict[int, wire.Heads]:
    heads = {person: wire.Heads(heads={}, read={}) for person in people}
    rows = Membership.objects.filter(user__in=people)
    for person, number, head, seq in rows.values_list(
        "user_id", "conversation_id", "conversation__head", "read"
    ):
        heads[person].heads[number] = head
        heads[person].read[number] = seq
    return heads


def _places_of(users: Sequence[User]) -> list[Places | ChatError]:
    """What each of them hears, by conversation; an error for whose log-in has ended."""
    groups = groups_of_each({user.pk for user in users})
    ends = ends_of(users)
    pairs = zip(users, ends, strict=True)
    return [end or groups[user.pk] for user, end in pairs]


def _conversations_of(users: Sequence[User]) -> list[list[wire.Conversation]]:
    seen = conversations_of_each({user.pk for user in users})
    return [seen[user.pk] for user in users]


def _mark_seen(people: list[int]) -> None:
    now = timezone.now()
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        User.objects.filter(pk__in=some).update(seen=now)
