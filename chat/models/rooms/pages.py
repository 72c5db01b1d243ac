"""Pages of what can be long: the directory of rooms, and somebody's conversations."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from chat import wire
from chat.models.members.membership import Membership, shown
from chat.models.members.sidebar import conversations_of
from chat.models.messages.message import Message
from chat.models.names.spellings import like
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.text.names import room_spelling


def rooms_page(
    user: User, *, after: str = "", match: str = "", limit: int
) -> wire.Rooms:
    """The rooms that this person may know of: the public ones, and their own.

    A room that nobody is in, and nobody has written in, is as good as none.

    ``after``: only those behind that name; ``match``: whose name has that in it, or
    nearly so. Without ``match`` it takes as long as the page is, however many rooms
    there are; with it all names are looked at.
    """
    mine = Exists(user.memberships.filter(conversation=OuterRef("pk")))
    rooms = Conversation.objects.filter(kind=Conversation.ROOM, name__isnull=False)
    rooms = rooms.annotate(mine=mine)
    rooms = rooms.filter(Q(private=False, unlisted=False) | Q(mine=True))
    here = OuterRef("pk")
    members = Membership.objects.filter(conversation=here)
    words = Message.objects.filter(conversation=here)
    rooms = rooms.filter(Exists(members) | Exists(words))
    if after:
        rooms = rooms.filter(name__gt=room_spelling(after))
    if match:
        rooms = rooms.filter(like(match))
    found = list(rooms.order_by("name")[: limit + 1])
    sizes = _sizes({room.pk for room in found[:limit]})
    listed = [
        wire.Room(
            id=room.pk,
            name=f"#{room.name}",
            key=room.room_key,
            topic=room.topic,
            members=sizes.get(room.pk, 0),
            private=room.private,
            member=room.mine,
        )
        for room in found[:limit]
    ]
    return wire.Rooms(rooms=listed, more=len(found) > limit)


def conversations_page(user: User, *, after: int, limit: int) -> wire.Conversations:
    """A person's conversations of numbers above ``after``, in their order."""
    mine = shown(Membership.objects.filter(user=user, conversation__gt=after))
    later = mine.order_by("conversation_id").values_list("conversation_id", flat=True)
    numbers = list(later[: limit + 1])
    seen = conversations_of(user, among=numbers[:limit])
    return wire.Conversations(
        conversations=sorted(seen, key=lambda each: each.id),
        upto=max(numbers[:limit], default=after),
        more=len(numbers) > limit,
    )


def _sizes(numbers: set[int]) -> dict[int, int]:
    """How many people are in each of these."""
    counted = (
        Membership.objects.filter(conversation__in=numbers)
        .order_by()
        .values_list("conversation")
        .annotate(size=Count("pk"))
    )
    return dict(counted)
