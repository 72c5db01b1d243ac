"""Reporting a message, or somebody."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction
from msgspec import UNSET

from chat import wire
from chat.models import Message, User
from chat.models.limits import spend
from chat.models.members.putting_out import meant
from chat.models.messages.message import message_of
from chat.reports.bounds import REPORTS, require_few_open
from chat.reports.models import Report
from chat.reports.telling import as_told, tell
from chat.text.clean import clean_reason
from chat.wire.errors import Malformed, NotAllowed

# So many messages before it are kept with what is reported.
BEFORE = 3


def report(user: User, wish: wire.MakeReport) -> wire.Reported:
    """Have a message looked at, or somebody, by those whom that concerns.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NoSuchUser: nobody has that name.
        NotAllowed: the message is deleted, or it is themselves.
        Malformed, TooLong, TooMany, RateLimited
    """
    reason = clean_reason(wish.reason)
    if not reason:
        raise Malformed("Say why, in a few words.")
    with transaction.atomic():
        # Of two of their connections, the second sees what the first has done.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        what = _what(user, wish)
        known = {"by": user, "person": what["person"], "seq": what["seq"]}
        known["conversation"] = what["conversation"]
        its = Report.objects.filter(**known, outcome="").first()
        if its is None:
            spend(user, REPORTS)
            its = Report.objects.create(by=user, reason=reason, **what)
            require_few_open(user)
            tell(its, new=True)
    return wire.Reported(report=as_told(its, own=True))


def _what(user: User, wish: wire.MakeReport) -> dict[str, Any]:
    """What it is about, as it stands now."""
    if wish.seq is not None and wish.conversation is not None:
        return _message(user, wish.conversation, wish.seq, wish.epoch)
    if wish.name is None:
        raise Malformed("Say which message, or whom.")
    user.require_voice()
    person = meant(wish.name, wish.author)
    _require_another(user, person)
    about = {"person": person, "whom": person.name}
    return {**about, "conversation": None, "seq": None}


def _message(
    user: User, conversation: int, seq: int, epoch: int | None
) -> dict[str, Any]:
    message = message_of(conversation, seq, user, epoch)
    place = message.conversation
    place.require("report", user)
    if message.deleted:
        raise NotAllowed("That message has been deleted.")
    _require_another(user, message.author)
    rows = place.messages.filter(seq__lt=seq, deleted=False).select_related("author")
    before = list(rows.order_by("-seq")[:BEFORE])[::-1]
    return {
        "person": message.author,
        "whom": message.author.name,
        "conversation": place,
        "place": str(place) if place.is_room else "",
        "seq": seq,
        "said": msgspec.json.encode(
            list(map(_as_it_stands, [*before, message]))
        ).decode(),
    }


def _as_it_stands(message: Message) -> wire.Said:
    return wire.Said(
        seq=message.seq,
        sender=message.author.name,
        author=message.author_id,
        at=wire.timestamp(message.at),
        body=message.body,
        action=message.action or UNSET,
    )


def _require_another(user: User, person: User) -> None:
    if person.pk == user.pk:
        raise NotAllowed("That is you: report somebody else.")
