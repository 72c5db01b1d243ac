"""The verbs of pictures of people, and how a page is told of them.

That is a sheet of styles, with one rule for each person who has a picture: it comes
after everything else, and nothing of the page has to know of it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import EVERYONE
from chat.files.models import Avatar, File
from chat.models import User
from chat.models.limits import SAID_OF_ONESELF, spend
from chat.wire.errors import NotAllowed

# So many are in the sheet, of those who were here last.
LISTED_MOST = 1000


def drawn(owner: User, id: UUID) -> File:
    """A picture of theirs that was drawn, and not shared.

    Raises:
        NotAllowed: there is none such.
    """
    mine = File.objects.filter(owner=owner, pk=id, seq=None, media__startswith="image/")
    file = mine.exclude(width=None).first()
    if file is None:
        raise NotAllowed("That is no picture that the site can draw.")
    return file


def set_avatar(user: User, file: File, picture: bytes, plain: bytes) -> wire.AvatarSet:
    """Have others see that ``picture``, which was drawn of the file; ``plain``: as PNG.

    Raises:
        Muted, Banned, RateLimited
    """
    with transaction.atomic():
        user.require_voice()
        spend(user, SAID_OF_ONESELF)
        about = {"sha256": file.sha256, "picture": picture, "plain": plain}
        Avatar.objects.update_or_create(person=user, defaults=about)
        # What there was to it is drawn: its content goes as of others that nobody has.
        File.objects.filter(pk=file.pk, seq=None).delete()
        return _tell(user, path_of(file.sha256))


def path_of(sha256: str) -> str:
    """Where the picture of that content is, at the site, for whoever has logged in."""
    return reverse("avatar", args=[sha256])


def take_away(user: User) -> wire.AvatarSet:
    """Have others see the letter again; they are told, unless it was so."""
    with transaction.atomic():
        count, _ = Avatar.objects.filter(person=user).delete()
        if count:
            return _tell(user, "")
    return wire.AvatarSet(name=user.name, person=user.pk)


def avatars(people: Collection[int]) -> wire.Avatars:
    """The pictures of these, as PNG."""
    found = Avatar.objects.filter(person__in=people, person__is_active=True)
    rows = found.exclude(plain=b"").order_by("person").values_list("person", "plain")
    told = [(number, b64encode(plain).decode()) for number, plain in rows]
    return wire.Avatars([wire.Avatar(person=number, png=png) for number, png in told])


def sheet() -> str:
    """A rule for each person who has a picture: by the name, as the page marks it.

    The same people with the same pictures make the same sheet, which is made once,
    whoever of them was here last.
    """
    found = Avatar.objects.filter(person__is_active=True).order_by("-person__seen")
    rows = found.values_list("person__name", "sha256")[:LISTED_MOST]
    return _sheet_of(tuple(sorted(rows)))


@lru_cache(maxsize=1)
def _sheet_of(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(_rule(name, path_of(sha256)) for name, sha256 in rows)


def _tell(user: User, path: str) -> wire.AvatarSet:
    event = wire.AvatarSet(name=user.name, person=user.pk, href=path)
    announce([EVERYONE], event)
    return event


def _rule(name: str, path: str) -> str:
    marked = "".join(
        each if each.isalnum() else f"\\{ord(each):x} " for each in name.lower()
    )
    shown = f'background-image:url("{path}");background-size:cover'
    return f'[data-avatar="{marked}"]{{{shown};color:transparent}}\n'
