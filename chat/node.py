"""One process of the site: the sessions that it holds, and what they share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone

from chat import wire
from chat.announce import EVERYONE, event_message, make_good
from chat.errors import ChatError
from chat.layer import MAX_RETRY_SECONDS, UNAVAILABLE, ChatLayer
from chat.models import Membership, User
from chat.presence import RENEW_SECONDS, Delta, Presence
from chat.threads import read, write

if TYPE_CHECKING:
    from chat.session import Session

logger = logging.getLogger("chat.node")

# The contract says 25 s; one tick of the renewal may pass before it is noticed.
HEADS_SECONDS = 25 - RENEW_SECONDS - 1
RETURN_SECONDS = 1.5 * MAX_RETRY_SECONDS


class Node:
    """What the sessions of one event loop share; ``Node.here()`` finds it."""

    _nodes: WeakKeyDictionary[asyncio.AbstractEventLoop, Node] = WeakKeyDictionary()

    def __init__(self) -> None:
        self.layer: ChatLayer = get_channel_layer()
        self.presence = Presence(settings.REDIS_URL, self._tell)
        self.sessions: set[Session] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._resumed = asyncio.Event()
        self._mender: asyncio.Task[None] | None = None

    @classmethod
    def here(cls) -> Node:
        """The running event loop's node."""
        loop = asyncio.get_running_loop()
        if loop not in cls._nodes:
            cls._nodes[loop] = cls()
        return cls._nodes[loop]

    def enter(self, session: Session) -> None:
        """Count a session in; the first one sets the node going."""
        self.sessions.add(session)
        if self._ticker is None:
            self._ticker = asyncio.create_task(self._tick())
            self._mender = asyncio.create_task(self._mend())

    def leave(self, session: Session) -> None:
        self.sessions.discard(session)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; a failure of it is logged and hurts nobody else."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def tell_heads(self, sessions: Iterable[Session]) -> None:
        """Tell sessions where the logs of their conversations end, with one query."""
        sessions = list(sessions)
        people = {session.user.pk for session in sessions}
        heads, epochs = await read(_heads_of, people), await read(_epochs_of, people)
        for session in sessions:
            if epochs.get(session.user.pk) == session.user.epoch:
                session.hear_heads(heads[session.user.pk])
            else:
                self.spawn(session.look_at_login())
        # A guest's name is theirs for a while after this, whatever becomes of Redis.
        await write(_mark_seen, list(people))

    async def tell_all_again(self) -> None:
        """After live events may have been lost: everybody's heads, and who is here."""
        await self.presence.renew()
        await self.tell_heads(self.sessions)
        # The other processes find Redis again, and put their people back, by then.
        await asyncio.sleep(RETURN_SECONDS)
        snapshot = await self.presence.online()
        names = wire.sorted_names(snapshot.names.values())
        online = wire.Online(version=snapshot.version, users=names)
        message = event_message(online)
        for session in tuple(self.sessions):
            if session.peer.keeps_log:  # a person at nc asks for it when they want it
                session.hear(message)

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        await self.layer.attach(EVERYONE, self._hear)
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await _logged(read(make_good))
            await _logged(self.presence.renew())
            # The busy ones too: a lively room says nothing about a silent one.
            before = loop.time() - HEADS_SECONDS
            if due := [s for s in self.sessions if s.heads_at < before]:
                await _logged(self.tell_heads(due))

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "layer.resumed":
            self._resumed.set()

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
        if delta.offline:
            await _logged(write(_mark_seen, list(delta.offline)))


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except ChatError as error:
        logger.debug("Refused beside: %s", error)  # it was allowed when it was begun
    except Exception:
        # One failure must not end the node's ticks, nor anybody's session.
        logger.exception("Something failed beside.")


def _heads_of(people: set[int]) -> dict[int, dict[int, int]]:
    heads: dict[int, dict[int, int]] = {person: {} for person in people}
    rows = Membership.objects.filter(user__in=people)
    for person, number, head in rows.values_list(
        "user_id", "conversation_id", "conversation__head"
    ):
        heads[person][number] = head
    return heads


def _epochs_of(people: set[int]) -> dict[int, int]:
    """Of those whose account is open: what every log-in that counts was made in."""
    rows = User.objects.filter(pk__in=people, is_active=True)
    return dict(rows.values_list("pk", "epoch"))


def _mark_seen(people: list[int]) -> None:
    User.objects.filter(pk__in=people).update(seen=timezone.now())
