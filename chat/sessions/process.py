"""One process of the site: the sessions that it holds, and what they share."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from msgspec import UNSET, UnsetType

from chat import wire
from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.broker.adapter import channel_layer
from chat.broker.layer import Sink
from chat.concurrency.batches import Batch
from chat.concurrency.threads import read, reading, write, writing
from chat.delivery.audiences import Audiences
from chat.delivery.doubt import untold
from chat.models import (
    Membership,
    PostRequest,
    User,
    additions,
    conversations_of_each,
    ends_of,
    groups_of_each,
    post_all,
)
from chat.models.members import offer
from chat.models.messages import missed
from chat.models.people import quiet
from chat.models.people.quiet import BlockedPerson
from chat.models.posting.draft import Answer
from chat.presence import telling
from chat.presence.leases import Delta, Presence
from chat.presence.roster import Roster
from chat.sessions.peer import Peer
from chat.sessions.seeing import Seeing
from chat.text.names import RELEASED
from chat.wire.errors import ChatError

logger = logging.getLogger(__name__)

# People in one query: a database takes only so many parameters.
AT_ONCE = 1000
# A post that the database cannot store is tried for so long, before it is refused.
POST_SECONDS = 3.0
# Nobody waits for more pages of the log than these before theirs.
CHANGES_AT_ONCE = 16

# The groups of each conversation that somebody is in.
Groups = dict[int, tuple[str, ...]]


class Sight(NamedTuple):
    """What somebody who comes in is to see, by one look."""

    blocked: list[BlockedPerson]
    conversations: list[wire.Conversation]
    invitations: list[wire.Invitation]
    muted: wire.MutedOne | UnsetType


class Held(Protocol):
    """What a process knows of a session that it holds.

    ``heads_at`` in loop time; ``taken``: how often it was told of blocks.
    """

    @property
    def user(self) -> User: ...

    @property
    def peer(self) -> Peer: ...

    @property
    def keeps_log(self) -> bool: ...

    @property
    def heads_at(self) -> float: ...

    @property
    def taken(self) -> int: ...

    @property
    def visitor(self) -> Visitor: ...

    @property
    def key(self) -> str: ...

    def is_in(self, conversation: int) -> bool: ...

    def tell(self, event: wire.AnyEvent) -> None: ...

    def hear_heads(
        self, event: wire.Heads, blocked: Sequence[BlockedPerson], taken: int
    ) -> None: ...

    def end(self, error: ChatError) -> None: ...


class Process:
    """What the sessions of one event loop share; ``Process.here()`` finds it.

    ``delayed``: live events do not come just now, because Redis is away.
    """

    _found: WeakKeyDictionary[asyncio.AbstractEventLoop, Process] = WeakKeyDictionary()

    def __init__(self) -> None:
        self.layer = channel_layer()
        self.presence = Presence(settings.REDIS_URL, self._tell, untold.set)
        self.roster = Roster(self.presence.online)
        self.audiences = Audiences(self.layer, self._see_members)
        self.seeing = Seeing(self.layer, self.spawn)
        self.sessions: set[Held] = set()
        self._held: Counter[int] = Counter()
        self.delayed = False
        # The sink of what it does by the clock, once that is going.
        self.ticker: Sink | None = None
        # What everybody asks for who comes in: after a restart, many at once.
        self.users: Batch[str, User | None] = Batch(
            reading(authentication.users_by_session)
        )
        self.places: Batch[User, Groups] = Batch(reading(_groups_of))
        self.sights: Batch[User, Sight] = Batch(reading(_sights_of))
        self.changes: Batch[missed.Asked, wire.Changes] = Batch(
            reading(missed.changes_of_each), most=CHANGES_AT_ONCE
        )
        self.posts: Batch[PostRequest, Answer] = Batch(
            writing(post_all), patience=POST_SECONDS
        )
        # What works of capabilities wait for, by their names.
        self.wakes: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def here(cls) -> Process:
        """The running event loop's."""
        loop = asyncio.get_running_loop()
        if loop not in cls._found:
            cls._found[loop] = cls()
        return cls._found[loop]

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; a failure of it is logged and hurts nobody else."""
        task = asyncio.create_task(logged(work))
        self.keep(task)
        # What is cancelled before it has begun would be missed, noisily.
        task.add_done_callback(lambda _: work.close())

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold on to a task until it has ended."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hold(self, session: Held) -> None:
        """It is here, until it is let go."""
        self.sessions.add(session)
        self._held[session.user.pk] += 1

    def let_go(self, session: Held) -> None:
        """It is not here any more, if it ever was."""
        if session not in self.sessions:
            return
        self.sessions.remove(session)
        self._held[session.user.pk] -= 1
        if not self._held[session.user.pk]:
            del self._held[session.user.pk]

    def has_enough_of(self, user: User) -> bool:
        """Whether that person is here as often as anybody may be."""
        most: int = settings.CHAT_CONNECTIONS_PER_PERSON
        return self._held[user.pk] >= most

    def rename(self, person: wire.Person) -> None:
        """Somebody who may be here is called that from now on; or has left for good."""
        if person.key.startswith(RELEASED):
            self.presence.forget(person.id)
        else:
            self.presence.rename(person.id, person.name)
        for session in self.sessions:
            if session.user.pk == person.id:
                session.user.name, session.user.key = person.name, person.key

    async def mark_seen(self, people: Sequence[int]) -> None:
        """These people are here, or were a moment ago.

        A guest's name is theirs for a while after, whatever becomes of Redis.
        """
        await write(_mark_seen, people)

    def _see_members(self, room: int, go_on: Callable[[bool], None]) -> None:
        self.spawn(self._put_out(room, go_on))

    async def _put_out(self, room: int, go_on: Callable[[bool], None]) -> None:
        """Have those leave who are not in a room any more, and were not told so."""
        here = [session for session in self.sessions if session.is_in(room)]
        is_seen = False
        try:
            people = list({session.user.pk for session in here})
            members = await read(_members_of, room, people)
            is_seen = True
            for session in here:
                if session.user.pk not in members:
                    session.tell(session.user.left_event(room))
        finally:
            go_on(is_seen)

    async def _tell(self, delta: Delta) -> None:
        await telling.tell(self.layer, delta)
        if delta.offline:
            self.spawn(self._mark_gone(list(delta.offline)))

    async def _mark_gone(self, people: Sequence[int]) -> None:
        await write(_mark_gone, people)


async def logged(work: Awaitable[None]) -> None:
    """Await it; a failure is logged."""
    try:
        await work
    except ChatError as error:
        logger.debug("Refused beside: %s", error)  # it was allowed when it was begun
    except Exception:
        # One failure must not end the process's ticks, nor anybody's session.
        logger.exception("Something failed beside.")
    # Before Python 3.12, redis-py loses a cancellation that meets the end of a write.
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


def _members_of(room: int, people: Sequence[int]) -> set[int]:
    """Those of these people who are in a room."""
    members = Membership.objects.filter(conversation=room)
    found: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        some = members.filter(user__in=people[start : start + AT_ONCE])
        found.update(some.values_list("user_id", flat=True))
    return found


def _groups_of(users: Sequence[User]) -> list[Groups | ChatError]:
    """What each of them hears, by conversation; an error for whose log-in has ended."""
    groups = groups_of_each({user.pk for user in users})
    ends = ends_of(users)
    pairs = zip(users, ends, strict=True)
    return [end or groups[user.pk] for user, end in pairs]


def _sights_of(users: Sequence[User]) -> list[Sight]:
    people = {user.pk for user in users}
    # The blocks first: of one that comes in between, it is heard live what goes by it.
    blocked = quiet.blocked_by_each(people)
    seen = conversations_of_each(people)
    offered = offer.invitations_of_each(people)
    muted = additions.muted_among(people)
    return [
        Sight(blocked[each], seen[each], offered[each], muted.get(each, UNSET))
        for each in (user.pk for user in users)
    ]


def _mark_seen(people: Sequence[int]) -> None:
    _mark(User.objects.all(), people)


def _mark_gone(people: Sequence[int]) -> None:
    """As ``_mark_seen``; but a name at the plain door is free when its guest has gone.

    Whom a dead process had, may have gone long before it is noticed.
    """
    _mark(User.objects.filter(may_return=True), people)


def _mark(users: QuerySet[User], people: Sequence[int]) -> None:
    now = timezone.now()
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        # Whom somebody else keeps locked is left out, and not waited for.
        free = users.select_for_update(skip_locked=True, no_key=True)
        with transaction.atomic():
            found = free.filter(pk__in=some).values("pk")
            User.objects.filter(pk__in=found).update(seen=now)
