"""The hook: whom a message names is stored with it, and told with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import QuerySet

from chat import wire
from chat.delivery.groups import person_group
from chat.mentions.models import Mention
from chat.mentions.resolving import Naming, resolve
from chat.models.hooks import Told


def keep(events: Sequence[wire.LogEvent]) -> Told:
    """Store whom these name, have them say it, and return what these people are told.

    What was edited names whom it names now; what was deleted names nobody.
    """
    for event in events:
        if isinstance(event, wire.Deleted):
            _of(event.conversation, event.target).delete()
    said = (e for e in events if isinstance(e, wire.MessagePosted | wire.Edited))
    told: Told = []
    new: list[Mention] = []
    for naming in resolve(said):
        naming.say()
        known = _known(naming) if isinstance(naming.event, wire.Edited) else {}
        new += _rows(naming, known)
        told += _told(naming, known)
    if new:
        Mention.objects.bulk_create(new)
    return told


def _known(naming: Naming) -> Collection[int | None]:
    """Whom it has named before, and does still; who is not named any more is let go."""
    now = naming.texts
    mine = _of(naming.event.conversation, naming.seq)
    stay = {}
    for each in mine:
        if each.person_id not in now:
            each.delete()
            continue
        stay[each.person_id] = each
        if each.names != now[each.person_id]:
            each.names = now[each.person_id]
            each.save(update_fields=["names"])
    return stay


def _rows(naming: Naming, known: Collection[int | None]) -> Iterator[Mention]:
    event = naming.event
    for person, names in naming.texts.items():
        if person not in known:
            yield Mention(
                conversation_id=event.conversation,
                seq=naming.seq,
                person_id=person,
                names=names,
                at=event.at,
            )


def _told(naming: Naming, known: Collection[int | None]) -> Told:
    """Those who are named are told so, who were not before, each in their own group."""
    event = wire.Mentioned(
        conversation=naming.event.conversation,
        seq=naming.seq,
        sender=naming.event.sender,
        author=naming.author,
    )
    return [
        ([person_group(person.number)], event)
        for person in naming.people
        if person.is_told and person.number not in (naming.author, *known)
    ]


def _of(conversation: int, seq: int) -> QuerySet[Mention]:
    return Mention.objects.filter(conversation=conversation, seq=seq)
