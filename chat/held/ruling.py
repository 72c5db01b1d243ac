"""Which words are held back in a room, or refused: its moderators say so."""

from __future__ import annotations

from django.db import transaction

from chat import wire
from chat.held import screening
from chat.held.models import PATTERNS_MOST, Ruling
from chat.held.patterns import Pattern, plain
from chat.logging.audit import audit
from chat.models import Conversation, User
from chat.models.limits import STEERINGS, spend
from chat.models.messages.log import changing
from chat.text.clean import clean_reason, one_line
from chat.wire.errors import TooMany

SET = "set patterns"
NOTHING = "nothing"


def set_pattern(user: User, wish: wire.SetPattern) -> wire.Patterns:
    """Have words held back or refused in a room, or not any more; the same words again
    are the same pattern.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted, RateLimited
        NotAllowed: they may not.
        Malformed: the words make no pattern.
        TooLong: of the reason.
        TooMany
    """
    typed, reason = one_line(wish.pattern), clean_reason(wish.reason)
    Pattern.of(typed)
    room = Conversation.objects.numbered(wish.conversation, user)
    with changing():
        room.hold()
        room.require(SET, user)
        spend(user, STEERINGS)
        same = [
            one.pk for one in room.rulings.all() if _seen(one.pattern) == _seen(typed)
        ]
        Ruling.objects.filter(pk__in=same).delete()
        if wish.act != NOTHING:
            about = {"act": wish.act, "reason": reason, "by": user}
            Ruling.objects.create(room=room, pattern=typed, **about)
        _require_few(room)
        transaction.on_commit(screening.renew)
        audit(f"pattern: {wish.act}", name=user.name, room=str(room), pattern=typed)
    return _all_of(room)


def patterns_of(user: User, conversation: int) -> wire.Patterns:
    """Those of a room, for its moderators.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted, NotAllowed
    """
    room = Conversation.objects.numbered(conversation, user)
    room.require(SET, user)
    return _all_of(room)


def _all_of(room: Conversation) -> wire.Patterns:
    rows = Ruling.objects.filter(room=room).select_related("by").order_by("pk")
    patterns = [one.told for one in rows]
    return wire.Patterns(conversation=room.pk, patterns=patterns)


def _seen(typed: str) -> str:
    return plain(typed.replace("*", "\0"))


def _require_few(room: Conversation) -> None:
    if Ruling.objects.filter(room=room).count() > PATTERNS_MOST:
        raise TooMany(
            "A room has no more than {count} pattern: take one away first.",
            "A room has no more than {count} patterns: take one away first.",
            count=PATTERNS_MOST,
        )
