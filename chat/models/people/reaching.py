"""Whom a mail reaches that is asked for by somebody who has not logged in."""

from __future__ import annotations

from django.db.models import Value
from django.db.models.functions import Upper

from chat.models.people.user import User
from chat.text.names import key_of

# Several accounts may have one address.
AT_ONE_ADDRESS = 5


def reachable(text: str) -> list[User]:
    """The accounts of that name, or with that e-mail address, which have both an
    address and a password, and were not closed.
    """
    known = User.objects.filter(guest=False, is_active=True, email__gt="")
    name, at, host = text.strip().removeprefix("@").rpartition("@")
    address = {"upper": Upper(Value(f"{name}@{host}"))}
    which = address if at else {"key": key_of(host)}
    its = known.alias(upper=Upper("email")).filter(**which)
    return [each for each in its[:AT_ONE_ADDRESS] if each.has_usable_password()]
