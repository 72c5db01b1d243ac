"""Having something said later, changing that, and letting it be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.later.aiming import Aim
from chat.later.models import Scheduled
from chat.models import Message, User
from chat.models.messages.quotes import NO_SUCH_MESSAGE
from chat.models.people.guest import GUEST_TOKEN_SECONDS
from chat.text.clean import clean_body
from chat.text.markdown import RENDERER
from chat.wire.errors import NoSuchConversation, NotAllowed, TooMany

# Every process looks for what is due more often than that.
SOONEST = timedelta(seconds=5)
LATEST = timedelta(days=366)
# As long as a guest can come back.
LATEST_OF_GUESTS = timedelta(seconds=GUEST_TOKEN_SECONDS)
# Of one person: no more than may be said at once, and than a page of a log has.
SCHEDULED_MOST = 100
CHARACTERS_MOST = 100_000

Answer = wire.Scheduled | wire.Unscheduled


def schedule(author: User, wish: wire.Schedule, html: str) -> Answer:
    """Keep what is to be said; ``html`` is what the body is rendered to.

    Raises:
        NoSuchConversation, NotAMember, NoSuchUser, Banned, LoginRequired, Muted
        NotAllowed: it cannot be said there, or not at that time.
        Malformed, TooLong
        TooMany: so much of theirs waits.
    """
    with transaction.atomic():
        _lock(author)
        if known := _known(author, wish.id):
            return known
        aim = Aim.at(wish.to, author, wish.reply_to, wish.epoch)
        one = Scheduled.objects.create(
            author=author,
            uuid=wish.id,
            conversation=aim.conversation,
            person=aim.person,
            place=aim.name,
            body=clean_body(wish.body),
            html=html,
            renderer=RENDERER,
            action=wish.action,
            reply_to=wish.reply_to,
            epoch=aim.epoch if wish.reply_to else None,
            at=_moment(wish.at, author),
        )
        _require_few(author)
        return tell(author, [one])


def change(author: User, wish: wire.Reschedule, html: str) -> Answer:
    """Change its time, or its words: then ``html`` is of those.

    Raises:
        NoSuchConversation: there is no such message.
        NotAllowed: it cannot be said at that time; or it is being said just now.
        Malformed, TooLong, TooMany
    """
    with transaction.atomic():
        _lock(author)
        changes: dict[str, Any] = {"refused": "", "why": ""}
        # Of a process that died it is held by name still.
        changes |= {"holder": "", "held_until": None}
        if wish.body is not None:
            words = {"body": clean_body(wish.body), "html": html}
            changes |= {**words, "renderer": RENDERER}
        if wish.now:
            changes["at"] = timezone.now()
        elif wish.at is not None:
            changes["at"] = _moment(wish.at, author)
        mine = Scheduled.objects.filter(author=author, uuid=wish.id)
        if said := _said(author, wish.id):
            # By a process that did not come to take it off the list.
            mine.delete()
            announce([person_group(author.pk)], said)
            return said
        if not mine.filter(is_free()).update(**changes):
            if (known := _known(author, wish.id)) is None:
                raise NoSuchConversation(NO_SUCH_MESSAGE)
            _require_not_held(mine)
            return known
        _require_few(author)
        return tell(author, _whole(mine))


def cancel(author: User, id: UUID) -> wire.Unscheduled:
    """Have it not said; what is not there is not said either.

    Raises:
        NotAllowed: it is being said just now.
    """
    with transaction.atomic():
        mine = Scheduled.objects.filter(author=author, uuid=id)
        if not mine.filter(is_free()).delete()[0]:
            _require_not_held(mine)
        event = _said(author, id) or wire.Unscheduled(id=id)
        announce([person_group(author.pk)], event)
        return event


def all_of(author: User) -> list[wire.Later]:
    """What of theirs waits or was refused, by the time."""
    mine = Scheduled.objects.filter(author=author)
    return [one.told for one in _whole(mine)]


def tell(author: User, changed: Iterable[Scheduled]) -> wire.Scheduled:
    """Tell somebody's connections what is to be said, or was refused."""
    event = wire.Scheduled(messages=[one.told for one in changed])
    announce([person_group(author.pk)], event)
    return event


def is_free() -> Q:
    """Whether nobody says it just now."""
    return Q(holder="") | Q(held_until__lte=timezone.now())


# --- Steps ----------------------------------------------------------------------------


def _lock(author: User) -> None:
    """Of two of their connections, the second sees what the first has done."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)


def _known(author: User, id: UUID) -> Answer | None:
    """What there is of that id."""
    found = _whole(Scheduled.objects.filter(author=author, uuid=id))
    if found:
        return wire.Scheduled(messages=[found[0].told])
    return _said(author, id)


def _said(author: User, id: UUID) -> wire.Unscheduled | None:
    said = Message.objects.filter(author=author, uuid=id)
    row = said.values_list("conversation_id", "seq").first()
    return wire.Unscheduled(id=id, conversation=row[0], seq=row[1]) if row else None


def _whole(found: QuerySet[Scheduled]) -> list[Scheduled]:
    return list(found.select_related("conversation", "person").order_by("at", "pk"))


def _moment(at: datetime, author: User) -> datetime:
    now = timezone.now()
    if at < now + SOONEST:
        raise NotAllowed("That time is over, or nearly: choose a later one.")
    if author.guest and at > now + LATEST_OF_GUESTS:
        raise NotAllowed("What a guest says can wait for a day, and no longer.")
    if at > now + LATEST:
        raise NotAllowed("What is sent later can wait for a year, and no longer.")
    return at.astimezone(UTC)


def _require_few(author: User) -> None:
    mine = Scheduled.objects.filter(author=author)
    much = mine.aggregate(count=Count("pk"), characters=Sum(Length("body")))
    if much["count"] > SCHEDULED_MOST or (much["characters"] or 0) > CHARACTERS_MOST:
        raise TooMany("So much of yours waits to be sent already: take some of it off.")


def _require_not_held(mine: QuerySet[Scheduled]) -> None:
    if mine.exclude(is_free()).exists():
        raise NotAllowed("It is being sent just now.")
