"""Who may do what on the whole site, and to whom: asked of the database as it is done.

What is done in the panel and what is done here takes the same permission of Django's.
"""

from __future__ import annotations

from collections.abc import Mapping

from chat import wire
from chat.models import User
from chat.wire.errors import NotAllowed
from chat.words import sentence

POWERS: Mapping[wire.Power, str] = {
    "purge": "chat.delete_message",
    "mute": "chat.change_user",
    "shutout": "chat.change_user",
    "address": "chat.add_ban",
    "lift": "chat.delete_ban",
    "avatar": "chat.change_user",
    "acts": "audited.view_record",
}
OTHERS = sentence("That is for those who moderate the whole site.")


def powers_of(user: User) -> list[wire.Power]:
    """What somebody may do on the whole site."""
    # Anew: what they were given or lost meanwhile counts, and Django remembers.
    now = User.objects.filter(pk=user.pk, is_active=True, is_staff=True).first()
    if now is None:
        return []
    return [power for power, its in POWERS.items() if now.has_perm(its)]


def require_power(power: wire.Power, user: User) -> None:
    """See that somebody may do that on the whole site.

    Raises:
        Banned, LoginRequired, Muted
        NotAllowed
    """
    user.require_voice()
    if power not in powers_of(user):
        raise NotAllowed(OTHERS)


def require_staff(user: User) -> None:
    """See that somebody moderates the whole site.

    Raises:
        Banned, LoginRequired, Muted
        NotAllowed
    """
    user.require_voice()
    if not User.objects.filter(pk=user.pk, is_staff=True).exists():
        raise NotAllowed(OTHERS)


def require_above(user: User, whom: User) -> None:
    """Nobody does it to themselves, nor to who may do as much on the site.

    Raises:
        NotAllowed
    """
    if _rank(user) <= _rank(whom):
        raise NotAllowed("You cannot do that to {name}.", name=whom.name)


def _rank(user: User) -> int:
    rows = User.objects.filter(pk=user.pk)
    is_staff, is_owner = rows.values_list("is_staff", "is_superuser").get()
    return 2 if is_owner else int(is_staff)
