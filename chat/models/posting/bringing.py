"""What was said elsewhere, and before: it is stored with the time at which it was.

It takes numbers as any other, and nobody is told: it is old. Who has read all of the
log has read this, too, and a follower that had come to its end goes on behind it,
unless it is one of all that was said; who is connected learns by the head that it is
longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models.members.membership import Membership
from chat.models.messages.following import Position, of_what_is_new
from chat.models.messages.log import call_hooks, changing, pair_of
from chat.models.messages.message import Message, Reaction
from chat.models.names.skeletons import name_of_its_own
from chat.models.people.user import User
from chat.models.rooms.company import company_of
from chat.models.rooms.conversation import Conversation
from chat.text.clean import clean_body, digest
from chat.text.markdown import RENDERER, render


@dataclass(frozen=True, slots=True)
class Old:
    """Something that was said; ``id`` is the same whenever it is brought.

    ``reactions``: emoji, as they are kept, with who gave them. ``answers``: the author
    and the id of what it is a reply to.
    """

    author: User
    id: UUID
    body: str
    at: datetime
    action: bool = False
    edited: bool = False
    deleted: bool = False
    reactions: tuple[tuple[User, str], ...] = ()
    answers: tuple[int, UUID] | None = None

    @property
    def numbers(self) -> int:
        """How many it takes: what has happened to it has a later one than itself."""
        return 1 + bool(self.edited or self.deleted or self.reactions)


def bring(conversation: Conversation, said: Iterable[Old]) -> int:
    """Put at the end of a log what is not in any yet; return how many that were.

    Raises:
        Malformed, TooLong: of a body.
    """
    new = unknown(said)
    if not new:
        return 0
    messages = [_message(conversation, old) for old in new]
    with changing():
        end = _take_numbers(conversation, sum(old.numbers for old in new))
        seq = end - sum(old.numbers for old in new)
        for message, old in zip(messages, new, strict=True):
            message.seq, message.changed = seq + 1, seq + old.numbers
            seq += old.numbers
        _answer(conversation, messages, new)
        Message.objects.bulk_create(messages)
        _store_reactions(messages, new)
        call_hooks(_events(messages, new))  # what they would tell is old
    return len(new)


def unknown(said: Iterable[Old]) -> list[Old]:
    """Those that are in no log yet, each once."""
    found = {(old.author.pk, old.id): old for old in said}
    authors = {author for author, _ in found}
    there = Message.objects.filter(author__in=authors, uuid__in=[id for _, id in found])
    for known in there.values_list("author_id", "uuid"):
        found.pop(known, None)
    return list(found.values())


def make_room(
    name: str,
    *,
    topic: str = "",
    private: bool = False,
    created: datetime | None = None,
) -> Conversation:
    """Make a room in which nobody is yet; ``name`` and ``topic`` as they are stored.

    Raises:
        NameTaken: there is one of that name, or one that looks like it.
    """
    created = created or timezone.now()
    rooms = Conversation.objects
    with transaction.atomic(), name_of_its_own(rooms.all(), name):
        room = rooms.create(
            kind=Conversation.ROOM,
            name=name,
            topic=topic,
            private=private,
            created=created,
        )
        _have_followers_at(room)
    return room


def make_direct(one: User, other: User) -> Conversation:
    """The conversation of two people, who have not met here, maybe."""
    with transaction.atomic():
        direct, new = Conversation.objects.get_or_create(
            pair=pair_of(one.pk, other.pk), defaults={"kind": Conversation.DIRECT}
        )
        if new:
            _have_followers_at(direct)
            direct.open_for(one, other)
    return direct


def make_group(*people: User) -> Conversation:
    """The group of these people; they are three to ``wire.GROUP_MOST``."""
    company = company_of(person.pk for person in people)
    about = {"kind": Conversation.GROUP, "private": True}
    with transaction.atomic():
        group, new = Conversation.objects.get_or_create(company=company, defaults=about)
        if new:
            _have_followers_at(group)
            group.open_for(*people)
    return group


def seat(room: Conversation, people: Collection[User], newcomers: set[int]) -> None:
    """Have people be in a room; ``newcomers``: of whom nobody has heard yet."""
    there = set(room.memberships.values_list("user_id", flat=True))
    absent = [person for person in people if person.pk not in there]
    Membership.objects.bulk_create(
        Membership(conversation=room, user=person, read=room.head)
        for person in absent
        if person.pk in newcomers
    )
    for person in absent:
        if person.pk not in newcomers:
            with transaction.atomic():
                room.admit(person)


def _message(conversation: Conversation, old: Old) -> Message:
    text = "" if old.deleted else clean_body(old.body)
    return Message(
        conversation=conversation,
        author=old.author,
        uuid=old.id,
        body=text,
        html=render(text) if text else "",
        renderer=RENDERER,
        digest=digest(text, action=old.action),
        at=old.at,
        action=old.action,
        edited=old.edited and not old.deleted,
        deleted=old.deleted,
    )


def _take_numbers(conversation: Conversation, count: int) -> int:
    """The last of so many numbers of the log, which it ends with."""
    logs = Conversation.objects.filter(pk=conversation.pk)
    logs.update(head=F("head") + count)
    conversation.refresh_from_db(fields=["head"])
    before = conversation.head - count
    mine = Membership.objects.filter(conversation=conversation, read__gte=before)
    mine.update(read=conversation.head)
    there = of_what_is_new().filter(conversation=conversation, seq=before)
    there.update(seq=conversation.head)
    return conversation.head


def _have_followers_at(conversation: Conversation) -> None:
    """Those who follow the logs know this one from its begin."""
    found = of_what_is_new().order_by("follower")
    names = found.values_list("follower", flat=True)
    Position.objects.bulk_create(
        Position(follower=name, conversation=conversation, seq=conversation.head)
        for name in names.distinct()
    )


def _answer(
    conversation: Conversation, messages: Sequence[Message], new: Sequence[Old]
) -> None:
    """Have replies say what they answer, if that came along or is there."""
    seqs = {(each.author_id, each.uuid): each.seq for each in messages}
    absent = {old.answers for old in new if old.answers} - seqs.keys()
    there = conversation.messages.filter(
        author__in={author for author, _ in absent}, uuid__in={id for _, id in absent}
    )
    for author, id, seq in there.values_list("author_id", "uuid", "seq"):
        seqs[author, id] = seq
    for message, old in zip(messages, new, strict=True):
        answered = seqs.get(old.answers) if old.answers else None
        # A chain leads up alone: whose clock was wrong answers nothing.
        if answered is not None and answered < message.seq:
            message.reply_to = answered


def _store_reactions(messages: Sequence[Message], new: Sequence[Old]) -> None:
    Reaction.objects.bulk_create(
        Reaction(message=message, user=person, emoji=emoji)
        for message, old in zip(messages, new, strict=True)
        for person, emoji in dict.fromkeys(() if old.deleted else old.reactions)
    )


def _events(
    messages: Sequence[Message], new: Sequence[Old]
) -> list[wire.MessagePosted]:
    """As what is said now would be told."""
    return [
        wire.MessagePosted(
            conversation=message.conversation_id,
            seq=message.seq,
            id=message.uuid,
            sender=old.author.name,
            author=old.author.pk,
            body=message.body,
            html=message.html,
            at=wire.timestamp(old.at),
            guest=old.author.guest,
            action=old.action or UNSET,
        )
        for message, old in zip(messages, new, strict=True)
    ]
