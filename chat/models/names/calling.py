"""Who hears what somebody is called from now on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group


class Called(Protocol):
    """Somebody with a name; ``memberships`` are theirs."""

    pk: Any
    memberships: Any

    @property
    def addressed(self) -> wire.Person: ...

    @property
    def is_released(self) -> bool: ...


def tell_of_name(person: Called, former: str, *groups: str) -> None:
    """Tell what they are called now; at least those who talk with them."""
    event = wire.Renamed(
        person=person.addressed, former=former, gone=person.is_released
    )
    announce(groups or map(person_group, _partners(person)), event)


def _partners(person: Called) -> Iterable[int]:
    """With whom they have a direct conversation, or are in a group."""
    talks = person.memberships.exclude(conversation__kind="room")
    people = talks.values_list("conversation__memberships__user", flat=True)
    return set(people) - {person.pk}
