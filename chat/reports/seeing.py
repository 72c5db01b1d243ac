"""Who sees which reports: asked of the database by each verb, as it acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, Membership, User
from chat.models.permissions import ROLES, may, refusal
from chat.reports.models import Report

# As what one sees those of a room.
LOOKING_AFTER = [word for word, role in ROLES.items() if may("see reports", role)]


def waiting_for(reader: User) -> QuerySet[Report]:
    """What somebody may handle, open or not; nobody what they are reported for.

    Of the rooms that they look after what was said there; whoever moderates the
    whole site: all of it.
    """
    moderates = User.objects.filter(pk=reader.pk, is_staff=True, is_active=True)
    looks_after = Membership.objects.filter(
        user=reader,
        conversation=OuterRef("conversation"),
        role__in=LOOKING_AFTER,
        conversation__kind=Conversation.ROOM,
    )
    others = Q(person=None) | ~Q(person=reader)
    return Report.objects.filter(Exists(moderates) | Exists(looks_after), others)


def waiting_for_each(readers: Sequence[User]) -> dict[int, int]:
    """How many open ones are ``waiting_for`` each of these people, by their numbers.

    They are counted once for all of them, and not for each.
    """
    open_ones = Report.objects.filter(outcome="").values_list("conversation", "person")
    counted = [*open_ones.annotate(Count("pk"))]
    looks_after = _looked_after(readers, {place for place, _, _ in counted if place})
    return {
        reader.pk: sum(
            its
            for place, person, its in counted
            if person != reader.pk
            and (reader.is_staff or place in looks_after[reader.pk])
        )
        for reader in readers
    }


def _looked_after(
    readers: Sequence[User], places: Collection[int]
) -> Mapping[int, Collection[int]]:
    """Which of these rooms each of them looks after."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(
        user__in=[reader.pk for reader in readers if not reader.is_staff],
        conversation__in=places,
        role__in=LOOKING_AFTER,
        conversation__kind=Conversation.ROOM,
    )
    for reader, place in rows.values_list("user", "conversation"):
        found[reader].add(place)
    return found


def require_queue(reader: User, conversation: int) -> None:
    """See that somebody may ask for the reports of a conversation.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: they are others' to see.
    """
    place = Conversation.objects.filter(pk=conversation).first()
    if place is None:
        raise refusal(is_public=False)
    if not User.objects.filter(pk=reader.pk, is_staff=True, is_active=True).exists():
        place.require("see reports", reader)
