"""The first start: while there is no administrator, an address makes one, once.

Whoever starts the site is told it, so that no shell is needed. The database knows only
its digest; a new start has a new address, and that of before is worth nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from chat.accounts.visitor import Visitor
from chat.concurrency import damage
from chat.files.logo import showing
from chat.files.models import Logo
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.hashing import HASHING, SIGN_UP
from chat.models.people.visit import record_visit
from chat.registration.choosing import choose
from chat.registration.models import SiteSettings
from chat.wire.errors import ChatError, NotAllowed
from chat.words import sentence

USED = sentence("That address was used, or is none any more.")


def begin() -> str:
    """A token for the page of the first start; "" where there is an administrator."""
    if damage.is_known() or _has_administrator():
        return ""
    token = secrets.token_urlsafe(24)
    _begin_with(_digest(token))
    return token


def is_open(token: str) -> bool:
    """Whether the page of that token makes an administrator."""
    known = SiteSettings.current().start
    is_it = constant_time_compare(known, _digest(token))
    return is_it and not _has_administrator()


def make_administrator(token: str, form: Mapping[str, Any], visitor: Visitor) -> User:
    """Make who runs the site, as they have answered what it asks them: ``StartForm``.

    Raises:
        NotAllowed: the token is worth nothing any more.
        NameInvalid, NameTaken, Busy
    """
    powers = {"is_staff": True, "is_superuser": True}
    with _used(token), HASHING.taken(SIGN_UP, visitor.network):
        user = User.objects.sign_up(form["name"], form["password"], **powers)
    record_visit(user, visitor.address, visitor.browser)
    who = {"address": visitor.address, "door": visitor.door}
    audit("first administrator", name=user.name, **who)
    # Unless it is otherwise than the settings say, those may still change it.
    name = "" if form["site"] == settings.CHAT_SITE_NAME else form["site"]
    choose(name=name, registration=form["registration"])
    if form["logo"] is not None:
        Logo.objects.create(picture=form["logo"])
        showing.renew()
    return user


@contextmanager
def _used(token: str) -> Iterator[None]:
    """Use a token up; it is good again where nobody comes of it after all.

    Raises:
        NotAllowed: somebody has, or there is an administrator by now.
    """
    known = SiteSettings.objects.filter(start=_digest(token))
    # One statement asks and does: of two, one comes in.
    if not is_open(token) or not known.update(start=""):
        raise NotAllowed(USED)
    try:
        yield
    except ChatError:
        _begin_with(_digest(token))
        raise


def _begin_with(digest: str) -> None:
    SiteSettings.objects.update_or_create(
        pk=SiteSettings.ONE, defaults={"start": digest}
    )


def _has_administrator() -> bool:
    return User.objects.filter(is_superuser=True).exists()


def _digest(token: str) -> str:
    # Nobody guesses what it is of: it needs no salt.
    return sha256(token.encode()).hexdigest()
