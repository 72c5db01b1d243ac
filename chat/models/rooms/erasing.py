"""What nobody will come back to is erased: guests who have left nothing, empty rooms.

Something is: a message, a reaction, a direct conversation, a private room in which
there is anybody else, or anything. A private room of which all that is left is such a
guest goes with them. A room in which nobody ever said a word goes when all have left
it, and nobody is invited; one that has words stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from chat.models.members.membership import Membership
from chat.models.members.offer import Offer
from chat.models.messages.log import changing
from chat.models.messages.message import Message, Reaction
from chat.models.people.guest import GUEST_TOKEN_SECONDS
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import of_everybody

# Who is connected is marked as seen every half a minute: they are never so old.
GONE = timedelta(seconds=GUEST_TOKEN_SECONDS + 3600)
# In one transaction: whoever posts meanwhile waits for no more than these.
AT_ONCE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def erasable_guests(after: datetime = EPOCH) -> list[tuple[int, datetime]]:
    """The next ``AT_ONCE`` guests to be erased, who were last seen then or later.

    Their numbers, and when they were seen: those who stay are looked at once only.
    """
    found = _gone().filter(seen__gte=after).order_by("seen")
    return list(found.values_list("pk", "seen")[:AT_ONCE])


def erase_guests(numbers: Collection[int]) -> int:
    """Erase those of them of whom it is still true; returns how many."""
    with transaction.atomic():
        # Whoever is in that list says nothing more until this is over.
        guests = _gone().filter(pk__in=numbers)
        people = list(guests.select_for_update(of=("self",)))
        _alone_in(people).delete()
        User.objects.filter(pk__in=[person.pk for person in people]).delete()
    return len(people)


def dissolve_deserted() -> int:
    """Dissolve the next ``AT_ONCE`` rooms that nobody is in; returns how many."""
    with changing():
        rooms = list(_deserted().select_for_update(of=("self",))[:AT_ONCE])
        for room in rooms:
            room.dissolve()
    return len(rooms)


def _deserted() -> models.QuerySet[Conversation]:
    here, since = OuterRef("pk"), timezone.now() - GONE
    is_gone = Q(user__guest=True, user__seen__lt=since)
    return Conversation.objects.filter(
        ~Exists(Membership.objects.filter(~is_gone, conversation=here)),
        ~Exists(Message.objects.filter(conversation=here)),
        ~Exists(Offer.objects.open().filter(conversation=here)),
        name__gt="",  # a room has one, and by its index
        created__lt=since,
    ).exclude(name__in=of_everybody())


def _gone() -> models.QuerySet[User]:
    mine = Membership.objects.filter(user=OuterRef("pk"))
    others = Membership.objects.filter(
        ~Q(user=OuterRef("user")), conversation=OuterRef("conversation")
    )
    kept = Q(conversation__kind=Conversation.DIRECT) | (
        Q(conversation__private=True) & (Q(conversation__head__gt=0) | Exists(others))
    )
    return User.objects.filter(
        ~Exists(Message.objects.filter(author=OuterRef("pk"))),
        ~Exists(Reaction.objects.filter(user=OuterRef("pk"))),
        ~Exists(mine.filter(kept)),
        guest=True,
        seen__lt=timezone.now() - GONE,
    )


def _alone_in(people: Sequence[User]) -> models.QuerySet[Conversation]:
    rooms = Membership.objects.filter(
        user__in=people, conversation__private=True
    ).values("conversation")
    return Conversation.objects.filter(pk__in=rooms)
