"""Reading a conversation's log: each page is one indexed query.

The query also says whether the reader is in the conversation, and where the log ended
at its own moment, so that no second look can see another state than the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from django.db.models import Exists, F, QuerySet, Subquery, Value
from msgspec import UNSET, structs

from chat import wire
from chat.models import additions
from chat.models.additions import Place
from chat.models.members.membership import Membership
from chat.models.messages.chain import chain_of
from chat.models.messages.happening import beside, with_events
from chat.models.messages.message import Message
from chat.models.messages.pin import is_pinned
from chat.models.messages.quotes import NO_SUCH_MESSAGE, quotes_of
from chat.models.messages.renewal import Spent, html_of
from chat.models.messages.row import FIELDS, Row, reactions_of
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.wire.errors import NoSuchConversation

# Answers stay far below what is held for a slow reader.
PAGE_BYTES = 200_000
# Nor does one take more of a core, or one message more, to render anew what it has.
PAGE_SECONDS = 0.05
# What each row says of its log.
OF_LOG = "head", "topic", "epoch", "happened_last"

Part = TypeVar("Part", bound=msgspec.Struct)


def page(
    number: int,
    reader: User,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = wire.HISTORY_DEFAULT,
    spent: Spent | None = None,
) -> wire.History:
    """``limit`` messages next below ``before`` or above ``after``, else the last.

    Oldest first; a page may be shorter, see ``PAGE_BYTES`` and ``PAGE_SECONDS``.
    ``spent`` learns what it has taken to render them.

    Raises:
        NoSuchConversation, NotAMember
    """
    found = _messages(number, reader)
    spent = spent or Spent()
    if after is not None:
        wanted = found.filter(seq__gt=after).order_by("seq")
    else:
        below = found.filter(seq__lt=before) if before is not None else found
        wanted = below.order_by("-seq")
    read, happened = _read(number, reader, wanted, limit, spent)
    if happened > (after or 0):
        read.events = beside(read, before, after, happened) or UNSET
    return read


def around(
    number: int,
    reader: User,
    seq: int,
    limit: int = wire.HISTORY_DEFAULT,
    spent: Spent | None = None,
) -> wire.History:
    """``limit`` messages: a quarter of them, or more, up to ``seq``, the others above.

    ``spent``: as of a page. Where not so many are above it, these are the last ones.

    Raises:
        NoSuchConversation, NotAMember
    """
    spent = spent or Spent()
    above = page(number, reader, after=seq, limit=limit - limit // 4, spent=spent)
    room = limit - len(above.messages)
    if not room:
        return structs.replace(above, more=True, newer=above.more)
    below = page(number, reader, before=seq + 1, limit=room, spent=spent)
    messages = below.messages + above.messages
    events = [*(below.events or ()), *(above.events or ())] or UNSET
    return structs.replace(below, messages=messages, newer=above.more, events=events)


def chain(
    number: int,
    reader: User,
    seq: int,
    limit: int = wire.HISTORY_DEFAULT,
    spent: Spent | None = None,
) -> wire.History:
    """``limit`` messages of a chain of replies: what that one answers, and what that
    does, and so on; itself; and what answers it, and that, and so on.

    Raises:
        NoSuchConversation, NotAMember
    """
    numbers = chain_of(number, seq, limit + 1)
    near = _messages(number, reader).filter(seq__in=numbers[:limit])
    page, _ = _read(number, reader, near.order_by("seq"), limit, spent or Spent())
    if not page.messages:
        raise NoSuchConversation(NO_SUCH_MESSAGE)
    return structs.replace(page, more=page.more or len(numbers) > limit)


def changes(
    number: int,
    reader: User | None,
    since: int,
    limit: int = wire.HISTORY_LIMIT,
    spent: Spent | None = None,
    epoch: int | None = None,
) -> wire.Changes:
    """Every message that changed after ``since``, as it reads now, each once.

    Or ``reset``: the log is not of that ``epoch``, or not at ``since`` yet. ``reader``
    is None where the site reads itself.

    Raises:
        NoSuchConversation, NotAMember
    """
    page = _messages(number, reader).filter(changed__gt=since).order_by("changed")
    rows, log = _seen(page, number, reader, limit)
    # Whoever is ahead was told of numbers that are not in here: it was restored.
    is_other = since > log.head or epoch not in (None, log.epoch)
    due = [] if is_other else [(number, row) for row in rows]
    messages, more = _fit(due, limit, spent or Spent())
    found = wire.Changes(
        conversation=number,
        messages=messages,
        upto=messages[-1].changed if more else log.head,
        more=more,
        topic=log.topic,
        epoch=log.epoch,
        reset=is_other or UNSET,
    )
    has_none = is_other or log.happened_last <= since
    return found if has_none else with_events(found, since, limit)


def those(
    places: Sequence[Place], spent: Spent | None = None
) -> dict[Place, wire.Message]:
    """These messages, wherever they are, in this order: as many as a page takes.

    Whether somebody may read them is for the caller to know.
    """
    log = {each: F(f"conversation__{each}") for each in OF_LOG}
    found = Message.objects.filter(additions.at(places))
    shown = {"is_member": Value(True), "pinned": is_pinned(), **log}
    columns: Any = found.annotate(**shown)
    rows: dict[Place, Row] = {}
    for number, *values in columns.values_list("conversation_id", *FIELDS):
        row = Row(*values)
        rows[number, row.seq] = row
    there = [place for place in places if place in rows]
    found_there = [(place[0], rows[place]) for place in there]
    messages, _ = _fit(found_there, len(there), spent or Spent())
    return dict(zip(there, messages, strict=False))


def _conversation(number: int, reader: User | None) -> Conversation:
    if reader is not None:
        return Conversation.objects.numbered(number, reader)
    found = Conversation.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchConversation
    return found


def _messages(number: int, reader: User | None) -> QuerySet[Message]:
    here = Conversation.objects.filter(pk=number)
    member = Membership.objects.filter(conversation=number, user=reader)
    return Message.objects.filter(conversation=number).annotate(
        is_member=Exists(member) if reader else Value(True),
        pinned=is_pinned(),
        **{each: Subquery(here.values(each)) for each in OF_LOG},
    )


def _seen(
    page: QuerySet[Message], number: int, reader: User | None, limit: int
) -> tuple[list[Row], Row | Conversation]:
    """Rows, and their log, of one moment at which the reader was in there."""
    rows = _rows(page, limit)
    while not (rows and rows[0].is_member):
        # The head first: if then no message has changed since, it is not too high.
        conversation = _conversation(number, reader)
        if not (rows := _rows(page, limit)):
            return rows, conversation
    return rows, rows[0]


def _rows(page: QuerySet[Message], limit: int) -> list[Row]:
    return [Row(*row) for row in page.values_list(*FIELDS)[: limit + 1]]


def _read(
    number: int, reader: User, wanted: QuerySet[Message], limit: int, spent: Spent
) -> tuple[wire.History, int]:
    """A page; and the number of what last happened there beside what was said."""
    rows = _rows(wanted, limit)
    is_seen = rows and rows[0].is_member
    log: Row | Conversation = rows[0] if is_seen else _conversation(number, reader)
    messages, more = _fit([(number, row) for row in rows], limit, spent)
    messages.sort(key=lambda message: message.seq)
    own = [*additions.own(reader, number, messages)]
    page = wire.History(conversation=number, messages=own, more=more, epoch=log.epoch)
    return page, log.happened_last


def fitting(parts: Iterable[Part]) -> list[Part]:
    """As many of these, from the first on, as make a page; one at least."""
    room = PAGE_BYTES
    found: list[Part] = []
    for part in parts:
        room -= len(msgspec.json.encode(part))
        if found and room < 0:
            break
        found.append(part)
    return found


def _fit(
    rows: Sequence[tuple[int, Row]], limit: int, spent: Spent
) -> tuple[list[wire.Message], bool]:
    """As many of them, each with its conversation's number, as fit into ``limit`` and
    the page; are there more?
    """
    reactions = reactions_of(row.pk for _, row in rows if row.may_have_reactions)
    quotes = quotes_of((number, row.quoted) for number, row in rows if row.quoted)
    found: dict[Place, wire.Message] = {}
    room = PAGE_BYTES
    for number, stored in rows[:limit]:
        if found and spent.seconds > PAGE_SECONDS:
            break
        row = _as_rendered(stored, spent)
        given = reactions.get(row.pk, {})
        quote = quotes.get((number, row.quoted or 0))
        room -= row.size(given, quote)
        if found and room < 0:
            break
        found[number, row.seq] = row.as_wire(given, quote)
    for add in additions.MESSAGES:
        add(found, spent)
    return list(found.values()), len(found) < len(rows)


def _as_rendered(row: Row, spent: Spent) -> Row:
    """It as this process's renderer has it, whoever has rendered what is stored."""
    html = html_of(row.body, row.html, row.renderer, spent)
    return row if html is row.html else row._replace(html=html)
