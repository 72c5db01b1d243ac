"""The verb: somebody leaves for good, and who goes on with that.

At once, and in one transaction, nobody is called so any more, no log-in counts, and
what others see of the person is gone. Connections end a moment later, and what was
theirs goes in steps, see ``parts``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.delivery.announce import close_connections
from chat.files.avatars import setting
from chat.leaving.models import GO, STAY, Departure
from chat.logging.audit import audit
from chat.models import User
from chat.models.names.former_name import FormerName
from chat.models.people import status
from chat.models.people.guest import going
from chat.models.people.nobody import become_nobody
from chat.models.tables.some import delete_some
from chat.wire.errors import LoginRequired, NotAllowed
from chat.words import sentence, words_of

CALLED = sentence("somebody who left")
CHOOSE = "choose"
# Who is at it says so with each step; who was killed is succeeded after that.
HOLD = timedelta(seconds=15)


def choices() -> tuple[str, ...]:
    """What can become of the words of somebody who leaves, as the site allows."""
    allowed: str = settings.CHAT_DELETED_WORDS
    return (STAY, GO) if allowed == CHOOSE else (allowed,)


def leave(user: User, words: str, by: User | None = None) -> None:
    """Delete somebody's account; there is no way back.

    ``words``: ``stay`` or ``go``; "" for what the site does where nobody chooses.
    ``by``: the administrator who does, if it is not they themselves.

    Raises:
        NotAllowed: the site does not let words stay, or go; or nobody would be left who
            looks after it.
    """
    words = words or choices()[0]
    if words not in choices():
        raise NotAllowed(
            "This site does not let you choose what becomes of your words."
        )
    with transaction.atomic():
        # Of two administrators who leave at once, the second sees that the first has.
        staff = User.objects.filter(Q(is_staff=True) | Q(pk=user.pk)).order_by("pk")
        person = next(
            one for one in staff.select_for_update(no_key=True) if one.pk == user.pk
        )
        _require_others(person)
        if not Departure.objects.get_or_create(
            person=person, defaults={"words": words}
        )[1]:
            return
        audit("account deleted", name=(by or user).name, whom=user.name, words=words)
        going.send(User, user=person)
        status.take_away(User.objects.filter(pk=person.pk))
        setting.take_away(person)
        become_nobody(person, words_of(settings.LANGUAGE_CODE)(CALLED))


def open_departures(now: datetime) -> list[int]:
    """Those that have not come to their end, and nobody is at."""
    found = _free(now).order_by("at")
    return list(found.values_list("person", flat=True))


def take(number: int, now: datetime) -> Departure | None:
    """Hold the departure of that person, unless somebody else is at it, and end what
    connections there are.
    """
    if not _free(now).filter(person=number).update(held_until=now + HOLD):
        return None
    # Only now: whoever has asked for it was answered.
    close_connections(number, LoginRequired.code)
    return Departure.objects.select_related("person").get(person=number)


def renew(its: Departure) -> None:
    """It goes on."""
    Departure.objects.filter(pk=its.pk).update(held_until=timezone.now() + HOLD)


def end(its: Departure) -> None:
    """All that was to go is gone."""
    Departure.objects.filter(pk=its.pk).update(ended=timezone.now(), held_until=None)


def free_names() -> bool:
    """Forget some of what those were called who have left, unless it is held; whether
    there may be more.
    """
    left = FormerName.objects.filter(user__in=Departure.objects.values("person"))
    is_held = Q(held_until__gt=timezone.now())
    return delete_some(left.exclude(is_held).order_by("pk"))


def _free(now: datetime) -> QuerySet[Departure]:
    is_free = Q(held_until=None) | Q(held_until__lte=now)
    return Departure.objects.filter(is_free, ended=None)


def _require_others(person: User) -> None:
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    for power in ("is_staff", "is_superuser"):
        if getattr(person, power) and not others.filter(**{power: True}).exists():
            raise NotAllowed(
                "You are the last administrator: make somebody else one before you go."
            )
