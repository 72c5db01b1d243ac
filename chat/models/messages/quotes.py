"""What replies show of the messages that they answer, as these read now.

A reply keeps the number of what it answers, and nothing of its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Substr
from msgspec import UNSET

from chat import wire
from chat.models.messages.message import Message
from chat.models.posting.draft import Draft
from chat.text.excerpt import LOOKED_AT, excerpt
from chat.wire.errors import NoSuchConversation
from chat.words import sentence

NO_SUCH_MESSAGE = sentence("There is no such message.")

# A conversation, and the number of a message in it.
Spot = tuple[int, int]


def quotes_of(spots: Iterable[Spot]) -> dict[Spot, wire.Quote]:
    """What is quoted of these messages: one query, or none if there are none.

    Of what is gone, for it was too old, there are no words either.
    """
    wanted = {spot for spot in spots if spot[1]}
    gone = {(place, seq): _quote(seq, "", 0, "", False, True) for place, seq in wanted}
    found = _found(wanted)
    return gone | {spot: quote for spot, (quote, _) in found.items()}


def quoting(drafts: Sequence[Draft]) -> Callable[[Draft], None]:
    """The step of a post that answers another: it finds what it quotes.

    It raises NoSuchConversation where there is no such message, or the log is of
    another epoch than the author knows. One that was deleted can be answered: whoever
    did so had read it.
    """
    found = _found({(draft.place.id, draft.reply_to or 0) for draft in drafts})

    def quote(draft: Draft) -> None:
        if draft.reply_to is None:
            return
        known = found.get((draft.place.id, draft.reply_to))
        if known is None or draft.epoch not in (None, known[1]):
            raise NoSuchConversation(NO_SUCH_MESSAGE)
        draft.quote = known[0]

    return quote


def _found(spots: set[Spot]) -> dict[Spot, tuple[wire.Quote, int]]:
    """What is quoted of each, and the epoch of its log."""
    numbers: dict[int, set[int]] = {}
    for place, seq in spots:
        if seq:
            numbers.setdefault(place, set()).add(seq)
    if not numbers:
        return {}
    where = (Q(conversation=place, seq__in=seqs) for place, seqs in numbers.items())
    rows = Message.objects.filter(reduce(or_, where)).values_list(
        *("conversation_id", "seq", "author__name", "author_id"),
        Substr("body", 1, LOOKED_AT),
        *("action", "deleted", "conversation__epoch"),
    )
    return {
        (place, seq): (_quote(seq, *its), epoch)
        for place, seq, *its, epoch in rows.order_by()
    }


def _quote(
    seq: int, sender: str, author: int, body: str, action: bool, deleted: bool
) -> wire.Quote:
    return wire.Quote(
        seq=seq,
        sender=sender,
        author=author,
        body=excerpt(body),
        action=action or UNSET,
        deleted=deleted or UNSET,
    )
