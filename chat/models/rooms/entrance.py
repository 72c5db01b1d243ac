"""Who does not come into a room; and who says nothing in it when they do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from chat.models.people.ban import FOR_GOOD
from chat.models.people.user import User
from chat.models.people.visit import came_alike
from chat.models.permissions import MUTED, Role
from chat.net.networks import network_of
from chat.wire.errors import NotAllowed
from chat.words import sentence

PUT_OUT = sentence("{name} was put out of {room}: a moderator can invite them.")
ALIKE_OUT = sentence(
    "Somebody who came the same way as {name} was put out of {room}: a moderator can"
    " invite them."
)
ALIKE_BANNED = sentence(
    "Somebody who came the same way as {name} is banned from {room}."
)


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


class Entrance(models.Model):
    """Theirs, as what points at a room says."""

    memberships: Any
    put_out: Any
    muted_guests: Any

    class Meta:
        abstract = True

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

    def let_back(self, invited: User, *, is_moderator: bool) -> None:
        """A moderator's invitation brings back who was put out, and was not banned; and
        lets speak who is muted.

        Raises:
            NotAllowed: nobody invites them, or whoever does is no moderator.
        """
        its = self.kept_out(invited)
        name, where = invited.name, str(self)
        own = its.filter(person=invited)
        if own.filter(banned=True).exists():
            text = sentence("{name} is banned from {room}: end that first.")
            raise NotAllowed(text, name=name, room=where)
        if its.filter(banned=True).exists():
            raise NotAllowed(ALIKE_BANNED, name=name, room=where)
        if is_moderator:
            # What keeps out another guest, who came from there, stays.
            own.delete()
            self.muted_guests.filter(person=invited).delete()
        elif its.exists():
            text = PUT_OUT if own.exists() else ALIKE_OUT
            raise NotAllowed(text, name=name, room=where)

    def keep_out_muted(self, user: User) -> None:
        """Who goes out of a room while they are muted there comes in when that is over,
        or a moderator invites them: else they came in again as anybody.
        """
        its = self.memberships.filter(user=user, role=MUTED.word).first()
        kept = self.put_out.filter(person=user, until__gt=timezone.now())
        if its is not None and not kept.exists():
            until = its.muted_until or FOR_GOOD
            about = {"whom": user.name, "banned": False, "until": until}
            self.put_out.update_or_create(person=user, defaults=about)

    def muted_alike(self, user: User) -> Any:
        """By what a guest says nothing here: they are muted, or another one is who came
        alike.
        """
        return self.muted_guests.filter(came_alike(user), until__gt=timezone.now())

    def entering(self, user: User, role: Role) -> tuple[Role, datetime | None]:
        """As what somebody comes in who would have that role, and until when: muted, if
        they are by whatever name.
        """
        its = self.muted_alike(user).order_by("-until").first()
        if its is None:
            return role, None
        return MUTED, its.until if its.until < FOR_GOOD else None
