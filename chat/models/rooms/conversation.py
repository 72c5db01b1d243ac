"""A conversation: a room, two people or some; and one log with one counter.

Only ``posting`` and the verbs here and on ``Message`` change a log; told on commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group, room_group
from chat.models.limits import DIRECTS, JOINS, ROOMS, require_few_rooms, spend
from chat.models.messages.log import changing, groups_of, pair_of, people_of
from chat.models.names.former_room import FormerRoom
from chat.models.names.skeletons import Skeleton, name_of_its_own, one_look, unlooked
from chat.models.names.spellings import Spelled, called, one_key
from chat.models.people.blocks import Block
from chat.models.people.strangers import require_few_strangers
from chat.models.people.user import User
from chat.models.permissions import MEMBER, OWNER, Role, refusal, require_unblocked
from chat.models.rooms.company import Company, named
from chat.models.rooms.steered import LOBBY, Steered
from chat.text.clean import clean_topic
from chat.text.names import room_key, room_name
from chat.wire.errors import NoSuchConversation, NoSuchUser, NotAllowed


class ConversationManager(models.Manager["Conversation"]):
    def lobby(self) -> Conversation:
        return self.get_or_create(kind=Conversation.ROOM, name=LOBBY)[0]

    def room(self, name: str, user: User) -> Conversation:
        """The room of that name, if this person may know of it.

        Raises:
            NoSuchConversation: there is none, or it is private and they are not in it.
        """
        room = self.called(name)
        if room is None or (room.private and not room.has_member(user)):
            raise NoSuchConversation
        return room

    def called(self, name: str) -> Conversation | None:
        """The room of that name; or the last one that had it before."""
        if room := self.filter(called(name)).first():
            return room
        key = room_key(name)
        return self.formerly([key]).get(key)

    def formerly(self, keys: Iterable[str]) -> dict[str, Conversation]:
        """The rooms that had these names last, by key."""
        rows = FormerRoom.objects.filter(key__in=keys).select_related("conversation")
        return {row.key: row.conversation for row in rows.order_by("until", "pk")}

    def numbered(self, number: int, user: User) -> Conversation:
        """The conversation of that number, if this person is in it.

        Raises:
            NoSuchConversation: there is none that they may know of.
            NotAMember: it is a public room that they have not joined.
        """
        conversation = self.filter(pk=number).first()
        if conversation is None:
            raise NoSuchConversation
        conversation.require_member(user)
        return conversation

    def create_room(
        self, creator: User, name: str, topic: str = "", private: bool = False
    ) -> Conversation:
        """Make a room with its first member.

        Raises:
            NameInvalid, TooLong: of the name or the topic.
            NameTaken: there is one of that name, or one that looks like it, be it one
                that this person cannot see.
            Muted: the creator may not write.
            RateLimited, TooMany: they have made many today, or are in too many.
        """
        creator.require_voice()
        name, topic = room_name(name), clean_topic(topic)
        with changing(), name_of_its_own(self.all(), name):
            spend(creator, ROOMS)
            room = self.create(
                kind=Conversation.ROOM, name=name, topic=topic, private=private
            )
            room.admit(creator, OWNER)
        return room

    def direct(self, user: User, other: User) -> Conversation:
        """The two people's conversation, opened if there is none; or somebody's notes.

        Raises:
            NotAllowed: ``user`` has blocked the other.
            RateLimited: the first has opened many in this hour, or many strangers have
                written to the other today.
        """
        pair = pair_of(user.pk, other.pk)
        if conversation := self.filter(pair=pair).first():
            return conversation
        user.require_voice()
        if other.is_released:
            raise NoSuchUser  # a guest who has gone for good: nobody would read it
        require_unblocked(Block.objects.is_on(user, other))
        with changing():
            if user != other:
                spend(user, DIRECTS)
                require_few_strangers(other, user)
            conversation, new = self.get_or_create(
                pair=pair, defaults={"kind": Conversation.DIRECT}
            )
            if new:
                conversation.open_for(*dict.fromkeys((user, other)))
        return conversation


class Conversation(Spelled, Company, Steered):
    ROOM, DIRECT, GROUP = KINDS = "room", "direct", "group"

    kind = models.CharField(max_length=6, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=30, unique=True, null=True, blank=True)
    skeleton = Skeleton()
    # The two people's numbers, "3:17"; unique, so that there is one for two people.
    pair = models.CharField(max_length=41, unique=True, null=True, editable=False)
    private = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    READ_ANEW = "head", "private", "speakers", "locked", "archived", "happened_last"
    members = models.ManyToManyField(
        User, through="chat.Membership", related_name="conversations"
    )

    objects = ConversationManager()

    class Meta:
        verbose_name = "room"  # to whoever looks after the site, who sees no others
        ordering = ["name"]
        constraints = [one_look("one_look_of_a_room"), one_key("one_key")]
        indexes = [unlooked("rooms_of_before", name__isnull=False)]

    def __str__(self) -> str:
        return f"direct {self.pair}" if self.pair else self.address

    # --- Who may --------------------------------------------------------------------

    @property
    def is_room(self) -> bool:
        return self.kind == self.ROOM

    @property
    def people(self) -> tuple[int, int]:
        """The numbers of a direct conversation's two people."""
        return people_of(self.pair or "")

    @property
    def groups(self) -> tuple[str, ...]:
        """Who hears what happens here."""
        return groups_of(self.pk, self.pair)

    def has_member(self, user: User) -> bool:
        if self.pair is not None:
            return user.pk in self.people
        return self.memberships.filter(user=user).exists()

    def require_member(self, user: User) -> None:
        """Raises:
        NoSuchConversation: this person may not know that it exists.
        NotAMember: they may, but have not joined.
        """
        if not self.has_member(user):
            raise refusal(is_public=self.is_room and not self.private)

    # --- Coming and going -----------------------------------------------------------

    def join(self, user: User) -> None:
        """Enter a public room; nothing happens for those who are in it.

        Raises:
            NoSuchConversation: it is private, or not a room.
            NotAllowed: they were put out.
            RateLimited, TooMany: they have entered many rooms, or are in too many.
        """
        if not self.has_member(user):
            with changing():
                self.hold()
                if self.private or not self.is_room:
                    raise NoSuchConversation
                self.require_not_out(user)
                spend(user, JOINS)
                self.admit(user)

    def admit(self, user: User, role: Role = MEMBER) -> None:
        """Make somebody a member of this room; what was said before counts as read.

        Raises:
            TooMany: they are in too many rooms.
        """
        role, until = self.entering(user, role)
        as_new = {"read": self.head, "role": role.word, "muted_until": until}
        if not self.memberships.get_or_create(user=user, defaults=as_new)[1]:
            return
        require_few_rooms(user)
        self.offers.filter(invited=user).delete()
        announce([room_group(self.pk)], user.joined_event(self.pk))
        seen = self._as_entered(role=role)
        announce([person_group(user.pk)], user.joined_event(seen))

    def leave(self, user: User) -> None:
        """Go out of a room, or of a group.

        Raises:
            NoSuchConversation, NotAMember
            NotAllowed: everybody is in the lobby; a direct conversation stays.
        """
        self.require_member(user)
        self.expel(user)

    def expel(self, user: User, left: wire.Left | None = None) -> None:
        """Take somebody out of a room: an administrator's verb. An owner has an heir.

        ``left``: what is told of it, if that is more than that they are out.

        Raises:
            NotAllowed: as for ``leave``.
        """
        if self.pair is not None:
            raise NotAllowed("A direct conversation cannot be left.")
        if self.is_lobby:
            raise NotAllowed("Everybody is in the lobby.")
        self.take_out(user, left)

    def take_out(self, user: User, left: wire.Left | None = None) -> None:
        """As ``expel``, also out of the lobby: who leaves for good is in nothing."""
        with changing() as told:
            self.hold()  # of two who leave at once, the second sees who is left
            mine = self.memberships.filter(user=user)
            is_owner = mine.filter(role=OWNER.word).exists()
            self.keep_out_muted(user)
            mine.delete()
            if is_owner and (event := self.pass_on(user)):
                told.append((self.groups, event))
            groups = room_group(self.pk), person_group(user.pk)
            announce(groups, left or user.left_event(self.pk))
            if self.is_group:
                self.go_on_without()

    def dissolve(self) -> None:
        """Delete a room with everything in it: an administrator's verb.

        Raises:
            NotAllowed: it is the lobby, or not a room.
        """
        if not self.is_room or self.is_lobby:
            raise NotAllowed("Only rooms can be dissolved, and not the lobby.")
        with changing():
            self.take_number()  # from here on nobody else can write in it
            number, people = self.pk, list(self.members.all())
            invited = list(self.offers.values_list("invited_id", flat=True))
            self.let_go()
            announce(map(person_group, invited), wire.Declined(conversation=number))
            for person in people:
                announce([person_group(person.pk)], person.left_event(number))

    def open_for(self, *people: User) -> None:
        """Make a new direct conversation, or a group, appear on its people's screens;
        the first of them has opened it.
        """
        for person in people:
            self.memberships.create(user=person)
        for person in people:
            others = [each for each in people if each != person] or [person]
            event: wire.AnyEvent | None = None
            if self.pair is not None:
                event = Block.objects.told(person, others[0], self.pk)
            seen = self._as_entered(others)
            announce([person_group(person.pk)], event or people[0].joined_event(seen))

    def _as_entered(
        self, others: Sequence[User] = (), role: Role = MEMBER
    ) -> wire.Conversation:
        """What somebody sees who has just come in: what was said counts as read."""
        called: dict[str, Any] = {"name": f"#{self.name}", "key": self.room_key}
        if others:
            called = named(self.pk, others, is_group=self.is_group)
        return wire.Conversation(
            id=self.pk,
            kind=self.kind,
            topic=self.topic,
            read=self.head,
            private=self.private or not self.is_room,
            **self.of_log,
            **called,
            **self.told_to(role),
        )
