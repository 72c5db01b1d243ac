"""A person in a conversation, and how far they have read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group, room_group
from chat.models.messages.message import Message
from chat.models.names.skeletons import name_of_its_own
from chat.models.people.blocks import Block
from chat.models.people.user import User, came_in
from chat.models.permissions import MEMBER, MUTED, ROLES, Role
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import of_everybody
from chat.text.names import room_name
from chat.wire.errors import NameTaken

NOT_HIDDEN = -1
ROLE_CHOICES = [(role, role) for role in get_args(wire.GivenRole)]
LEVELS = [(level, level) for level in get_args(wire.Level)]


class Membership(models.Model):
    """``hidden``: a direct one is in no list until its log has gone on beyond that
    number; ``unlisted``: a room is in no list until its person takes that back.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    read = models.PositiveBigIntegerField(default=0)
    joined = models.DateTimeField(default=timezone.now, editable=False)
    hidden = models.BigIntegerField(
        default=NOT_HIDDEN, db_default=NOT_HIDDEN, editable=False
    )
    level = models.CharField(
        max_length=8, choices=LEVELS, default="all", db_default="all", editable=False
    )
    unlisted = models.BooleanField(default=False, db_default=False, editable=False)
    # In a room; of a direct conversation nobody has another.
    role = models.CharField(
        max_length=9,
        choices=ROLE_CHOICES,
        default=MEMBER.word,
        db_default=MEMBER.word,
        editable=False,
    )
    # When a role that is ``muted`` ends; NULL: it does not.
    muted_until = models.DateTimeField(null=True, editable=False)
    muted_reason = models.CharField(
        max_length=wire.REASON_CHARACTERS, default="", db_default="", editable=False
    )
    # What they are again when it ends.
    role_before = models.CharField(
        max_length=9, default=MEMBER.word, db_default=MEMBER.word, editable=False
    )

    class Meta:
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="one_membership"
            )
        ]
        indexes = [
            models.Index(
                fields=["muted_until"],
                condition=Q(muted_until__isnull=False),
                name="ends_of_mutes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.conversation}"

    @property
    def own_role(self) -> Role:
        """What they are there, or are again once they are not muted any more."""
        return ROLES[self.role_before if self.role == MUTED.word else self.role]

    @property
    def level_event(self) -> wire.LevelSet:
        """What of it calls its person."""
        level: Any = self.level
        return wire.LevelSet(
            conversation=self.conversation_id, level=level, hidden=self.unlisted
        )

    def mark_read(self, seq: int) -> bool:
        """Everything up to ``seq`` has been read; returns whether that is news.

        It never goes back but by ``unread.mark_unread``.
        """
        with transaction.atomic():
            # Monotonic in the database: two connections may report at the same moment.
            moved = Membership.objects.filter(pk=self.pk, read__lt=seq).update(read=seq)
            if moved:
                event = wire.Read(conversation=self.conversation_id, seq=seq)
                announce([person_group(self.user_id)], event)
        return bool(moved)

    def lacks(self, seq: int) -> bool:
        """Whether this person has not read some word up to ``seq``."""
        block = Block.objects.filter(blocker=self.user_id, blocked=OuterRef("author"))
        words = Message.objects.filter(
            ~Exists(block),
            conversation=self.conversation_id,
            seq__gt=self.read,
            seq__lte=seq,
            deleted=False,
        )
        return words.exclude(author=self.user_id).exists()


def mark_shown(user: User, spans: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Mark read what a person was shown, by conversation: after one number, up to
    another. Returns up to where each was marked that had not been read.

    Where they have not read what was before it, that and all behind it stays unread.
    """
    mine = Membership.objects.filter(user=user, conversation__in=spans)
    marked = {}
    for membership in mine:
        number = membership.conversation_id
        since, upto = spans[number]
        if membership.read >= upto or membership.lacks(since):
            continue
        if membership.mark_read(upto):
            marked[number] = upto
    return marked


@receiver(came_in)
def enter_first_rooms(user: User, **_: Any) -> None:
    """Where somebody is from the first moment: the site says so. Into a private room
    nobody comes who was not invited, nor into one that is archived, or that they, or
    who came the same way, were put out of.
    """
    for name in dict.fromkeys([*of_everybody(), *settings.CHAT_ROOMS_OF_NEW]):
        room = _first_room(name)
        if room is None or room.private or room.archived:
            continue
        if not room.is_lobby and room.kept_out(user).exists():
            continue
        role, until = room.entering(user, MEMBER)
        as_new = {"read": room.head, "role": role.word, "muted_until": until}
        is_new = room.memberships.get_or_create(user=user, defaults=as_new)[1]
        if is_new and not room.is_lobby:  # in which everybody is known to be
            announce([room_group(room.pk)], user.joined_event(room.pk))


def _first_room(name: str) -> Conversation | None:
    """It is made if there is none; None: one that looks like it stands in the way."""
    rooms = Conversation.objects
    if room := rooms.called(name):
        return room
    name = room_name(name)
    try:
        with name_of_its_own(rooms.all(), name):
            return rooms.create(kind=Conversation.ROOM, name=name)
    except NameTaken:
        return rooms.called(name)  # another process may have made it


def shown(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those whose person sees the conversation: it is not hidden, and with nobody
    whom they have blocked.
    """
    block = Block.objects.filter(
        blocker=OuterRef("user"), pair=OuterRef("conversation__pair")
    )
    # A reaction, or other words in the place of old ones, bring nothing back.
    word = Message.objects.filter(
        conversation=OuterRef("conversation"), seq__gt=OuterRef("hidden")
    )
    is_back = Q(hidden=NOT_HIDDEN) | Exists(word)
    return memberships.filter(~Exists(block), is_back)


def sight(user: User, conversation: int) -> int | None:
    """Whether a person sees a conversation: None if not, else what ``hidden`` says."""
    mine = Membership.objects.filter(user=user, conversation=conversation)
    return shown(mine).values_list("hidden", flat=True).first()
