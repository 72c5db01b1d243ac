"""A person: registered with a password, or a guest who only gave a name."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.dispatch import Signal
from django.utils import timezone

from chat import wire
from chat.models.names.calling import tell_of_name
from chat.models.names.former_name import FormerName
from chat.models.names.renaming import Renaming
from chat.models.names.skeletons import one_look, unlooked
from chat.models.names.spellings import place
from chat.models.people.access import Access, ended_among
from chat.models.people.card import Card
from chat.models.people.guest import STALE, NamedManager, guest_of
from chat.models.people.receipts import Receipts
from chat.models.people.speaking import Speaking
from chat.models.permissions import UNKNOWN, Standing, end_of_login, require_voice
from chat.text.lookalikes import skeleton
from chat.text.names import RELEASED, address_key, key_of
from chat.wire.errors import (
    BadCredentials,
    ChatError,
    NameRegistered,
    NameTaken,
    NoSuchUser,
)

# Of a log-in that has ended on its own.
NO_EPOCH = -1
# ``user`` has come in; whatever takes people in does it in the same transaction.
came_in = Signal()


class UserManager(NamedManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(key=key_of(username or ""))

    def named(self, name: str) -> User:
        """The person who has that name now; ``bob~17`` is a guest who lost it.

        If nobody has it, whoever was called that before.

        Raises:
            NoSuchUser: nobody has it, or had it.
        """
        key = address_key(name)
        user = self.filter(key=key).first() or self.formerly([key]).get(key)
        if user is None:
            raise NoSuchUser
        return user

    def formerly(self, keys: Iterable[str]) -> dict[str, User]:
        """Who had these names last of all who are called otherwise by now, by key.

        Not who has left for good: what they said is nobody's.
        """
        rows = FormerName.objects.filter(key__in=keys).select_related("user")
        rows = rows.exclude(user__key__startswith=RELEASED)
        return {row.key: row.user for row in rows.order_by("until", "pk")}

    def sign_up(self, name: str, password: str | None, **flags: Any) -> User:
        """Make a registered account; without a password something else lets them in.

        Raises:
            NameInvalid: it is no name.
            NameTaken: somebody has it, or one that looks like it, be it a guest who
                is here; or it is reserved.
            Busy: too many passwords are to be hashed.
        """
        try:
            is_staff = flags.get("is_staff", False)
            name = self.newcomers_name(name, is_staff=is_staff)
            self.require_free(name)  # before what is dear
            hashed = make_password(password)  # slow on purpose: not in the transaction
            return self._enter(name, password=hashed, **flags)
        except NameRegistered:
            raise NameTaken from None  # nobody here asks for its password

    def admit_guest(
        self,
        name: str,
        *,
        may_return: bool = True,
        address: str | None = None,
        browser: str = "",
    ) -> User:
        """Make a guest's account.

        ``may_return``: they have a cookie or a token, so that a name can be kept for
        them. ``address``: from where they come ("" if that is not known), which is
        recorded. ``browser``: the number of the one that they come by, which gives them
        back the name that they had there, if they were logged out.

        Raises:
            NameInvalid: it is no name.
            NameRegistered: it belongs to a registered account.
            NameTaken: another guest has it, or somebody one that looks like it; or it
                is reserved.
        """
        if browser:
            self.give_back(key_of(name), browser)
        came_by = None if address is None else (address[:64], browser[:32])
        how = {"guest": True, "may_return": may_return}
        return self._enter(name, came_by, password=make_password(None), **how)

    def bring_in(self, name: str, **fields: Any) -> User:
        """Make an account of somebody who was elsewhere before, or had to wait.

        Without a hash of their ``password`` nobody can log in until one is set.

        Raises:
            NameInvalid, NameRegistered, NameTaken: as for ``admit_guest``.
        """
        return self._enter(name, **{"password": make_password(None), **fields})

    def check_login(self, name: str, password: str) -> User:
        """The registered account with that name and that password.

        Takes as long, and says the same, whether the name exists or not.

        Raises:
            BadCredentials: there is no such account with such a password.
            Banned: there is, but it was closed.
            Busy: too many passwords are to be hashed.
        """
        user = self.registered(key_of(name))
        if user is None:
            make_password(password)
        if user is None or not user.check_password(password):
            raise BadCredentials
        return user.admitted()

    def returning_guest(self, token: str) -> User:
        """The guest whom a ``welcome`` gave that token, within 24 hours.

        Raises:
            BadCredentials: the token is not ours, too old, or was made worthless.
            NameRegistered: the guest has an account by now.
            NameTaken: somebody else has the name by now.
        """
        number, epoch = guest_of(token)
        user = self.filter(pk=number).first()
        if user is None:
            raise BadCredentials(STALE)
        if not user.guest:
            raise NameRegistered  # they have signed up, and have a password now
        if user.epoch != epoch:
            user.let_go()
            raise BadCredentials(STALE)
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

    def registered(self, key: str) -> User | None:
        """The account that has that name now, or had it before; no guest's."""
        user = self.filter(key=key).first() or self.formerly([key]).get(key)
        return None if user is None or user.guest else user

    def _enter(
        self, name: str, came_by: tuple[str, str] | None = None, **fields: Any
    ) -> User:
        name = self.newcomers_name(name, is_staff=fields.get("is_staff", False))
        with self.taking(name):
            user = self.create(name=name, key=key_of(name), **fields)
            if came_by:  # by that it is known which rooms they are kept out of
                address, browser = came_by
                user.visits.create(address=address, browser=browser)
            user.come_in()
        return user


