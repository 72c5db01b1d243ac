"""What is done for one's own quiet: block a person, hide a direct conversation."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce, by_connection
from chat.delivery.groups import person_group
from chat.models.members.membership import NOT_HIDDEN, Membership
from chat.models.members.offer import withdraw
from chat.models.members.sidebar import as_seen_by, conversations_of
from chat.models.members.unread import set_level
from chat.models.messages.log import pair_of
from chat.models.people.blocks import Block
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.text.fold import place_of
from chat.wire.errors import NoSuchConversation, NoSuchUser, NotAllowed

# Whoever comes in is told all of them.
BLOCKS_MOST = 1000


class BlockedPerson(NamedTuple):
    """``direct``: the number of the conversation with them, if there is one."""

    person: wire.Person
    direct: int | None

    def told(self, *, on: bool) -> wire.Blocked:
        """What the blocker hears of it."""
        return wire.Blocked(
            name=self.person.name,
            author=self.person.id,
            on=on,
            conversation=UNSET if self.direct is None else self.direct,
        )


def blocked_by_each(people: Collection[int]) -> dict[int, list[BlockedPerson]]:
    """Whom each of these people has blocked, by name, in one query."""
    found: dict[int, list[BlockedPerson]] = {person: [] for person in people}
    direct = Conversation.objects.filter(pair=OuterRef("pair")).values("pk")
    rows = (
        Block.objects.filter(blocker__in=people)
        .select_related("blocked")
        .annotate(direct=Subquery(direct))
    )
    for row in rows:
        found[row.blocker_id].append(BlockedPerson(row.blocked.addressed, row.direct))
    for each in found.values():
        each.sort(key=lambda one: place_of(one.person.name))
    return found


def block(user: User, name: str, number: int | None, *, on: bool) -> wire.Blocked:
    """Hear nothing more of somebody, or hear them again.

    ``number``: theirs, if it is known: a guest's name passes to somebody else.

    Raises:
        NoSuchUser: nobody has that name, or that number by that name.
        NotAllowed: it is oneself, or one person too many.
    """
    other = _meant(user, name, number, on=on)
    if other == user:
        raise NotAllowed("That is you: nobody can block themselves.")
    pair = pair_of(user.pk, other.pk)
    with transaction.atomic():
        mine = Block.objects.filter(blocker=user)
        if on:
            Block.objects.get_or_create(
                blocker=user, blocked=other, defaults={"pair": pair}
            )
            _require_few(mine)
        else:
            mine.filter(blocked=other).delete()
        direct = Conversation.objects.filter(pair=pair)
        known = direct.values_list("pk", flat=True).first()
        event = BlockedPerson(other.addressed, known).told(on=on)
        announce([person_group(user.pk)], event)
        if on:
            # The connection that has asked hears of that, too.
            with by_connection(""):
                withdraw(other, user)
        elif conversation := direct.first():
            _bring_back(conversation, user)
    return event


def hide(
    user: User, number: int, seq: int | None = None
) -> wire.Hidden | wire.LevelSet:
    """Put a direct conversation out of the way until the next word after ``seq``; or
    a room out of the list.

    Raises:
        NoSuchConversation, NotAMember
        NotAllowed: it is a group.
    """
    conversation = Conversation.objects.numbered(number, user)
    if conversation.is_group:
        raise NotAllowed("A group is not hidden: leave it.")
    if conversation.is_room:
        return set_level(user, number, None, hidden=True)
    head = conversation.head
    event = wire.Hidden(conversation=number)
    with transaction.atomic():
        mine = Membership.objects.filter(conversation=conversation, user=user)
        # A word that came after the head was read counts as the next one.
        mine.update(hidden=head if seq is None else min(seq, head))
        announce([person_group(user.pk)], event)
    return event


def show(user: User, name: str) -> Conversation:
    """Have a direct conversation that was hidden in the list again; return it.

    Raises:
        NoSuchUser: nobody has that name.
        NoSuchConversation: there is none with them, or they are blocked.
    """
    other = User.objects.named(name)
    pair = pair_of(user.pk, other.pk)
    conversation = Conversation.objects.filter(pair=pair).first()
    if conversation is None or Block.objects.is_on(user, other):
        raise NoSuchConversation
    with transaction.atomic():
        mine = Membership.objects.filter(conversation=conversation, user=user)
        if mine.exclude(hidden=NOT_HIDDEN).update(hidden=NOT_HIDDEN):
            seen = as_seen_by(conversation, user)
            event = user.joined_event(seen)
            announce([person_group(user.pk)], event)
    return conversation


def _meant(user: User, name: str, number: int | None, *, on: bool) -> User:
    """Whom somebody wants to hear no more, or again."""
    if number is None:
        return User.objects.named(name)
    other = User.objects.filter(pk=number).first()
    if other is not None and not on and Block.objects.is_on(user, other):
        return other  # whatever they are called by now
    # By their name as well, so that nobody is found by counting.
    if other is None or not (other.is_called(name) or name == other.address):
        raise NoSuchUser
    return other


def _bring_back(conversation: Conversation, user: User) -> None:
    """What was kept from them is there, on the connection that has asked, too."""
    with by_connection(""):
        for seen in conversations_of(user, among=[conversation.pk]):
            event = user.joined_event(seen)
            announce([person_group(user.pk)], event)


def _require_few(blocks: models.QuerySet[Block]) -> None:
    if blocks.count() > BLOCKS_MOST:
        raise NotAllowed(
            "You have blocked {count} person: unblock them first.",
            "You have blocked {count} people: unblock one first.",
            count=BLOCKS_MOST,
        )
