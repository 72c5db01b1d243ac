"""A guest: somebody who only gave a name, which is theirs while they are here.

And ``GUEST_HOLD`` after. Then whoever asks takes it: the old guest's account is
*released* (it keeps its messages and its private conversations, but not its key), and
the newcomer is a new person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone

from chat import wire
from chat.models.names.calling import tell_of_name
from chat.models.names.former_name import require_unheld
from chat.models.names.skeletons import ALIKE, Skeleton, fill, looks_of
from chat.models.names.spellings import Otherwise, folded_beside_key
from chat.presence.leases import LEASE_SECONDS, RENEW_SECONDS, is_online
from chat.text.lookalikes import skeleton
from chat.text.names import RELEASED, is_reserved, key_of, person_name, spelling
from chat.wire.errors import (
    BadCredentials,
    ChatError,
    NameInvalid,
    NameRegistered,
    NameTaken,
)
from chat.words import sentence

GUEST_HOLD = timedelta(minutes=10)
# A plain-text guest's name is given back when the connection ends. Where their process
# was killed, it is free as soon as its lease has lapsed. The first is for the moment
# before presence knows of them, shorter than a lease has left when its process dies;
# the second for while Redis is away or new: who is here is seen anew before it ends.
PLAIN_MOMENT = timedelta(seconds=LEASE_SECONDS - RENEW_SECONDS)
PLAIN_HOLD = timedelta(minutes=1)
GUEST_TOKEN_SECONDS = 24 * 3600
_TOKEN_SALT = "chat.guest"  # noqa: S105
STALE = sentence("That token is not valid any more.")
RESERVED = sentence("That name is reserved, or looks like one that is: choose another.")

# ``user``, a guest, is about to go for good, and what others keep of theirs with them.
going = Signal()

Person = TypeVar("Person", bound="Named")


class NamedManager(BaseUserManager[Person]):
    def newcomers_name(self, name: str, *, is_staff: bool = False) -> str:
        """The name as it is shown, for somebody new; staff may have a reserved one.

        Raises:
            NameInvalid: it is no name.
            NameTaken: it is reserved, or looks like one that is.
            NameRegistered: somebody has it all the same, since before.
        """
        try:
            shown = person_name(name)
            if not is_staff and is_reserved(shown, settings.CHAT_RESERVED_NAMES):
                raise NameTaken(RESERVED)
        except ChatError:
            if self.filter(key=key_of(name), guest=False).exists():
                raise NameRegistered from None
            raise
        return shown

    def require_free(self, name: str) -> None:
        """Make sure that nobody holds a name, or one that looks like it.

        It is left with whom it is.

        Raises:
            NameRegistered, NameTaken: somebody does.
        """
        for holder in self.holders(name):
            with _told_of(holder, name):
                holder.require_gone()
        require_unheld(name)

    def give_back(self, key: str, browser: str) -> None:
        """Free the name of a guest who was logged out of this very browser."""
        holder = self.filter(key=key, guest=True).first()
        if holder is not None and holder.was_logged_out_of(browser):
            holder.let_go()

    def vacate(self, name: str, *, besides: int | None = None) -> None:
        """Make guests who are gone give way, of that name and of those that look so.

        ``besides`` is the number of somebody who has such a name, and wants another.

        Raises:
            NameRegistered, NameTaken: whoever has the name keeps it.
        """
        for holder in self.holders(name, besides=besides):
            with _told_of(holder, name):
                holder.give_way()
        # After those: who gives it up meanwhile is seen here.
        require_unheld(name, besides=besides)

    def holders(self, name: str, *, besides: int | None = None) -> list[Person]:
        """Who has that name, or one that looks like it; first those who stay."""
        key, looks = key_of(name), skeleton(name)
        fill(self.all())
        found = self.filter(models.Q(key=key) | models.Q(skeleton=looks))
        alike = []
        for holder in found.exclude(pk=besides):
            if holder.key == key or looks_of(holder) == looks:
                alike.append(holder)
            else:  # the version before has renamed or released it
                self.filter(pk=holder.pk, skeleton=looks).update(skeleton=None)
        # Before others whoever has the very name: they are asked for their password.
        return sorted(alike, key=lambda one: (one.guest, one.key != key))

    @contextmanager
    def taking(self, name: str, *, besides: int | None = None) -> Iterator[None]:
        """A transaction in which somebody takes a name that nobody holds.

        ``besides``: see ``vacate``.

        Raises:
            NameRegistered, NameTaken: somebody does, or one that looks like it.
        """
        self.vacate(name, besides=besides)
        try:
            with transaction.atomic():
                yield
        except IntegrityError:
            # By somebody who came at the same moment.
            if self.filter(key=key_of(name)).exists():
                raise NameTaken from None
            if self.filter(skeleton=skeleton(name)).exists():
                raise NameTaken(ALIKE) from None
            raise


class Named(models.Model):
    """Somebody with a name: for good, or as a guest."""

    # Unique, and what people log in with: the name without regard to case. A released
    # guest's is "~" and a number, which nobody can be called.
    key = models.CharField("name", max_length=120, unique=True)
    name = models.CharField("shown name", max_length=30)
    guest = models.BooleanField(default=False)
    seen = models.DateTimeField("last seen", default=timezone.now, editable=False)
    # A plain-text guest has no way to come back: the name is free when they have gone.
    may_return = models.BooleanField(default=True, editable=False)
    skeleton = Skeleton()
    # What finds the name without its accents; NULL where that is the key.
    folded = Otherwise(folded_beside_key)

    # Theirs, as ``User`` and what points at it say.
    epoch: models.PositiveIntegerField[int, int]
    memberships: Any
    messages: Any
    reactions: Any
    visits: Any
    is_active: models.BooleanField[bool, bool]
    offers: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep the key and the shown name together, whoever edits them."""
        if self.is_released:
            return
        name = self.name or self.key
        had_it = self.pk is not None and key_of(name) == self.key
        try:
            self.name = spelling(name) if had_it else person_name(name)
        except NameInvalid as error:
            raise ValidationError({"name": error.detail}) from None
        self.key = key_of(self.name)

    @property
    def address(self) -> str:
        """What tells this person from all others: the name, while it is theirs."""
        return f"{self.name}{self.key}" if self.is_released else self.name

    @property
    def addressed(self) -> wire.Person:
        """Who that is, by the name that tells them from all others."""
        name, key = self.address, self.key
        return wire.Person(id=self.pk, name=name, key=key, guest=self.guest)

    @property
    def is_released(self) -> bool:
        return self.key.startswith(RELEASED)

    def is_called(self, name: str) -> bool:
        return key_of(name) == key_of(self.name)

    def token(self) -> str:
        """What brings this guest back within ``GUEST_TOKEN_SECONDS``."""
        return signing.dumps([self.pk, self.epoch], salt=_TOKEN_SALT)

    def give_way(self) -> None:
        """Let go of the name for somebody who asks for it.

        Raises:
            NameRegistered: it is a registered account's, and stays so.
            NameTaken: its guest is here, or was a moment ago.
        """
        # Before the transaction: Redis may take seconds to answer, and nobody is to
        # wait for a locked row that long.
        self.require_gone()
        with transaction.atomic():
            people = type(self)._default_manager.select_for_update()
            holder = people.filter(key=self.key).first()
            if holder is None:
                return  # gone meanwhile
            if (holder, holder.guest, holder.seen) != (self, True, self.seen):
                raise NameTaken
            holder.release()

    def require_gone(self) -> None:
        """Raises:
        NameRegistered, NameTaken: as for ``give_way``.
        """
        if not self.guest:
            raise NameRegistered
        if self.holds_name():
            raise NameTaken

    def was_logged_out_of(self, browser: str) -> bool:
        """Whether all log-ins have ended since this guest came by that browser."""
        return bool(self.visits.filter(browser=browser, epoch__lt=self.epoch).exists())

    def let_go(self) -> None:
        """Give up the name after all log-ins have ended; who is banned gets none."""
        if self.is_active and not self.is_released:
            self.release()

    def holds_name(self) -> bool:
        """Whether a guest's name is still theirs: while here, and a while after."""
        unseen = timezone.now() - self.seen
        if unseen < (GUEST_HOLD if self.may_return else PLAIN_MOMENT):
            return True
        is_here = is_online(self.pk)
        return unseen < PLAIN_HOLD if is_here is None else is_here

    def release(self) -> None:
        """Give the name up; what was said stays with the account.

        One that has left nothing, and to which nobody can come back, goes.
        """
        if not (self.may_return or self._has_left_something()):
            going.send(type(self), user=self)
            self.delete()
            return
        former = self.name
        with transaction.atomic():
            self.key = self.skeleton = f"{RELEASED}{self.pk}"
            self.save(update_fields=["key", "skeleton"])
            tell_of_name(self, former)
            self.memberships.filter(conversation__kind="room").delete()
            self.offers.all().delete()

    def _has_left_something(self) -> bool:
        talks = self.memberships.exclude(conversation__kind="room")
        return any(each.exists() for each in (self.messages, self.reactions, talks))


@contextmanager
def _told_of(holder: Named, name: str) -> Iterator[None]:
    """Say no more of somebody whose name only looks like ``name``."""
    try:
        yield
    except NameTaken:
        if holder.is_called(name):
            raise
        raise NameTaken(ALIKE) from None


def guest_of(token: str) -> tuple[int, int]:
    """The number and the epoch of the guest whom that token was given to.

    Raises:
        BadCredentials: the token is not ours, or too old.
    """
    try:
        number, epoch = signing.loads(
            token, salt=_TOKEN_SALT, max_age=GUEST_TOKEN_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        raise BadCredentials(STALE) from None
    return number, epoch
