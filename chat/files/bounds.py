"""How much of files there may be: of one, of somebody's, and of the site's."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from chat.files.models import File
from chat.models import User
from chat.text.size import size_of
from chat.wire.errors import DiskFull, NotAllowed, TooLong, TooMany

# Of one person, that were not shared yet.
UNSHARED_MOST = 20


def require_size(size: int) -> None:
    """Raises:
    NotAllowed: the site takes no files.
    TooLong: none of that size.
    """
    most: int = settings.CHAT_FILE_BYTES
    if not most:
        raise NotAllowed("This site takes no files.")
    if size > most:
        raise TooLong("A file has at most {size}.", size=size_of(most))


def require_room(owner: User, size: int, *, but: File | None = None) -> None:
    """In the transaction that takes in a file, or learns how large ``but`` is.

    Raises:
        TooMany: the owner has too many, or too much.
        DiskFull: the site has.
    """
    # Of two of their connections, the second sees what the first has done.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    mine, every = owner.files.all(), File.objects.all()
    if but is not None:
        mine, every = mine.exclude(pk=but.pk), every.exclude(pk=but.pk)
    if mine.filter(seq=None).count() >= UNSHARED_MOST:
        raise TooMany(
            "So many of your files wait to be shared: share them, or try again later."
        )
    if _bytes(mine) + size > settings.CHAT_FILES_BYTES_PER_PERSON:
        raise TooMany("Your files have taken all the room that they may.")
    if _bytes(every) + size > settings.CHAT_FILES_BYTES:
        raise DiskFull


def _bytes(files: QuerySet[File]) -> int:
    taken = Sum(Coalesce("size", settings.CHAT_FILE_BYTES))
    return files.aggregate(taken=taken)["taken"] or 0
