"""What a process does by the clock: renew its lease, tell heads, sweep.

Four tasks of their own, set going as the doors open, or by the first session: the
lease apart from all that waits for the database, which may take longer than a lease
lasts; the heads by the clock; and, after the channel layer was away, the heads at once,
and the list of people when the others are back.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from chat import wire
from chat.accounts import sweeping
from chat.accounts.bans import Bans
from chat.broker.layer import Turn
from chat.broker.shard import MAX_RETRY_SECONDS
from chat.concurrency.threads import read, write
from chat.delivery.doubt import make_good
from chat.delivery.groups import EVERYONE
from chat.delivery.live import LiveEvent, LiveTurn
from chat.models import Membership, User, ends_of
from chat.models.members.membership import shown
from chat.models.people import quiet
from chat.models.people.quiet import BlockedPerson
from chat.models.rooms.erasing import (
    EPOCH,
    dissolve_deserted,
    erasable_guests,
    erase_guests,
)
from chat.models.rooms.heirs import find_heirs
from chat.presence.leases import RENEW_SECONDS
from chat.sessions import following, renewing
from chat.sessions.process import AT_ONCE, Held, Process, logged
from chat.wire.errors import ChatError

logger = logging.getLogger(__name__)

# The contract says 25 s; one tick of the renewal may pass before it is noticed.
HEADS_SECONDS = 25 - RENEW_SECONDS - 1
RETURN_SECONDS = 1.5 * MAX_RETRY_SECONDS
# While Redis is away, or the database as there is something to tell.
RETRY_SECONDS = 1.0
SWEEP_SECONDS = 3600

# Of each person.
Heads = dict[int, wire.Heads]
Blocked = dict[int, list[BlockedPerson]]


# What else each process does from its start to its end: a capability adds to that in
# its ``apps.ready()``.
WORKS: list[Callable[[Process], Coroutine[Any, Any, None]]] = []


async def start(process: Process) -> None:
    """Set a process's ticker going, unless it is; returns when it hears the layer."""
    if process.ticker is None:
        process.ticker = Ticker(process).hear
        following.start(process)
        renewing.start(process)
        for work in WORKS:
            process.keep(asyncio.create_task(logged(work(process))))
    await process.layer.attach(EVERYONE, process.ticker)


async def tell_heads(process: Process, sessions: Iterable[Held]) -> None:
    """Tell sessions where the logs of their conversations end.

    And end those whose log-in does not count any more, if nobody told them so.
    """
    waiting = list(sessions)
    for start in range(0, len(waiting), AT_ONCE):
        await _tell_heads(process, waiting[start : start + AT_ONCE])


async def end_banned(process: Process) -> None:
    """End the connections of networks and browsers that are shut out by now."""
    bans = await read(Bans.now)
    if bans.are_none:
        return
    for session in tuple(process.sessions):
        if refusal := bans.refusal(session.visitor):
            session.end(refusal)


async def sweep(process: Process) -> None:
    """Delete what nobody needs, unless another process of the site does."""
    if not await read(sweeping.is_ours, SWEEP_SECONDS - 60):
        return
    while await write(sweeping.sweep):
        pass  # by some: others write in between
    await _erase_guests(process)
    while await write(dissolve_deserted):
        pass
    after = ""
    while after := await write(find_heirs, after):
        pass


async def _erase_guests(process: Process) -> None:
    here = (await process.presence.online()).names
    after = EPOCH
    while guests := await read(erasable_guests, after):
        after = guests[-1][1]
        chosen = [number for number, _ in guests if number not in here]
        if not await write(erase_guests, chosen):
            return


