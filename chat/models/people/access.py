"""How somebody is let in, and put out: log-ins, passwords, bans of an account."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import salted_hmac

from chat.delivery.announce import close_connections
from chat.wire.errors import Banned
from chat.words import Words

# The account of ``user`` was closed; it is sent in the same transaction.
closed = Signal()
# Which of these log-ins, by what names them, have ended on their own: a capability adds
# to it what it lets in by.
ENDED: list[Callable[[Collection[str]], Collection[str]]] = []


class Access(models.Model):
    """A person's log-ins: whether there may be any, and what ends them."""

    is_active = models.BooleanField(
        "not banned", default=True, help_text="Untick to ban this person."
    )
    # Part of every session's hash and every guest's token: a new number ends them all.
    epoch = models.PositiveIntegerField(default=0, editable=False)
    # When an administrator set the password, and the person has not said: I have seen.
    password_given = models.DateTimeField(null=True, editable=False)

    # Where mails reach them; they have shown that it is theirs. Empty: nowhere.
    email = models.EmailField(blank=True, default="", db_default="", editable=False)
    # What names the log-in by which they are here, if it can end on its own.
    login = ""

    # Theirs, as ``User`` and what points at it say.
    password: Any
    guest: models.BooleanField[bool, bool]
    bans: Any
    log_ins: Any
    set_password: Callable[[str | None], None]
    release: Callable[[], None]

    class Meta:
        abstract = True

    def admitted(self) -> Self:
        """This person, if nobody has closed the account.

        A ban that was for a time, and is over, is lifted.

        Raises:
            Banned: an administrator has.
        """
        if refusal := self.refusal():
            raise refusal
        if not self.is_active:
            self.is_active = True
            self._row.update(is_active=True)
            self._account_bans.delete()
        return self

    def refusal(self) -> Banned | None:
        """Why this person is not let in."""
        if self.is_active:
            return None
        ban = self._account_bans.order_by("-until").first()
        if ban is None:
            return Banned()
        return ban.refusal() if ban.until > timezone.now() else None

    def get_session_auth_hash(self) -> str:
        return self._session_hash(secret=None)

    def get_session_auth_fallback_hash(self) -> Any:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret=secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        return salted_hmac(
            "chat.session",
            f"{self.password}{self.epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def log_out_everywhere(self, code: str = "login-required") -> None:
        """End every session and guest's token, and close every live connection."""
        with transaction.atomic():
            self._row.update(epoch=models.F("epoch") + 1)
            self.refresh_from_db(fields=["epoch"])
            close_connections(self.pk, code)

    def log_out_here(self, session_key: str) -> None:
        """End one log-in: its live connections close, and a guest's name is free."""
        with transaction.atomic():
            close_connections(self.pk, "login-required", key=session_key)
            if self.guest:
                self.release()

    def change_password(
        self, password: str | None, *, given_at: datetime | None = None
    ) -> None:
        """Set a new password, None for one that never fits; other log-ins end.

        ``given_at``: an administrator does, and the person will be told.
        """
        self.set_password(password)
        self.password_given = given_at
        self.save(update_fields=["password", "password_given"])  # type: ignore[misc]
        self.log_out_everywhere()

    def take_email(self, address: str) -> None:
        """Be reached there by mail from now on; empty: nowhere any more."""
        self.email = address
        self.save(update_fields=["email"])

    def notices(self, words: Words) -> list[str]:
        """What this person is to be told when they come."""
        if self.password_given is None:
            return []
        return [
            words(
                "An administrator set your password on {time}."
                " Change it, so that you alone know it.",
                time=self.password_given,
            )
        ]

    def has_seen_notices(self) -> None:
        """They need not be told again."""
        self.password_given = None
        self.save(update_fields=["password_given"])

    def ban(self) -> None:
        """Close the account and everything that it has open."""
        with transaction.atomic():
            self._row.update(is_active=False)
            self.is_active = False
            closed.send(type(self), user=self)
            self.log_out_everywhere("banned")

    @property
    def _row(self) -> models.QuerySet[Self]:
        return type(self)._default_manager.filter(pk=self.pk)

    @property
    def _account_bans(self) -> Any:
        return self.bans.filter(network="", browser="")


def ended_among(logins: Collection[str]) -> set[str]:
    """Those of these log-ins that have ended on their own."""
    return {each for which in ENDED for each in which(logins)} if logins else set()
