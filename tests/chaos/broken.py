"""The site with a rule broken on purpose: a run must notice it.

    python -m tests.chaos.broken RULE[,RULE] serve --workers 2

is ``manage.py serve --workers 2`` of such a site. What keeps the rule is replaced
before the command begins, so that workers have it too; the rest is the real product.
"""

import asyncio
import itertools
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

DROP_EVERY = 100
# Long enough that a power cut finds an answered post uncommitted.
COMMIT_SECONDS = 0.2
# As long as it takes to fetch the preview of a link.
PREVIEW_SECONDS = 0.03
DAY_SECONDS = 86_400.0


@dataclass(frozen=True)
class Rule:
    """``fault`` is what reveals that it is broken, as misses of a ``kind``."""

    break_it: Callable[[], None]
    fault: str
    kind: str


RULES: dict[str, Rule] = {}


def rule(name: str, fault: str, kind: str) -> Callable[..., Callable[[], None]]:
    """Put it into the table."""

    def register(break_it: Callable[[], None]) -> Callable[[], None]:
        RULES[name] = Rule(break_it, fault, kind)
        return break_it

    return register


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
    from chat.sessions.session import Session

    hear, seat, count = Session.hear, Audience.seat, itertools.count(1)

    def hear_most(self: Session, turn: Turn) -> None:
        # What has a place is of a log.
        most = [m for m in turn if "place" not in m or next(count) % DROP_EVERY]
        hear(self, Turn(most))

    Session.hear = hear_most
    Audience.seat = lambda self, session, *_: seat(self, session, None)


@rule("no-heads", "CutClients", "lost")
def no_heads() -> None:
    """Nobody is told where the logs end: what was lost last is never missed."""
    from chat.sessions.session import Session

    Session.hear_heads = lambda self, event: None


@rule("private-to-all", "CutClients", "leaked")
def private_to_all() -> None:
    """Direct messages are announced to everybody."""
    from chat.delivery.announce import EVERYONE
    from chat.models import Conversation

    concerned = Conversation.groups.fget
    Conversation.groups = property(
        lambda self: concerned(self) if self.is_room else (EVERYONE,)
    )


@rule("no-resubscribe", "KillValkey", "deaf")
def no_resubscribe() -> None:
    """Whoever finds Redis again subscribes to nothing but its own topic."""
    from chat.broker.shard import Shard
    from chat.broker.subscription import Subscription

    ask_for, known = Shard._ask_for, set()

    def ask_once(self: Shard, verb: str, topics: list[str], of: Subscription) -> None:
        own = topics[-1]
        again = own == self._own and self in known
        if own == self._own:
            known.add(self)
        ask_for(self, verb, [own] if again else topics, of)

    Shard._ask_for = ask_once


# --- The log --------------------------------------------------------------------------


@rule("answer-before-commit", "PowerCut", "lost")
def answer_before_commit() -> None:
    """``posted`` is sent when the message is stored, and then it is committed."""
    from chat import wire
    from chat.concurrency.threads import write
    from chat.models import Conversation
    from chat.models.conversation import changing
    from chat.sessions.handlers import handles

    @handles(wire.Post)
    async def post(session: Any, command: wire.Post) -> wire.Posted:
        loop, stored = asyncio.get_running_loop(), asyncio.Event()

        def store() -> wire.Posted:
            words = command.to, command.body, command.id
            again = session.user.messages.filter(uuid=command.id).exists()
            with changing():
                message = Conversation.objects.post(session.user, *words)
                answers.append(message.posted_answer())
                loop.call_soon_threadsafe(stored.set)
                time.sleep(0 if again else COMMIT_SECONDS)
            return answers[0]

        answers: list[wire.Posted] = []
        storing = asyncio.ensure_future(write(store))
        storing.add_done_callback(lambda _: stored.set())
        await stored.wait()
        return answers[0] if answers else await storing


@rule("number-outside", "CutClients", "lost")
def number_outside() -> None:
    """A message's number is taken before the transaction that stores the message.

    It is what a table-wide id does where writers work at the same time: 6 is there to
    be read before 5 is, and who has read up to 6 never asks for 5. The ids of SQLite
    cannot do it, because it has one writer at a time: an id is committed in its turn.
    """
    from django.db import connection

    from chat.models import posting
    from chat.models.conversation import changing

    post, look, take = posting._post_once, posting._look, posting.HEADS
    posting.HEADS = "SELECT 1 FROM (VALUES {rows}) AS taken"

    def post_later(drafts: list[Any]) -> None:
        for draft in drafts:
            draft.aim(posting._people(drafts))
        with changing(), connection.cursor() as cursor:
            posting._find(cursor, drafts)
            look(cursor, drafts)
            there = [draft for draft in drafts if draft.place is not None]
            count = Counter(draft.place.pk for draft in there)
            heads = {draft.place.pk: draft.place.head for draft in there}
            rows = [(number, heads[number] + more) for number, more in count.items()]
            posting._ask(cursor, take, rows)
        time.sleep(PREVIEW_SECONDS)

        def look_before(cursor: Any, drafts: list[Any]) -> None:
            look(cursor, drafts)
            for draft in drafts:
                if draft.place is not None:
                    draft.place.head = heads[draft.place.pk]

        posting._look = look_before
        post(drafts)

    posting._post_once = post_later


@rule("no-dedupe", "CutClients", "doubled")
def no_dedupe() -> None:
    """An id that was used makes another message."""
    from chat.models.posting import Draft

    def forget(self: Draft) -> None:
        if self.earlier is not None:
            self.id = uuid4()

    Draft.recognise = forget


@rule("edits-untold", "CutClients", "lost")
def edits_untold() -> None:
    """An edited message does not say when it changed."""
    from chat.models import Message

    save = Message.save

    def save_most(self: Message, *, update_fields: Any = None, **how: Any) -> None:
        if update_fields and "edited" in update_fields:
            update_fields = [each for each in update_fields if each != "changed"]
        save(self, update_fields=update_fields, **how)

    Message.save = save_most


@rule("reads-forgotten", "CutClients", "unread")
def reads_forgotten() -> None:
    """How far somebody has read is kept nowhere."""
    from chat.models import Membership

    Membership.mark_read = lambda self, seq: None


# --- Presence -------------------------------------------------------------------------


@rule("ghosts", "KillServe", "presence")
def ghosts() -> None:
    """Leases do not lapse: the people of a process that was killed stay for ever."""
    from chat.presence import leases

    leases.LEASE_SECONDS = DAY_SECONDS


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    import django
    from django.core.management import execute_from_command_line

    names, *words = sys.argv[1:]
    django.setup()
    for each in broken(names):
        each.break_it()
    execute_from_command_line(["manage.py", *words])


if __name__ == "__main__":
    main()