class Ticker:
    """``hear`` is its sink: it follows who is here, and learns what was missed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._resumed, self._is_to_list = asyncio.Event(), asyncio.Event()
        # Up to which version of the list everybody here has been told every change.
        self._listed = 0
        works = self._keep_lease(), self._keep_told(), self._mend(), self._mend_list()
        for work in works:
            process.keep(asyncio.create_task(work))

    def hear(self, turn: Turn) -> None:
        for message in LiveTurn(turn).messages:
            if isinstance(message, LiveEvent):
                event = message.event if message.is_known else None
                if isinstance(event, wire.Presence):
                    self._process.roster.hear(event)
                    self._listed += event.version == self._listed + 1
                elif isinstance(event, wire.Renamed):
                    self._process.rename(event.person)
            elif message["type"] == "layer.resumed":
                self._process.roster.forget()
                self._resumed.set()

    # --- The four tasks ---------------------------------------------------------------

    async def _keep_lease(self) -> None:
        while True:
            await logged(self._renew())
            is_away = self._process.delayed
            await asyncio.sleep(RETRY_SECONDS if is_away else RENEW_SECONDS)

    async def _keep_told(self) -> None:
        loop = asyncio.get_running_loop()
        swept_at = loop.time()
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await logged(read(make_good))
            await logged(tell_heads(self._process, self._due()))
            await logged(end_banned(self._process))
            if loop.time() - swept_at > SWEEP_SECONDS:
                swept_at = loop.time()
                self._process.spawn(sweep(self._process))

    async def _mend(self) -> None:
        """After live events may have been lost: everybody is told the heads, at once.

        One after the other: several processes may say so together. Where the database
        is away, what was lost is looked for again.
        """
        while True:
            await self._resumed.wait()
            self._resumed.clear()
            self._is_to_list.set()
            await logged(self._tell_all_heads())

    async def _mend_list(self) -> None:
        """And who is here, apart from that: it waits for the other processes."""
        while True:
            await self._is_to_list.wait()
            self._is_to_list.clear()
            await logged(self._list_again())

    # --- Steps ------------------------------------------------------------------------

    async def _renew(self) -> None:
        process = self._process
        is_here, is_heard = await asyncio.gather(
            process.presence.renew(), process.layer.hears_itself()
        )
        # Live events come only once one has really come.
        is_back = is_here and is_heard and process.layer.is_listening
        if process.delayed and is_back:
            # What could not be told until now need not wait for the next tick.
            process.spawn(self._make_good())
        self._set_delayed(not is_back)

    async def _make_good(self) -> None:
        await read(make_good)

    def _set_delayed(self, delayed: bool) -> None:
        process = self._process
        if delayed != process.delayed:
            process.delayed = delayed
            for session in tuple(process.sessions):
                session.tell(wire.Delayed(on=delayed))

    def _due(self) -> list[Held]:
        """Who is to be told heads; the busy ones too: a lively room says nothing about
        a silent one. Everybody, while that is all they hear.
        """
        before = asyncio.get_running_loop().time() - HEADS_SECONDS
        process = self._process
        return [s for s in process.sessions if process.delayed or s.heads_at < before]

    async def _tell_all_heads(self) -> None:
        try:
            await tell_heads(self._process, self._process.sessions)
        except ChatError as error:
            logger.debug("Where the logs end is told later: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
            self._resumed.set()

    async def _list_again(self) -> None:
        await self._renew()
        # The other processes find Redis again, and put their people back, by then.
        await asyncio.sleep(RETURN_SECONDS)
        self._process.roster.forget()
        await self._tell_list()

    async def _tell_list(self) -> None:
        """Tell everybody who is here, if some change of it was not told."""
        roster = self._process.roster
        online = await roster.known()
        if online.version in (0, self._listed):  # 0: Redis is away again
            return
        self._listed = online.version
        for session in tuple(self._process.sessions):
            if session.keeps_log:  # a person at nc asks for it when they want it
                user = session.user
                session.tell(await roster.seen_by(user.pk, user.name))


async def _tell_heads(process: Process, sessions: list[Held]) -> None:
    before = [session.taken for session in sessions]
    heads, blocked, ends = await read(_look, [session.user for session in sessions])
    for session, end, taken in zip(sessions, ends, before, strict=True):
        if end is None:
            number, name = session.user.pk, session.user.name
            # Also of who was called otherwise while nobody could be told of it.
            process.presence.rename(number, name)
            session.hear_heads(heads[number], blocked[number], taken)
        else:
            session.end(end)
    process.spawn(process.mark_seen(list(heads)))


def _look(users: Sequence[User]) -> tuple[Heads, Blocked, list[ChatError | None]]:
    people = {user.pk for user in users}
    # The heads first: why a direct conversation is not among them is in the blocks.
    return _heads_of(people), quiet.blocked_by_each(people), ends_of(users)


def _heads_of(people: set[int]) -> Heads:
    heads = {person: wire.Heads(heads={}, read={}) for person in people}
    rows = shown(Membership.objects.filter(user__in=people))
    starts: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for person, number, head, seq, epoch, start in rows.values_list(
        *("user_id", "conversation_id", "conversation__head", "read"),
        *("conversation__epoch", "conversation__start"),
    ):
        heads[person].heads[number] = head
        heads[person].read[number] = seq
        if epoch:
            heads[person].epochs[number] = epoch
        if start:
            starts[person][number] = start
    for person, its in starts.items():
        heads[person].starts = its
    return heads
