"""Everything that the site keeps in its database, as lines of JSON.

As it is at one moment, while the site goes on. A conversation is a file of its own,
with its messages in the order of their numbers; every other table is a file, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from chat import VERSION
from chat.backup import files
from chat.models import Conversation, Message
from chat.moving import counters
from chat.moving.boxes import Box, pack
from chat.moving.chain import Chain, linked
from chat.moving.manifest import File, Header, Manifest
from chat.moving.snapshot import snapshot
from chat.moving.tables import Columns, Row, all_columns, label, log, rows, tables

# A file, and what gives its rows.
Part = tuple[str, Iterable[Row]]
KEY = "secret_key.jsonl"
FILES = "files/"


def export_site(path: Path, *, with_key: bool = False) -> Manifest:
    """Write the whole site to ``path``, a folder or a ``.zip``.

    It has the hashes of all passwords, and all private words; ``with_key``: and the
    secret key, with which log-ins stay good.

    Raises:
        MovingError: it cannot be written.
    """
    with pack(path) as box, snapshot():
        manifest = Manifest(header(), [])
        # The files at last: they are there before the database tells of them.
        own = chain(parts(manifest.header.columns), _files())
        return write(box, manifest, chain(_key(), own) if with_key else own)


def write(box: Box, manifest: Manifest, found: Iterable[Part]) -> Manifest:
    """Write these parts, and at last what vouches for them."""
    for name, its in found:
        so_far = Chain()
        with box.open(name) as file:
            for line in linked(its, so_far):
                file.write(line)
        manifest.files.append(File(name, so_far.lines, so_far.link))
    manifest.write(box)
    return manifest


def parts(columns: Columns) -> Iterator[Part]:
    """The files of a site, in an order in which they can be read in."""
    for model in tables():
        if model is Message:
            numbers = Conversation.objects.order_by("pk").values_list("pk", flat=True)
            for number in list(numbers):
                yield f"logs/{number}.jsonl", log(number, columns)
        else:
            yield f"tables/{label(model)}.jsonl", rows(model, columns)


def header() -> Header:
    """What this database is at."""
    return Header(
        version=VERSION,
        at=timezone.now().isoformat(),
        migrations=applied_here(),
        numbers=counters.last_numbers(),
        columns={name: [*its] for name, its in all_columns().items()},
    )


def applied_here() -> list[str]:
    """The migrations of this database."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(map(".".join, applied))


def content(part: str, chunks: Iterator[bytes]) -> Iterator[Row]:
    """What a file is called, and then what is in it."""
    yield {"part": part}
    for some in chunks:
        yield {"bytes": some}


def _files() -> Iterator[Part]:
    for number, (part, chunks) in enumerate(files.found()):
        yield f"{FILES}{number}.jsonl", content(part, chunks)


def _key() -> Iterator[Part]:
    yield KEY, [{"key": settings.SECRET_KEY}]
