"""How many strangers one person hears from in a day.

A stranger is whoever has opened a direct conversation, or begun a group, in which that
person has said nothing yet. Guests are counted apart from people who have an account,
and those of one network may be a part of either: so a crowd neither fills somebody's
list nor keeps all others from writing to them. The conversations themselves are
counted: an answer makes room, and a ban of those who wrote does, too. What two
processes open at the same moment may go beyond it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat.models.messages.log import people_of
from chat.models.people.user import User
from chat.models.people.visit import Visit
from chat.net.networks import network_of
from chat.wire.errors import RateLimited

DAY = timedelta(days=1)
# What part of them may come from one network: a third.
PART = 3


def require_few_strangers(person: User, writer: User) -> None:
    """See that one more stranger may write to a person.

    Raises:
        RateLimited: many have today; ``retry`` says when one of them is long ago.
    """
    most: int = settings.CHAT_STRANGERS_PER_DAY
    if writer.guest:
        most = settings.CHAT_GUEST_STRANGERS_PER_DAY
    since = timezone.now() - DAY
    strangers = _strangers(person, since, guest=writer.guest)
    networks = _networks([writer.pk, *strangers])
    here = networks.get(writer.pk)
    near = [number for number in strangers if here and networks.get(number) == here]
    for some, bound in ((list(strangers), most), (near, max(1, most // PART))):
        if len(some) >= bound:
            ends = strangers[some[len(some) - bound]]
            raise RateLimited(
                "Many strangers have written to {name} today: write to them later.",
                name=person.name,
                retry=max(1, (ends - since).total_seconds()),
            )


def _strangers(person: User, since: datetime, *, guest: bool) -> dict[int, datetime]:
    """Who they are, and when they wrote first; the oldest first."""
    answer = person.messages.filter(conversation=OuterRef("conversation"))
    begun = person.memberships.filter(~Exists(answer), conversation__created__gt=since)
    talks = begun.filter(conversation__name=None).order_by("conversation__created")
    found: dict[int, datetime] = {}
    fields = "conversation__pair", "conversation__begun_by", "conversation__created"
    for pair, beginner, at in talks.values_list(*fields):
        low, high = people_of(pair) if pair else (beginner, beginner)
        found[high if low == person.pk else low] = at
    found.pop(person.pk, None)  # what they have begun, or note for themselves
    counted = User.objects.filter(pk__in=found, guest=guest, is_active=True)
    numbers = set(counted.values_list("pk", flat=True))
    return {number: at for number, at in found.items() if number in numbers}


def _networks(people: Sequence[int]) -> dict[int, str]:
    """Where each of them came from the last time, if that is known."""
    visits = Visit.objects.filter(user__in=people).order_by("at")
    return {
        number: network_of(address)
        for number, address in visits.values_list("user_id", "address")
    }
