"""The verbs of an export: somebody asks for what is theirs, it is made, and it goes.

One at a time on the whole site, and one a day of each person. It lies in the data
folder, no backup has it, and nobody but its person is handed it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.accounts import mail
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.files.addresses import url_of
from chat.files.contents import Readable
from chat.files.disk import require_room
from chat.files.handing import Handed
from chat.leaving.models import Export
from chat.logging.audit import audit
from chat.models import Conversation, User
from chat.models.tables.some import delete_some
from chat.site import Site
from chat.wire.errors import NoSuchConversation

PATH = "/files/exports/"
LIFE = timedelta(days=7)
# From one to the next of the same person.
PAUSE = timedelta(days=1)
# Who is at it renews it in good time; who was killed is succeeded after that.
HOLD = timedelta(minutes=1)
# As a rule, of the line that a message is.
MESSAGE_BYTES = 1000
# What has come to no row by then is left of who was killed.
YOUNG_SECONDS = 3600.0


def ask(user: User) -> Export:
    """The export that there is, or is made, of less than a day ago; or a new one.

    Raises:
        DiskFull: what the site keeps free would not be free any more.
    """
    with transaction.atomic():
        # Of two of their connections, the second sees what the first has asked for.
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = Export.objects.filter(person=person)
        if lately := mine.filter(at__gt=timezone.now() - PAUSE).first():
            return lately
        require_room(_bytes_of(person))
        mine.delete()
        audit("export", name=person.name)
        return Export.objects.create(person=person)


def found(user: User) -> Export | None:
    """What there is of theirs, made or not."""
    return Export.objects.filter(person=user.pk).first()


def told(its: Export) -> wire.Export:
    """What its person is told."""
    if its.ready is None:
        return wire.Export(made=False)
    href = f"{PATH}{its.pk}"
    until = wire.timestamp(its.ready + LIFE)
    return wire.Export(
        made=True, size=its.size, until=until, href=href, url=url_of(href)
    )


def handed(id: UUID, reader: User) -> Handed:
    """One that is handed out.

    Raises:
        NoSuchConversation: there is none such of that person's.
    """
    its = Export.objects.filter(pk=id, person=reader.pk, ready__isnull=False).first()
    if its is None or not place_of(its).exists():
        raise NoSuchConversation("There is no such file.")
    path, name = place_of(its), f"{Site.here().name}-{reader.name}.zip"

    def part(start: int, _end: int) -> Readable:
        file = path.open("rb")
        file.seek(start)
        return file

    return Handed(tag=f"{its.pk}", media="", name=name, size=its.size, opened=part)


# --- Making ---------------------------------------------------------------------------


def take(now: datetime) -> Export | None:
    """Hold the next that is to be made, if none is being made."""
    waiting = Export.objects.filter(ready=None)
    if waiting.filter(held_until__gt=now).exists():
        return None
    its = waiting.select_related("person").order_by("at").first()
    free = Q(held_until=None) | Q(held_until__lte=now)
    if its is None or not waiting.filter(free, pk=its.pk).update(held_until=now + HOLD):
        return None
    return its


def renew(its: Export) -> None:
    """It is being made still."""
    Export.objects.filter(pk=its.pk).update(held_until=timezone.now() + HOLD)


def succeed(its: Export, size: int) -> None:
    """It is made: its person is told."""
    its.ready, its.size, its.held_until = timezone.now(), size, None
    with transaction.atomic():
        mine = Export.objects.filter(pk=its.pk)
        if not mine.update(ready=its.ready, size=size, held_until=None):
            return
        event = told(its)
        announce([person_group(its.person_id)], event)
        if event.url is not UNSET:
            tell = partial(mail.tell_of_export, its.person, event.url)
            transaction.on_commit(tell)


def fail(its: Export) -> None:
    """It could not be made: it can be asked for anew."""
    Export.objects.filter(pk=its.pk).delete()


def is_wanted(now: datetime) -> bool:
    """Whether there is one to be made, and nobody is at it."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    return Export.objects.filter(free, ready=None).exists()


def place_of(its: Export) -> Path:
    """Where it lies."""
    return folder() / f"{its.pk}.zip"


def folder() -> Path:
    """Where exports lie: for nobody's eyes but those of who runs the site."""
    path = Path(settings.CHAT_DATA_DIR) / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


# --- By the clock ---------------------------------------------------------------------


def forget_old() -> bool:
    """Forget some that have lain for long enough; whether there may be more."""
    old = Export.objects.filter(at__lt=timezone.now() - LIFE)
    return delete_some(old.order_by("at"))


def clear() -> None:
    """Delete what lies here and is nobody's."""
    there = {path.name: path for path in folder().iterdir()}
    known = {f"{pk}.zip" for pk in Export.objects.values_list("pk", flat=True)}
    old = time.time() - YOUNG_SECONDS
    for name in there.keys() - known:
        with suppress(FileNotFoundError):
            if there[name].stat().st_mtime < old:
                there[name].unlink()


def _bytes_of(person: User) -> int:
    """About as much as it takes."""
    files = person.files.aggregate(all=Sum("size"))["all"] or 0
    mine = Conversation.objects.filter(memberships__user=person)
    logs = mine.aggregate(all=Sum(F("head") - F("start")))["all"] or 0
    return int(files + logs * MESSAGE_BYTES)
