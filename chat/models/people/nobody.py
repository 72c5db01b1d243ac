"""Somebody who has left for good: a number that messages have, and nothing else."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import EVERYONE
from chat.models.names.calling import tell_of_name
from chat.models.names.choosing import HELD_FOR
from chat.models.people.user import User
from chat.text.names import RELEASED

# What is the row's, and not the person's. All else is as of somebody new, whatever a
# capability has added: what is not named here is not kept.
KEPT = {
    *("id", "joined", "seen", "guest", "may_return", "is_active", "epoch"),
    *("name", "key", "skeleton", "folded", "password"),
}


def become_nobody(person: User, called: str) -> None:
    """Have all that somebody said stand under that name, which leads to nobody; no
    log-in of theirs counts any more.

    Their own is held as one that an account gave up. Clients are told twice, so that
    those that know of released guests alone follow, too: all of the other name, and
    those who talk with them that they have gone. In a transaction of whoever does that.
    """
    former = person.name
    if not person.guest:
        until = timezone.now() + HELD_FOR
        held = {"name": former, "key": person.key, "held_until": until}
        person.former_names.create(**held)
    key = f"{RELEASED}{person.pk}"
    own = {"name": called, "key": key, "skeleton": key, "folded": None}
    fields = User._meta.local_concrete_fields
    bare = {
        each.attname: each.get_default() for each in fields if each.name not in KEPT
    }
    rows = User.objects.filter(pk=person.pk)
    rows.update(**bare, **own, password=make_password(None), epoch=F("epoch") + 1)
    person.refresh_from_db()
    person.groups.clear()
    person.user_permissions.clear()
    nobody = wire.Person(id=person.pk, name=called, key=key, guest=person.guest)
    announce([EVERYONE], wire.Renamed(person=nobody, former=former))
    tell_of_name(person, called)
