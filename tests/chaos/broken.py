"""Rules that a site is made to break on purpose: a run must notice it.

What keeps the rule is replaced; the rest is the real product (see ``site``). Those of
the room that is steered are in ``unruly``.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from tests.chaos import unruly as unruly
from tests.chaos.breaking import RULES, Rule, replace, rule

DROP_EVERY = 100
# Long enough that a power cut finds an answered post uncommitted.
COMMIT_SECONDS = 0.2
# As long as it takes to fetch the preview of a link.
PREVIEW_SECONDS = 0.03
DAY_SECONDS = 86_400.0
# How long its work lags behind: a kill is to come between.
AHEAD_SECONDS = 0.5


def broken(names: str) -> list[Rule]:
    """The rules of that names, which are joined by commas.

    Raises:
        KeyError: there is no such rule.
    """
    return [RULES[name] for name in names.split(",") if name]


# --- Live events ----------------------------------------------------------------------


@rule("drop-live", "CutClients", "lost")
def drop_live() -> None:
    """Every hundredth event of a log is lost on its way to a session.

    That breaks no promise where clients look at gaps: live events are hints.
    """
    from chat.broker.layer import Turn
    from chat.delivery.audience import Audience
    from chat.delivery.live import LiveTurn
    from chat.sessions.session import Session

    hear, join, count = Session.hear, Audience.join, itertools.count(1)

    def hear_most(self: Session, turn: LiveTurn) -> None:
        # What has a place is of a log.
        most = LiveTurn(Turn([]))
        most.messages = [
            each
            for each in turn.messages
            if not getattr(each, "place", None) or next(count) % DROP_EVERY
        ]
        hear(self, most)

    replace(Session, "hear", hear_most)
    replace(Audience, "join", lambda self, session, *_: join(self, session, None))


@rule("no-heads", "CutClients", "lost")
def no_heads() -> None:
    """Nobody is told where the logs end: what was lost last is never missed."""
    from chat.sessions.session import Session

    replace(Session, "hear_heads", lambda self, *_: None)


@rule("private-to-all", "CutClients", "leaked")
def private_to_all() -> None:
    """Direct messages are announced to everybody, and no session asks whose."""
    from chat.delivery.groups import EVERYONE
    from chat.models import Conversation
    from chat.sessions.session import Session

    concerned = Conversation.groups.fget

    def tell_all(self: Conversation) -> Sequence[str]:
        return concerned(self) if self.is_room else (EVERYONE,)

    replace(Conversation, "groups", property(tell_all))
    replace(Session, "is_in", lambda self, conversation: True)


@rule("no-resubscribe", "KillValkey", "deaf")
def no_resubscribe() -> None:
    """Whoever finds Redis again subscribes to nothing but its own topic."""
    from chat.broker.shard import Shard

    ask_for, known = Shard._ask_for, set()

    def ask_once(self: Shard, verb: str, topics: list[str], of: Any) -> None:
        # It asks for its own topic only when it begins to listen, behind all others.
        again = topics[-1] in known
        if topics[-1] == self._own:
            known.add(self._own)
        ask_for(self, verb, [self._own] if again else topics, of)

    replace(Shard, "_ask_for", ask_once)


# --- The log --------------------------------------------------------------------------


@rule("answer-before-commit", "PowerCut", "lost")
def answer_before_commit() -> None:
    """``posted`` is sent when the message is stored, and then it is committed."""
    from chat.concurrency.threads import write
    from chat.sessions.process import Process

    async def post(request: Any) -> Any:
        loop = asyncio.get_running_loop()
        stored = loop.create_future()
        tell = partial(loop.call_soon_threadsafe, stored.set_result)
        storing = asyncio.ensure_future(write(lambda: _store_slowly(request, tell)))
        either = {stored, storing}
        done, _ = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        return await (stored if stored in done else storing)

    create = Process.__init__

    def create_hasty(self: Process) -> None:
        create(self)
        self.posts = lambda said: asyncio.ensure_future(post(said))

    replace(Process, "__init__", create_hasty)


def _store_slowly(request: Any, tell: Callable[[Any], object]) -> Any:
    """Store it, ``tell`` what is answered, and commit that later."""
    from chat import models
    from chat.models.messages.log import changing

    again = request.author.messages.filter(uuid=request.id).exists()
    with changing():
        [answer] = models.post_all([request])
        if isinstance(answer, Exception):
            raise answer
        tell(answer)
        time.sleep(0 if again else COMMIT_SECONDS)
    return answer


@rule("number-outside", "CutClients", "lost")
def number_outside() -> None:
    """A message's number is taken before the transaction that stores the message.

    It is what a table-wide id does where writers work at the same time: 6 is there to
    be read before 5 is, and who has read up to 6 never asks for 5. The ids of SQLite
    cannot do it, because it has one writer at a time: an id is committed in its turn.
    """
    from chat.models.posting import statements, steps

    post, look, take = steps._post_once, steps._look, statements.HEADS
    replace(statements, "HEADS", "SELECT 1 FROM (VALUES {rows}) AS taken")

    def post_later(drafts: list[Any]) -> None:
        heads = _take_numbers(drafts, take, look)
        time.sleep(PREVIEW_SECONDS)

        def look_before(cursor: Any, drafts: list[Any]) -> None:
            look(cursor, drafts)
            for draft in drafts:
                if draft.place.id:
                    draft.place.head = heads[draft.place.id]

        steps._look = look_before
        post(drafts)

    replace(steps, "_post_once", post_later)


def _take_numbers(
    drafts: list[Any], take: str, look: Callable[..., None]
) -> dict[int, int]:
    """Take them in a transaction of their own; the heads that were there before."""
    from django.db import connection

    from chat.models.messages.log import changing
    from chat.models.posting import steps

    named = [draft for draft in drafts if not isinstance(draft.to, int)]
    steps.resolve(named)
    for draft in drafts:
        draft.number = None if draft in named else draft.to
    with changing(), connection.cursor() as cursor:
        steps.find(cursor, named)
        look(cursor, drafts)
        there = [draft for draft in drafts if draft.place.id]
        count = Counter(draft.place.id for draft in there)
        heads = {draft.place.id: draft.place.head for draft in there}
        rows = [(number, heads[number] + more) for number, more in count.items()]
        steps._ask(cursor, take, rows)
    return heads


@rule("no-dedupe", "CutClients", "doubled")
def no_dedupe() -> None:
    """An id that was used makes another message."""
    from chat.models.posting import steps

    def forget(drafts: list[Any]) -> list[Any]:
        for draft in drafts:
            if draft.earlier is not None:
                draft.id = uuid4()
        return drafts

    replace(steps, "_deduplicate", forget)


@rule("edits-untold", "CutClients", "lost")
def edits_untold() -> None:
    """An edited message does not say when it changed."""
    from chat.models import Message

    save = Message.save

    def save_most(self: Message, *, update_fields: Any = None, **how: Any) -> None:
        if update_fields and "edited" in update_fields:
            update_fields = [each for each in update_fields if each != "changed"]
        save(self, update_fields=update_fields, **how)

    replace(Message, "save", save_most)


@rule("follower-ahead", "KillServe", "lost")
def follower_ahead() -> None:
    """A follower's number is stored before its work is done, and a kill forgets it."""
    from chat.models import Conversation
    from chat.models.messages import following

    take = following.take

    def take_all(follower: str, conversation: int, holder: str) -> int | None:
        done = take(follower, conversation, holder)
        if done is not None:
            head = Conversation.objects.get(pk=conversation).head
            following.advance(follower, conversation, holder, head)
            time.sleep(AHEAD_SECONDS)
        return done

    replace(following, "take", take_all)


@rule("push-once", "KillServe", "lost")
def push_once() -> None:
    """What a push service does not take is not tried again."""
    from chat.notifications import queue

    replace(queue, "put_off", lambda push, seconds=None: queue.drop(push))


@rule("reads-forgotten", "CutClients", "unread")
def reads_forgotten() -> None:
    """How far somebody has read is kept nowhere."""
    from chat.models import Membership

    replace(Membership, "mark_read", lambda self, seq: None)


# --- Presence -------------------------------------------------------------------------


@rule("ghosts", "KillServe", "presence")
def ghosts() -> None:
    """Leases do not lapse: the people of a process that was killed stay for ever."""
    from chat.presence import leases

    replace(leases, "LEASE_SECONDS", DAY_SECONDS)
