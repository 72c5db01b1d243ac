"""Whether what somebody shows beside the password is theirs: a code, or a passkey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from chat.accounts.visitor import Visitor
from chat.factors import keeping, recovery, totp
from chat.factors.models import Authenticator
from chat.factors.sealing import Unreadable, unseal
from chat.factors.throttle import FactorThrottle
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.failed_login import note_failure
from chat.wire.errors import BadCredentials, RateLimited
from chat.words import plural

APP, RECOVERY, PASSKEY = "code", "recovery code", "passkey"
LEFT = plural(
    "A recovery code of yours has opened your account; {count} is left.",
    "A recovery code of yours has opened your account; {count} are left.",
)


def digits_of(typed: str) -> str:
    """The code of an app, however its digits are written, and with spaces."""
    return "".join(str(int(each)) for each in typed if each.isdecimal())


def check_code(user: User, typed: str, who: Visitor, now: float) -> str:
    """Take a code of their app, or a recovery code: each opens once; which it was.

    Raises:
        BadCredentials: it is none, or was taken before.
        RateLimited: there were too many that were none.
    """
    # What is of one length and all digits is for an app.
    kind = RECOVERY if len(recovery.plain(typed)) > totp.DIGITS else APP
    with counted(kind, user, who):
        if kind == APP and not _is_of_app(user, digits_of(typed), now):
            raise BadCredentials("That code is not right, or was used already.")
        if kind == RECOVERY and not recovery.use(user, typed):
            raise BadCredentials("That is none of your recovery codes any more.")
    if kind == RECOVERY:
        keeping.say(user, *LEFT, count=user.recovery_codes.count())
    return kind


@contextmanager
def counted(kind: str, user: User, who: Visitor) -> Iterator[None]:
    """Count a factor that is wrong, and note it.

    Raises:
        RateLimited: there were too many.
    """
    throttle = FactorThrottle(kind, user, who)
    about = {"name": user.name, "address": who.address, "door": who.door, "by": kind}
    try:
        throttle.attempt()
        yield
    except (BadCredentials, RateLimited) as error:
        note_failure(user.key, who.network)
        audit("second step failed", **about, why=error.code)
        raise
    except BaseException:
        throttle.withdrawn()
        raise
    throttle.succeeded()


def _is_of_app(user: User, code: str, now: float) -> bool:
    app = Authenticator.objects.filter(person=user).first()
    try:
        secret = unseal(app.secret) if app else None
    except Unreadable:
        secret = None
    if app is None or secret is None:
        return False
    counter = totp.counter_of(secret, code, now, after=app.counter)
    if counter is None:
        return False
    # Of two who have the same code at once, one is the first.
    older = Authenticator.objects.filter(pk=app.pk, counter__lt=counter)
    return older.update(counter=counter, used=timezone.now()) == 1
