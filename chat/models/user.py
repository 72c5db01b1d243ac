"""A person: registered with a password, or a guest who only gave a name.

A guest's name is theirs while they are here and ``GUEST_HOLD`` after. Then whoever asks
takes it: the old guest's account is *released* (it keeps its messages and its private
conversations, but not its key), and the newcomer is a new person.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import salted_hmac

from chat import wire
from chat.delivery.announce import close_connections
from chat.presence.leases import is_online
from chat.text.names import key_of, person_name
from chat.wire.errors import (
    BadCredentials,
    Banned,
    ChatError,
    LoginRequired,
    Muted,
    NameInvalid,
    NameRegistered,
    NameTaken,
    NoSuchUser,
)

GUEST_HOLD = timedelta(minutes=10)
# A plain-text guest's name is given back when the connection ends. This is for the
# moment before presence knows of them, and for a process that could not give it back.
PLAIN_HOLD = timedelta(minutes=1)
GUEST_TOKEN_SECONDS = 24 * 3600
_TOKEN_SALT = "chat.guest"  # noqa: S105
RELEASED = "~"
# A hash takes 100 MB for a moment: two at a time, whoever asks for how many.
HASHING = BoundedSemaphore(2)
# ``user`` has come in; whatever takes people in does it in the same transaction.
came_in = Signal()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(key=key_of(username or ""))

    def named(self, name: str) -> User:
        """The person who has that name now; ``bob~17`` is a guest who lost it.

        Raises:
            NoSuchUser: nobody has it.
        """
        user = self.filter(key=address_key(name)).first()
        if user is None:
            raise NoSuchUser
        return user

    def sign_up(self, name: str, password: str, **flags: Any) -> User:
        """Make a registered account.

        Raises:
            NameInvalid: it is no name.
            NameTaken: somebody has it, be it a guest who is here.
        """
        with HASHING:  # slow on purpose: not inside the transaction
            hashed = make_password(password)
        try:
            return self._enter(name, password=hashed, **flags)
        except NameRegistered:
            raise NameTaken from None  # nobody here asks for its password

    def admit_guest(self, name: str, *, may_return: bool = True) -> User:
        """Make a guest's account.

        ``may_return``: they have a cookie or a token, so that a name can be kept for
        them.

        Raises:
            NameInvalid: it is no name.
            NameRegistered: it belongs to a registered account.
            NameTaken: another guest has it.
        """
        return self._enter(
            name, password=make_password(None), guest=True, may_return=may_return
        )

    def check_login(self, name: str, password: str) -> User:
        """The registered account with that name and that password.

        Takes as long, and says the same, whether the name exists or not.

        Raises:
            BadCredentials: there is no such account with such a password.
            Banned: there is, but it was closed.
        """
        user = self.filter(key=key_of(name), guest=False).first()
        with HASHING:
            if user is None:
                make_password(password)
            if user is None or not user.check_password(password):
                raise BadCredentials
        return user.admitted()

    def returning_guest(self, token: str) -> User:
        """The guest whom a ``welcome`` gave that token, within 24 hours.

        Raises:
            BadCredentials: the token is not ours, too old, or was made worthless.
            NameTaken: somebody else has the name by now.
        """
        try:
            person_id, epoch = signing.loads(
                token, salt=_TOKEN_SALT, max_age=GUEST_TOKEN_SECONDS
            )
        except (signing.BadSignature, ValueError, TypeError):
            raise BadCredentials("That token is not valid any more.") from None
        user = self.filter(pk=person_id, epoch=epoch, guest=True).first()
        if user is None:
            raise BadCredentials("That token is not valid any more.")
        user.reclaim()
        return user.admitted()

    def create_superuser(
        self, key: str, password: str | None = None, **flags: Any
    ) -> User:
        """What ``manage.py createsuperuser`` calls: an administrator.

        Raises:
            ValidationError: the name is no name, or taken; the command shows it.
        """
        flags |= {"is_staff": True, "is_superuser": True}
        try:
            return self.sign_up(key, password or secrets.token_urlsafe(32), **flags)
        except ChatError as error:
            raise ValidationError(error.detail) from None

    def _enter(self, name: str, **fields: Any) -> User:
        name = person_name(name)
        try:
            with transaction.atomic():
                self.vacate(key_of(name))
                user: User = self.create(name=name, key=key_of(name), **fields)
                user.come_in()
        except IntegrityError:
            raise NameTaken from None  # by somebody who came at the same moment
        return user

    def vacate(self, key: str) -> None:
        """Make a guest who is gone give way.

        Raises:
            NameRegistered, NameTaken: whoever has the name keeps it.
        """
        if holder := self.select_for_update().filter(key=key).first():
            holder.give_way()


class User(AbstractBaseUser, PermissionsMixin):
    # Unique, and what people log in with: the name without regard to case. A released
    # guest's is "~" and a number, which nobody can be called.
    key = models.CharField("name", max_length=120, unique=True)
    name = models.CharField("shown name", max_length=30)
    guest = models.BooleanField(default=False)
    muted = models.BooleanField(
        default=False, help_text="A muted person can read, but not write."
    )
    is_active = models.BooleanField(
        "not banned", default=True, help_text="Untick to ban this person."
    )
    is_staff = models.BooleanField("administrator", default=False)
    joined = models.DateTimeField(default=timezone.now, editable=False)
    seen = models.DateTimeField("last seen", default=timezone.now, editable=False)
    # Part of every session's hash and every guest's token: a new number ends them all.
    epoch = models.PositiveIntegerField(default=0, editable=False)
    # A plain-text guest has no way to come back: the name is free when they have gone.
    may_return = models.BooleanField(default=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "key"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

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
    def person(self) -> wire.Person:
        return wire.Person(id=self.pk, name=self.name, guest=self.guest)

    @property
    def address(self) -> str:
        """What tells this person from all others: the name, while it is theirs."""
        return f"{self.name}{self.key}" if self.is_released else self.name

    @property
    def is_released(self) -> bool:
        return self.key.startswith(RELEASED)

    def is_called(self, name: str) -> bool:
        return key_of(name) == key_of(self.name)

    def admitted(self) -> User:
        """This person, if nobody has closed the account.

        Raises:
            Banned: an administrator has.
        """
        if not self.is_active:
            raise Banned
        return self

    def require_login(self) -> None:
        """Look up whether this log-in still counts.

        Raises:
            Banned, LoginRequired: it has been ended since this person was read.
        """
        [error] = ends_of([self])
        if error:
            raise error

    def require_voice(self) -> None:
        """Look up whether this person may write now; an administrator may have acted.

        Raises:
            Banned, Muted: they may not.
        """
        self.require_login()
        if User.objects.filter(pk=self.pk, muted=True).exists():
            raise Muted

    def check_voice(self, epoch: int | None, is_active: bool, muted: bool) -> None:
        """``require_voice`` by what was looked up.

        Raises:
            Banned, LoginRequired, Muted
        """
        if error := _end_of(self, epoch, is_active):
            raise error
        if muted:
            raise Muted

    def token(self) -> str:
        """What brings this guest back within ``GUEST_TOKEN_SECONDS``."""
        return signing.dumps([self.pk, self.epoch], salt=_TOKEN_SALT)

    def get_session_auth_hash(self) -> str:
        return self._session_hash(secret=None)

    def get_session_auth_fallback_hash(self) -> Any:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret=secret)

    def _session_hash(self, secret: str | None) -> str:
        return salted_hmac(
            "chat.session",
            f"{self.password}{self.epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def log_out_everywhere(self, code: str = "login-required") -> None:
        """End every session and guest's token, and close every live connection."""
        with transaction.atomic():
            User.objects.filter(pk=self.pk).update(epoch=models.F("epoch") + 1)
            self.refresh_from_db(fields=["epoch"])
            close_connections(self.pk, code)

    def log_out_here(self, session_key: str) -> None:
        """End one log-in: its live connections close, and a guest's name is free."""
        with transaction.atomic():
            close_connections(self.pk, "login-required", key=session_key)
            if self.guest:
                self.release()

    def reconnect(self) -> None:
        """Have every live connection made anew, after a change that they must see."""
        close_connections(self.pk, "login-required")

    def change_password(self, password: str | None) -> None:
        """Set a new password, None for one that never fits; other log-ins end."""
        self.set_password(password)
        self.save(update_fields=["password"])
        self.log_out_everywhere()

    def ban(self) -> None:
        """Close the account and everything that it has open."""
        with transaction.atomic():
            User.objects.filter(pk=self.pk).update(is_active=False)
            self.is_active = False
            self.log_out_everywhere("banned")

    def come_in(self) -> None:
        """Give those who take people in a newcomer, or a guest who is back."""
        came_in.send(User, user=self)

    def give_way(self) -> None:
        """Let go of the name for somebody who asks for it.

        Raises:
            NameRegistered: it is a registered account's, and stays so.
            NameTaken: its guest is here, or was a moment ago.
        """
        if not self.guest:
            raise NameRegistered
        if self.holds_name():
            raise NameTaken
        self.release()

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

    def _has_left_something(self) -> bool:
        direct = self.memberships.filter(conversation__kind="direct")
        return any(each.exists() for each in (self.messages, self.reactions, direct))

    def reclaim(self) -> None:
        """Take one's name back after it was released.

        Raises:
            NameRegistered, NameTaken: somebody else has it by now.
        """
        if not self.is_released:
            return
        with transaction.atomic():
            User.objects.vacate(key_of(self.name))
            self.key = key_of(self.name)
            self.save(update_fields=["key"])
            self.come_in()


def address_key(name: str) -> str:
    """What finds the person whom ``"bob"``, ``"@bob"`` or ``"@bob~17"`` means."""
    name, released, number = name.removeprefix("@").partition(RELEASED)
    return RELEASED + number if released else key_of(name)


def ends_of(users: Sequence[User]) -> list[ChatError | None]:
    """Why each of these log-ins does not count any more, in one query; None: it does.

    What may have been done since these people were read: a ban, a new epoch.
    """
    wanted = {user.pk for user in users}
    rows = User.objects.filter(pk__in=wanted).values_list("pk", "epoch", "is_active")
    known = {number: (epoch, is_active) for number, epoch, is_active in rows}
    return [_end_of(user, *known.get(user.pk, (None, True))) for user in users]


def _end_of(user: User, epoch: int | None, is_active: bool) -> ChatError | None:
    if not is_active:
        return Banned()
    return None if epoch == user.epoch else LoginRequired("You were logged out.")
