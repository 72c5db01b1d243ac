"""An invitation: an offer that somebody accepts or declines, and nothing more.

It goes when it is answered, with its room, and after ``LIFE``. A decline is kept for
``PAUSE``, in which the same room is not offered again; who offers it learns nothing of
either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.logging.audit import audit
from chat.models.limits import JOINS, OFFERS, spend
from chat.models.messages.log import changing
from chat.models.people.access import closed
from chat.models.people.blocks import Block
from chat.models.people.guest import going
from chat.models.people.user import User
from chat.models.permissions import MODERATOR
from chat.models.rooms.conversation import Conversation
from chat.models.tables.some import delete_some
from chat.wire.errors import NoSuchConversation, NoSuchUser, NotAllowed

LIFE = timedelta(days=30)
PAUSE = timedelta(days=1)
OF_ONE = 5  # that wait for one person, by one person


class OfferManager(models.Manager["Offer"]):
    def open(self) -> models.QuerySet[Offer]:
        """What can be answered; the newest first."""
        since = timezone.now() - LIFE
        found = self.filter(declined=None, at__gt=since, by__is_active=True)
        block = Block.objects.filter(
            blocker=models.OuterRef("invited"), blocked=models.OuterRef("by")
        )
        found = found.filter(~models.Exists(block))
        return found.select_related("conversation", "by").order_by("-at", "-pk")

    def sweep(self) -> bool:
        """Delete some of what is of no effect any more; whether there may be more."""
        now = timezone.now()
        return delete_some(
            self.filter(
                models.Q(declined__lte=now - PAUSE) | models.Q(at__lte=now - LIFE)
            )
        )


class Offer(models.Model):
    # The constraint's own index begins with it. The database holds none of the three: a
    # version that does not know of this table deletes rooms and people beside this one.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="offers",
        db_index=False,
        db_constraint=False,
    )
    invited = models.ForeignKey(
        User, models.CASCADE, related_name="offers", db_constraint=False
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", db_constraint=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    declined = models.DateTimeField(null=True, editable=False)

    objects = OfferManager()

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "invited"], name="one_offer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation} to {self.invited}"

    @property
    def seen(self) -> wire.Invitation:
        """As whoever was invited sees it."""
        room = self.conversation
        return wire.Invitation(
            conversation=wire.OfferedRoom(
                id=room.pk,
                name=f"#{room.name}",
                key=room.room_key,
                topic=room.topic,
                private=room.private,
            ),
            sender=self.by.address,
            author=self.by_id,
            at=wire.timestamp(self.at),
        )

    def tell(self) -> None:
        """Let the one who was invited know of it."""
        seen = self.seen
        event = wire.Invited(
            conversation=seen.conversation,
            sender=seen.sender,
            author=seen.author,
            at=seen.at,
        )
        announce([person_group(self.invited_id)], event)


def invite(room: Conversation, inviter: User, invited: User) -> None:
    """Offer somebody a room that one is in oneself.

    Raises:
        NoSuchConversation, NotAMember, Muted, Banned
        NotAllowed: it is not a room, or they are in it, or were put out.
        NoSuchUser: a guest who has gone for good.
        RateLimited: the inviter has made too many offers today.
    """
    room.require_member(inviter)
    if not room.is_room:
        raise NotAllowed("Nobody is invited but into a room.")
    if invited.is_released:
        raise NoSuchUser
    if room.has_member(invited):
        raise NotAllowed(
            "{name} is in {room} already.", name=invited.name, room=f"#{room.name}"
        )
    with transaction.atomic():
        now = room.require("invite", inviter)
        room.let_back(invited, is_moderator=now.role >= MODERATOR)
        spend(inviter, OFFERS)
        _offer(room, inviter, invited)
        about = {"whom": invited.name, "room": str(room)}
        audit("room: invited", name=inviter.name, **about)


def accept(number: int, user: User) -> Conversation:
    """Enter the room that one was invited to; nothing happens for who is in it.

    Raises:
        NoSuchConversation: there is no such invitation.
        RateLimited, TooMany: they have entered many rooms, or are in too many.
    """
    with changing():
        offer = Offer.objects.open().filter(invited=user, conversation=number).first()
        room = offer and offer.conversation
        rooms = user.conversations.filter(kind=Conversation.ROOM)
        room = room or rooms.filter(pk=number).first()
        if room is None:
            raise NoSuchConversation("You are not invited there, or not any more.")
        if offer is not None and not room.has_member(user):
            room.hold()
            is_vouched = room.standing(offer.by).role >= MODERATOR
            room.require_not_out(user, is_vouched=is_vouched)
            spend(user, JOINS)
            room.admit(user)
    return room


def decline(number: int, user: User) -> None:
    """Not want an invitation; nothing happens if there is none."""
    with transaction.atomic():
        offers = Offer.objects.filter(
            invited=user, conversation=number, declined__isnull=True
        )
        if offers.update(declined=timezone.now()):
            event = wire.Declined(conversation=number)
            announce([person_group(user.pk)], event)


def withdraw(by: User, invited: User) -> None:
    """Let go of what the one has offered the other, who hears that it is gone."""
    _take_back(Offer.objects.filter(by=by, invited=invited, declined=None))


def withdraw_from(room: Conversation, invited: User) -> None:
    """Let go of what anybody has offered of a room, as its person is put out of it."""
    _take_back(Offer.objects.filter(conversation=room, invited=invited, declined=None))


@receiver((closed, going))
def take_away(user: User, **_: Any) -> None:
    """Whoever is shut out, or goes for good, takes along what they have offered."""
    _take_back(Offer.objects.filter(by=user, declined=None))


def enter(name: str, user: User) -> Conversation:
    """Enter a room by its name: a public one, or one that one was invited to.

    Raises:
        NoSuchConversation: there is none that they may know of.
        RateLimited, TooMany: they have entered many rooms, or are in too many.
    """
    found = Conversation.objects.called(name)
    offers = Offer.objects.open().filter(invited=user, conversation=found)
    if found is not None and offers.exists():
        return accept(found.pk, user)
    room = Conversation.objects.room(name, user)
    room.join(user)
    return room


def invitations_of_each(people: Collection[int]) -> dict[int, list[wire.Invitation]]:
    """What each of these people may answer, the oldest first, in one query."""
    found: dict[int, list[wire.Invitation]] = {person: [] for person in people}
    for offer in Offer.objects.open().filter(invited__in=people).reverse():
        found[offer.invited_id].append(offer.seen)
    # Two processes that offer at the same moment may go beyond it.
    most = settings.CHAT_OFFERS_OPEN
    return {person: offers[-most:] for person, offers in found.items()}


# --- Steps ----------------------------------------------------------------------------


def _offer(room: Conversation, inviter: User, invited: User) -> None:
    """Store it and tell it, unless it is there, or was declined a moment ago.

    Nor does it reach who has blocked the inviter; the inviter is answered as ever.
    """
    if Block.objects.is_on(invited, inviter):
        return
    its = Offer.objects.filter(conversation=room, invited=invited)
    if its.filter(_holds(timezone.now())).exists():
        return
    its.delete()
    offer, new = Offer.objects.get_or_create(
        conversation=room, invited=invited, defaults={"by": inviter}
    )
    if new:
        offer.tell()
        _make_room_for(invited)


def _take_back(offers: models.QuerySet[Offer]) -> None:
    for number, invited in list(offers.values_list("conversation_id", "invited_id")):
        announce([person_group(invited)], wire.Declined(conversation=number))
    offers.delete()


def _holds(now: datetime) -> Any:
    is_open = models.Q(declined=None, at__gt=now - LIFE, by__is_active=True)
    return is_open | models.Q(declined__gt=now - PAUSE)


def _make_room_for(invited: User) -> None:
    """Keep only so many open.

    Were the next one refused, a few strangers could keep everybody's friends out; if
    simply the oldest went, they could drive out what friends have offered. So it is the
    oldest of whoever has offered the most.
    """
    waiting = list(Offer.objects.open().filter(invited=invited))
    made = Counter(offer.by_id for offer in waiting)
    while waiting:
        most = max(made.values())
        if len(waiting) <= settings.CHAT_OFFERS_OPEN and most <= OF_ONE:
            break
        last = next(one for one in reversed(waiting) if made[one.by_id] == most)
        waiting.remove(last)
        made[last.by_id] -= 1
        last.delete()
        event = wire.Declined(conversation=last.conversation_id)
        announce([person_group(invited.pk)], event)
