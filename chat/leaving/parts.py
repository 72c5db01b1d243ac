"""What goes with somebody who has left, part by part.

Each part finds what is left of it, and takes away some at a time, in a transaction that
others wait for who write meanwhile. What is gone is not found again: so it goes on
where it was, whoever was killed.

Nothing of a person's is kept but what ``STAYS`` names, whatever table a capability has
made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.reverse_related import ForeignObjectRel

from chat.leaving.departing import renew
from chat.leaving.models import GO, Departure
from chat.models import Conversation, Membership, Message, Reaction, User
from chat.models.messages.log import changing
from chat.models.messages.withdrawing import withdraw
from chat.wire.errors import NotAllowed

# Of a table, by the field that says whose a row is: why it stays.
STAYS = {
    "chat.formername.user": "nobody else is to be called so for a while",
    "chat.block.blocked": "it is the other's",
    "chat.visit.user": "who floods and leaves can be kept out; it goes by the clock",
    "chat.membership.user": "of direct conversations, which are the others', too",
    "chat.reaction.user": "as the words",
    "mentions.mention.person": "by it others' words do not show the name",
    "files.file.owner": "as the message that it was shared by, or by the clock",
    "peace.purging.by": "what a moderator has done",
    "peace.purging.person": "what a moderator has done",
    "admin.logentry.user": "what an administrator has done",
    "leaving.departure.person": "it says that they have left",
}
ROWS_AT_ONCE = 200
# Of what takes numbers of logs: as of ``moderation.purging``.
NUMBERS_AT_ONCE = 20
# So many are looked for at once.
FOUND_MOST = 10_000


class Part(Protocol):
    """``at_once``: how many go in a transaction."""

    at_once: int

    def found(self, its: Departure) -> list[int]:
        """What is left of it, by keys; ``FOUND_MOST`` at most."""
        ...

    def take_away(self, its: Departure, keys: Sequence[int]) -> None:
        """These go."""
        ...


class Places:
    """Rooms and groups are left, and an owner has an heir; what nobody else is in goes.

    Of a direct conversation the other keeps theirs.
    """

    at_once = NUMBERS_AT_ONCE

    def found(self, its: Departure) -> list[int]:
        left = Departure.objects.values("person")
        others = Membership.objects.filter(conversation=OuterRef("pk"))
        is_shared = Exists(others.exclude(user=its.person_id).exclude(user__in=left))
        mine = Conversation.objects.filter(memberships__user=its.person_id)
        places = mine.exclude(Q(is_shared), kind=Conversation.DIRECT)
        return list(places.order_by("pk").values_list("pk", flat=True))

    def take_away(self, its: Departure, keys: Sequence[int]) -> None:
        for place in Conversation.objects.filter(pk__in=keys).order_by("pk"):
            place.hold()
            is_alone = not place.memberships.exclude(user=its.person_id).exists()
            if place.pair is not None:
                place.let_go()
            elif place.is_room and place.private and is_alone:
                place.dissolve()
            else:
                place.take_out(its.person)


@dataclass(frozen=True)
class Rows:
    """What a table has of them, by a field of its."""

    model: type[models.Model]
    field: str
    at_once = ROWS_AT_ONCE

    def found(self, its: Departure) -> list[int]:
        mine = self.model._base_manager.filter(**{self.field: its.person_id})
        return list(mine.order_by("pk").values_list("pk", flat=True)[:FOUND_MOST])

    def take_away(self, its: Departure, keys: Sequence[int]) -> None:
        self.model._base_manager.filter(pk__in=keys).delete()


class Reactions:
    """Where the words go, reactions do."""

    at_once = NUMBERS_AT_ONCE

    def found(self, its: Departure) -> list[int]:
        given = Reaction.objects.filter(user=its.person_id)
        return _numbers(its, given)

    def take_away(self, its: Departure, keys: Sequence[int]) -> None:
        given = Reaction.objects.filter(pk__in=keys)
        rows = given.select_related("message__conversation", "user")
        for row in rows.order_by("message__conversation_id", "message__seq"):
            with suppress(NotAllowed):  # the message is deleted, at this moment
                withdraw(row)


class Words:
    """Each message goes as if its author had deleted it."""

    at_once = NUMBERS_AT_ONCE

    def found(self, its: Departure) -> list[int]:
        said = Message.objects.filter(author=its.person_id, deleted=False)
        return _numbers(its, said)

    def take_away(self, its: Departure, keys: Sequence[int]) -> None:
        said = Message.objects.filter(pk__in=keys).select_related("conversation")
        # In this order everybody locks what they write to.
        for message in said.order_by("conversation_id", "seq"):
            with suppress(NotAllowed):  # somebody else has, at this moment
                message.remove(its.person)


def take_away(part: Part, its: Departure, keys: Sequence[int]) -> None:
    """Some of a part, in a transaction."""
    with changing():
        renew(its)
        part.take_away(its, keys)


def parts() -> list[Part]:
    """All, in their order: first what others see."""
    return [Places(), Reactions(), Words(), *_rows()]


def whose() -> dict[str, Rows]:
    """What says of a row that it is a person's, by the name that ``STAYS`` has."""
    found = cast(
        "Collection[ForeignObjectRel]",
        [
            each
            for each in User._meta.get_fields(include_hidden=True)
            if each.is_relation
        ],
    )
    return {
        f"{each.related_model._meta.label_lower}.{each.field.name}": Rows(
            each.related_model, each.field.name
        )
        for each in found
        if each.auto_created and getattr(each, "on_delete", None) is models.CASCADE
    }


def _rows() -> Iterator[Rows]:
    return (rows for name, rows in sorted(whose().items()) if name not in STAYS)


def _numbers(
    its: Departure, rows: models.QuerySet[Message] | models.QuerySet[Reaction]
) -> list[int]:
    if its.words != GO:
        return []
    return list(rows.values_list("pk", flat=True)[:FOUND_MOST])
