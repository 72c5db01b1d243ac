"""What a room is beside its name and topic: who speaks in it, and how; who finds it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models.limits import TOPICS, spend
from chat.models.messages.log import Log, changing, groups_of, note_happened, people_of
from chat.models.people.blocks import Block
from chat.models.people.user import User
from chat.models.permissions import (
    MEMBER,
    MODERATOR,
    MUTED,
    OWNER,
    UNKNOWN,
    VOICE,
    Role,
    Standing,
    acting_as,
    kinds_of,
    require_delete,
    require_part,
    require_unblocked,
)
from chat.models.rooms.entrance import Entrance
from chat.text.clean import clean_topic
from chat.wire.errors import NotAllowed

LOBBY = "lobby"

# Of whom so many are looked up at once, for a room that needs an owner.
FIT_AT_ONCE = 50

# Whose name is not known any more, or who was none.
SOMEBODY = "?"
SPEAKERS = [(role.word, role.word) for role in (MEMBER, VOICE, MODERATOR)]
# What of these is told, and in which column it is.
TOLD = {
    **{its: its for its in ("description", "speakers", "slow", "keep", "unlisted")},
    **{"lock": "locked", "archived": "archived"},
}


def of_everybody() -> list[str]:
    """The name of the room that everybody is in, if there is one."""
    return [LOBBY] if settings.CHAT_LOBBY_FIXED else []


def steered(role: Role, *, speakers: str, **about: Any) -> dict[str, Any]:
    """What of these is told: what is as with most rooms, and most people, is not."""
    told = {name: its for name, its in about.items() if its}
    if speakers != MEMBER.word:
        told["speakers"] = speakers
    return {**told, "role": role.word} if role is not MEMBER else told


class Steered(Entrance, Log):
    """``speakers``: who speaks, at least; ``slow``: seconds between what one person
    says; ``keep``: days for which that is kept, 0 for as long as the site keeps
    anything; ``unlisted``: only who is in it sees it in the directory; ``locked``: the
    topic; ``archived``: it can be read, and no more.
    """

    topic = models.CharField(max_length=wire.TOPIC_CHARACTERS, blank=True)
    description = models.CharField(
        max_length=wire.DESCRIPTION_CHARACTERS, blank=True, default="", db_default=""
    )
    speakers = models.CharField(
        max_length=9,
        choices=SPEAKERS,
        default=MEMBER.word,
        db_default=MEMBER.word,
        editable=False,
    )
    slow = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    keep = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    unlisted = models.BooleanField(default=False, db_default=False, editable=False)
    locked = models.BooleanField(default=False, db_default=False, editable=False)
    archived = models.BooleanField(default=False, db_default=False, editable=False)
    # The number of the last thing that happened in it beside what was said.
    happened_last = models.PositiveBigIntegerField(
        default=0, db_default=0, editable=False
    )

    # Theirs, as ``Conversation`` and what points at it say.
    kind: models.CharField[str, str]
    name: models.CharField[str | None, str | None]
    pair: models.CharField[str | None, str | None]
    private: models.BooleanField[bool, bool]
    memberships: Any

    class Meta:
        abstract = True

    def take_number(self) -> int:
        seq = super().take_number()
        note_happened(self.pk, self.happened_last)
        return seq

    @property
    def is_lobby(self) -> bool:
        """Whether it is the room that everybody is in, if there is one."""
        return self.name == LOBBY and settings.CHAT_LOBBY_FIXED

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of which kinds it is: see ``permissions.KINDS``."""
        return kinds_of(
            self.speakers,
            archived=self.archived,
            locked=self.locked,
            lobby=self.is_lobby,
            direct=self.pair is not None,
            group=self.kind == "group",
        )

    def standing(self, user: User) -> Standing:
        """How this person stands here, as the database says now."""
        rows = User.objects.filter(pk=user.pk)
        row = rows.values_list("epoch", "is_active", "muted", "is_staff").first()
        if row is None:
            return UNKNOWN
        epoch, is_active, muted, is_staff = row
        how = epoch, is_active, muted
        if self.pair is not None:
            has_blocked = Block.objects.shuts(user, self.pair)
            role = acting_as(None, is_staff=is_staff)
            return Standing(
                *how, user.pk in people_of(self.pair), has_blocked, role=role
            )
        mine = self.memberships.filter(user=user)
        role = mine.values_list("role", flat=True).first()
        acts_as = acting_as(role, is_staff=is_staff)
        return Standing(*how, role is not None, role=acts_as)

    def require(self, verb: str, user: User) -> Standing:
        """See that this person may do that here; ``verb``: of ``permissions.RULES``.

        Raises:
            NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
            NotAllowed: others may, or nobody here.
        """
        now = self.standing(user)
        self._require(verb, user, now)
        return now

    def require_delete(self, user: User, *, is_author: bool) -> None:
        """See that this person may take a message back here; their own they may also
        while the site has muted them, as who is muted in a room.

        Raises:
            NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
            NotAllowed: it is another's, and they are no moderator here.
        """
        now = self.standing(user)
        self._require("read", user, now._replace(muted=now.muted and not is_author))
        require_delete(now.role, self.kinds, is_author=is_author)

    def _require(self, verb: str, user: User, now: Standing) -> None:
        is_public = self.pair is None and not self.private
        require_part(verb, user.epoch, now, is_public=is_public, kinds=self.kinds)

    def require_unblocked(self, user: User) -> None:
        """Raises:
        NotAllowed: it is with somebody whom this person has blocked.
        """
        if self.pair is not None:
            require_unblocked(Block.objects.shuts(user, self.pair))

    def set_topic(self, user: User, topic: str) -> wire.TopicSet:
        """Say what the room is about.

        Raises:
            NoSuchConversation, NotAMember, Muted, TooLong, RateLimited
            NotAllowed: it is not a room, or others set its topic.
        """
        with changing():
            event = self.override_topic(user, topic)
            self.require("topic", user)
            spend(user, TOPICS)
        return event

    def override_topic(self, user: User, topic: str) -> wire.TopicSet:
        """Say what the room is about without being in it: an administrator's verb.

        Raises:
            TooLong
            NotAllowed: it is not a room.
        """
        if self.kind != "room":
            raise NotAllowed("Only rooms have a topic.")
        topic = clean_topic(topic)
        with changing() as told:
            seq = self.take_number()
            self.topic = topic
            self.save(update_fields=["topic"])
            event = wire.TopicSet(
                conversation=self.pk,
                seq=seq,
                sender=user.name,
                author=user.pk,
                topic=topic,
                at=wire.timestamp(timezone.now()),
            )
            told.append((groups_of(self.pk, self.pair), event))
        return event

    def told_to(self, role: Role) -> dict[str, Any]:
        """What ``wire.Conversation`` has beside, for somebody of that role."""
        about = {name: getattr(self, column) for name, column in TOLD.items()}
        return steered(role, **about)

    def happened(
        self,
        actor: User | None,
        kind: wire.Kind,
        whom: User | None = None,
        **facts: Any,
    ) -> wire.Happened:
        """What happened by the number that this room has just taken."""
        return wire.Happened(
            conversation=self.pk,
            seq=self.head,
            sender=SOMEBODY if actor is None else actor.name,
            author=0 if actor is None else actor.pk,
            at=wire.timestamp(timezone.now()),
            kind=kind,
            whom=UNSET if whom is None else whom.name,
            person=UNSET if whom is None else whom.pk,
            **facts,
        )

    def pass_on(self, owner: User | None) -> wire.Happened | None:
        """Have a room whose owner has gone another one: of the moderators, or else of
        all who may write, who has been there longest. ``owner``: if that was just now.
        """
        others = self.memberships.exclude(role=MUTED.word).order_by("joined", "pk")
        heir = _first_fit(others.filter(role=MODERATOR.word)) or _first_fit(others)
        if heir is None:
            return None
        self.take_number()
        self.memberships.filter(user=heir).update(role=OWNER.word)
        return self.happened(owner, "role", heir, value=OWNER.word)


def _first_fit(members: Any) -> User | None:
    """The first of them who may write. By some: to join them with all people, the
    database may read every one of these.
    """
    numbers = members.values_list("user", flat=True)
    start = 0
    while some := list(numbers[start : start + FIT_AT_ONCE]):
        people = User.objects.filter(pk__in=some, is_active=True, muted=False)
        fit = people.in_bulk()
        for number in some:
            if number in fit:
                return fit[number]
        start += FIT_AT_ONCE
    return None
