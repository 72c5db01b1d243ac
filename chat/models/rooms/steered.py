"""What a room is beside its name and topic: who speaks in it, and how; who finds it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models.limits import TOPICS, spend
from chat.models.messages.log import Log, changing, groups_of, note_happened, people_of
from chat.models.people.ban import FOR_GOOD
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
    require_part,
)
from chat.net.networks import network_of
from chat.text.clean import clean_topic
from chat.wire.errors import NotAllowed
from chat.words import sentence

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


def put_out_of(room: str, reason: str, until: datetime) -> NotAllowed:
    """What is said to somebody who was put out of a room until then."""
    why = reason.strip().rstrip(".")
    if until >= FOR_GOOD:
        if not why:
            return NotAllowed("You were put out of {room}.", room=room)
        return NotAllowed("You were put out of {room}: {why}.", room=room, why=why)
    if not why:
        text = sentence("You were put out of {room} until {until}.")
        return NotAllowed(text, room=room, until=until)
    text = sentence("You were put out of {room} until {until}: {why}.")
    return NotAllowed(text, room=room, until=until, why=why)


class Steered(Log):
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
    put_out: Any

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
        is_public = self.pair is None and not self.private
        require_part(verb, user.epoch, now, is_public=is_public, kinds=self.kinds)
        return now

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

    def kept_out(self, user: User, *, is_vouched: bool = False) -> Any:
        """What keeps somebody out of this room; of a guest also what kept out another
        one who came by that browser, and a ban of one who came by that network.
        ``is_vouched``: a moderator has invited them, so that of another one only a ban
        counts.
        """
        its = models.Q(person=user)
        if user.guest:
            visits = user.visits.values_list("address", "browser")
            networks = {network_of(address) for address, _ in visits}
            browsers = {browser for _, browser in visits} - {""}
            others = models.Q(browser__in=browsers)
            others |= models.Q(network__in=networks - {""}, banned=True)
            its |= others & models.Q(banned=True) if is_vouched else others
        return self.put_out.filter(its, until__gt=timezone.now())

    def require_not_out(self, user: User, *, is_vouched: bool = False) -> None:
        """Raises:
        NotAllowed: they were put out, and that has not ended.
        """
        rows = self.kept_out(user, is_vouched=is_vouched)
        if its := rows.filter(person=user).first():
            raise put_out_of(str(self), its.reason, its.until)
        if rows.exists():
            text = sentence("Somebody who came the same way was put out of {room}.")
            raise NotAllowed(text, room=str(self))

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


def keep_out_muted(room: Steered, user: User) -> None:
    """Who goes out of a room while they are muted there comes in when that is over, or
    a moderator invites them: else they came in again as anybody.
    """
    its = room.memberships.filter(user=user, role=MUTED.word).first()
    kept = room.put_out.filter(person=user, until__gt=timezone.now())
    if its is not None and not kept.exists():
        until = its.muted_until or FOR_GOOD
        about = {"whom": user.name, "banned": False, "until": until}
        room.put_out.update_or_create(person=user, defaults=about)


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
