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

from django.contrib.auth.base_user import BaseUserManager
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from chat.presence.leases import is_online
from chat.text.names import key_of, person_name
from chat.wire.errors import BadCredentials, NameInvalid, NameRegistered, NameTaken

GUEST_HOLD = timedelta(minutes=10)
# A plain-text guest's name is given back when the connection ends. This is for the
# moment before presence knows of them, and for a process that could not give it back.
PLAIN_HOLD = timedelta(minutes=1)
GUEST_TOKEN_SECONDS = 24 * 3600
_TOKEN_SALT = "chat.guest"  # noqa: S105
STALE = "That token is not valid any more."
RELEASED = "~"

Person = TypeVar("Person", bound="Named")


class NamedManager(BaseUserManager[Person]):
    def vacate(self, key: str) -> None:
        """Make a guest who is gone give way.

        Raises:
            NameRegistered, NameTaken: whoever has the name keeps it.
        """
        if holder := self.filter(key=key).first():
            holder.give_way()

    @contextmanager
    def taking(self, key: str) -> Iterator[None]:
        """A transaction in which somebody takes a name that nobody holds.

        Raises:
            NameRegistered, NameTaken: somebody does.
        """
        self.vacate(key)
        try:
            with transaction.atomic():
                yield
        except IntegrityError:
            if not self.filter(key=key).exists():
                raise
            raise NameTaken from None  # by somebody who came at the same moment


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

    # Theirs, as ``User`` and what points at it say.
    epoch: models.PositiveIntegerField[int, int]
    memberships: Any
    messages: Any
    reactions: Any
    offers: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep the key and the shown name together, whoever edits them."""
        if self.is_released:
            return
        try:
            self.name = person_name(self.name or self.key)
        except NameInvalid as error:
            raise ValidationError({"name": error.detail}) from None
        self.key = key_of(self.name)

    @property
    def address(self) -> str:
        """What tells this person from all others: the name, while it is theirs."""
        return f"{self.name}{self.key}" if self.is_released else self.name

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
        if not self.guest:
            raise NameRegistered
        # Before the transaction: Redis may take seconds to answer, and nobody is to
        # wait for a locked row that long.
        if self.holds_name():
            raise NameTaken
        with transaction.atomic():
            people = type(self)._default_manager.select_for_update()
            holder = people.filter(key=self.key).first()
            if holder is None:
                return  # gone meanwhile
            if (holder, holder.guest, holder.seen) != (self, True, self.seen):
                raise NameTaken
            holder.release()

    def holds_name(self) -> bool:
        """Whether a guest's name is still theirs: while here, and a while after."""
        hold = GUEST_HOLD if self.may_return else PLAIN_HOLD
        return timezone.now() - self.seen < hold or is_online(self.pk)

    def release(self) -> None:
        """Give the name up; what was said stays with the account.

        One that has left nothing, and to which nobody can come back, goes.
        """
        if not (self.may_return or self._has_left_something()):
            self.delete()
            return
        with transaction.atomic():
            self.key = f"{RELEASED}{self.pk}"
            self.save(update_fields=["key"])
            self.memberships.filter(conversation__kind="room").delete()
            self.offers.all().delete()

    def _has_left_something(self) -> bool:
        direct = self.memberships.filter(conversation__kind="direct")
        return any(each.exists() for each in (self.messages, self.reactions, direct))


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


def address_key(name: str) -> str:
    """What finds the person whom ``"bob"``, ``"@bob"`` or ``"@bob~17"`` means."""
    name, released, number = name.removeprefix("@").partition(RELEASED)
    return RELEASED + number if released else key_of(name)
