"""Reading a conversation's log: each page is one indexed query.

The query also says whether the reader is in the conversation, and where the log ended
at its own moment, so that no second look can see another state than the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Exists, QuerySet, Subquery, Value
from msgspec import UNSET, structs

from chat import wire
from chat.models.conversation import Conversation
from chat.models.membership import Membership
from chat.models.message import Message, Reaction
from chat.models.renewal import Spent, html_of
from chat.models.row import FIELDS, Reactions, Row
from chat.models.user import User
from chat.text.emoji import same_emoji
from chat.wire.errors import ChatError, NoSuchConversation

# Answers stay far below what is held for a slow reader, whatever is in the messages.
PAGE_BYTES = 200_000
# Nor does one take more of a core, or one message more, to render anew what it has.
PAGE_SECONDS = 0.05


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
    if after is not None:
        wanted = found.filter(seq__gt=after).order_by("seq")
    else:
        below = found.filter(seq__lt=before) if before is not None else found
        wanted = below.order_by("-seq")
    rows = _rows(wanted, limit)
    if _may_read(rows):
        epoch = rows[0].epoch
    else:
        epoch = Conversation.objects.numbered(number, reader).epoch
    messages, more = _fit(rows, limit, spent or Spent())
    messages.sort(key=lambda message: message.seq)
    return wire.History(conversation=number, messages=messages, more=more, epoch=epoch)


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
    return structs.replace(below, messages=messages, newer=above.more)


# A conversation, since when, how many, and of which epoch.
Page = tuple[int, int, int, int | None]


class Asked(NamedTuple):
    """A reader's wish for ``changes``; ``spent`` learns what was rendered for it."""

    number: int
    reader: User
    since: int
    limit: int = wire.HISTORY_LIMIT
    spent: Spent | None = None
    epoch: int | None = None

    @property
    def page(self) -> Page:
        """What is the same for everybody who may read it."""
        return self.number, self.since, self.limit, self.epoch


def changes_of_each(asked: Sequence[Asked]) -> list[wire.Changes | ChatError]:
    """``changes`` for many at once: what several have missed alike is read once."""
    pages: dict[Page, wire.Changes | ChatError] = {}
    for each in asked:
        if not isinstance(pages.get(each.page), wire.Changes):
            pages[each.page] = _changes(each)
    if len(asked) == 1:
        return [pages[asked[0].page]]
    # After the pages: whoever is in there now may have them.
    members = _members(asked)
    return [
        pages[each.page] if (each.number, each.reader.pk) in members else _changes(each)
        for each in asked
    ]


def changes(
    number: int,
    reader: User | None,
    since: int,
    limit: int = wire.HISTORY_LIMIT,
    spent: Spent | None = None,
    epoch: int | None = None,
) -> wire.Changes:
    """Every message that changed after ``since``, as it reads now, each once.

    Or ``reset``: the log is not of that ``epoch``, or has not come to ``since``.
    ``reader`` is None where the site reads itself.

    Raises:
        NoSuchConversation, NotAMember
    """
    page = _messages(number, reader).filter(changed__gt=since).order_by("changed")
    rows = _rows(page, limit)
    if not _may_read(rows):
        # The head first: if then no message has changed since, it is not too high.
        conversation = _conversation(number, reader)
        rows = _rows(page, limit)
    log: Row | Conversation = rows[0] if rows else conversation
    # Whoever is ahead was told of numbers that are not in here: it was restored.
    is_other = since > log.head or epoch not in (None, log.epoch)
    messages, more = _fit([] if is_other else rows, limit, spent or Spent())
    return wire.Changes(
        conversation=number,
        messages=messages,
        upto=messages[-1].changed if more else log.head,
        more=more,
        topic=log.topic,
        epoch=log.epoch,
        reset=is_other or UNSET,
    )


def _changes(asked: Asked) -> wire.Changes | ChatError:
    try:
        return changes(*asked)
    except ChatError as error:
        return error


def _members(asked: Sequence[Asked]) -> set[tuple[int, int]]:
    rows = Membership.objects.filter(
        conversation__in={each.number for each in asked},
        user__in={each.reader.pk for each in asked},
    )
    return set(rows.values_list("conversation_id", "user_id"))


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
        head=Subquery(here.values("head")),
        topic=Subquery(here.values("topic")),
        epoch=Subquery(here.values("epoch")),
    )


def _rows(page: QuerySet[Message], limit: int) -> list[Row]:
    return [Row(*row) for row in page.values_list(*FIELDS)[: limit + 1]]


def _may_read(rows: list[Row]) -> bool:
    """Whether the page itself says so; an empty one says nothing."""
    return bool(rows) and rows[0].is_member


def _fit(rows: list[Row], limit: int, spent: Spent) -> tuple[list[wire.Message], bool]:
    """As many of them as fit into ``limit`` and the page; are there more?"""
    reactions = _reactions(row.pk for row in rows if row.may_have_reactions)
    found: list[wire.Message] = []
    room = PAGE_BYTES
    for stored in rows[:limit]:
        if found and spent.seconds > PAGE_SECONDS:
            break
        row = _as_rendered(stored, spent)
        given = reactions.get(row.pk, {})
        room -= row.size(given)
        if found and room < 0:
            break
        found.append(row.as_wire(given))
    return found, len(found) < len(rows)


def _reactions(messages: Iterable[int]) -> dict[int, Reactions]:
    """Who gave what, in the order in which it was given, by message."""
    wanted = list(messages)
    found: dict[int, dict[str, dict[int, str]]] = defaultdict(dict)
    if wanted:
        rows = Reaction.objects.filter(message__in=wanted).order_by("pk")
        for message, form, name, number in rows.values_list(
            "message_id", "emoji", "user__name", "user_id"
        ):
            # The version before, which may run beside, keeps one in several forms.
            found[message].setdefault(same_emoji(form), {})[number] = name
    return {
        message: {
            emoji: [(name, number) for number, name in who.items()]
            for emoji, who in given.items()
        }
        for message, given in found.items()
    }


def _as_rendered(row: Row, spent: Spent) -> Row:
    """It as this process's renderer has it, whoever has rendered what is stored."""
    html = html_of(row.body, row.html, row.renderer, spent)
    return row if html is row.html else row._replace(html=html)