class User(
    Renaming, Access, Speaking, Receipts, Card, AbstractBaseUser, PermissionsMixin
):
    muted = models.BooleanField(
        default=False, help_text="A muted person can read, but not write."
    )
    is_staff = models.BooleanField("administrator", default=False)
    joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["key"]
        permissions = [("set_password", "Can set somebody's password")]
        constraints = [one_look("one_look")]
        indexes = [
            unlooked("people_of_before"),
            models.Index(
                fields=["folded"],
                condition=models.Q(folded__isnull=False),
                opclasses=["varchar_pattern_ops"],
                name="people_by_fold",
            ),
            models.Index(
                Upper("email"), condition=models.Q(email__gt=""), name="people_by_email"
            ),
            # In which order they are listed: see ``members``.
            models.Index(place(), "key", name="people_in_order"),
            # Whom the sweep looks at: see ``erase_guests``.
            models.Index(
                fields=["seen"], condition=models.Q(guest=True), name="guests_seen"
            ),
            models.Index(
                fields=["seen"], condition=models.Q(status__gt=""), name="saying_how"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def person(self) -> wire.Person:
        return wire.Person(id=self.pk, name=self.name, key=self.key, guest=self.guest)

    def joined_event(self, where: wire.Conversation | int) -> wire.Joined:
        """That this person is in a conversation from now on."""
        return wire.Joined(conversation=where, sender=self.name, author=self.pk)

    def left_event(self, number: int) -> wire.Left:
        """That this person is not in a room any more."""
        return wire.Left(conversation=number, sender=self.name, author=self.pk)

    def require_voice(self) -> None:
        """Look up whether this person may write now; an administrator may have acted.

        Raises:
            Banned, Muted: they may not.
        """
        rows = User.objects.filter(pk=self.pk)
        row = rows.values_list("epoch", "is_active", "muted").first()
        require_voice(self.epoch, Standing(*row) if row else UNKNOWN)

    def come_in(self) -> None:
        """Give those who take people in a newcomer, or a guest who is back."""
        came_in.send(User, user=self)

    def reclaim(self) -> None:
        """Take one's name back after it was released.

        Raises:
            NameRegistered, NameTaken: somebody else has it by now.
        """
        if not self.is_released:
            return
        key, looks, former = key_of(self.name), skeleton(self.name), self.address
        with User.objects.taking(self.name, besides=self.pk):
            User.objects.filter(pk=self.pk).update(key=key, skeleton=looks)
            self.come_in()
            self.key, self.skeleton = key, looks
            tell_of_name(self, former)


def ends_of(users: Sequence[User]) -> list[ChatError | None]:
    """Why each of these log-ins does not count any more, in one query; None: it does.

    What may have been done since these people were read: a ban, a new epoch, the end of
    that one log-in. And they are called what they are called now.
    """
    ended = ended_among({user.login for user in users if user.login})
    wanted = {user.pk for user in users}
    columns = "pk", "epoch", "is_active", "name", "key"
    rows = User.objects.filter(pk__in=wanted).values_list(*columns)
    now = dict.fromkeys(wanted, UNKNOWN)
    called = {user.pk: (user.name, user.key) for user in users}
    for number, epoch, active, *name in rows:
        now[number], called[number] = Standing(epoch, active), name
    for user in users:
        user.name, user.key = called[user.pk]
    return [
        end_of_login(NO_EPOCH if user.login in ended else user.epoch, now[user.pk])
        for user in users
    ]
