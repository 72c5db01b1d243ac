"""What every command that serves does first: Redis, the database, who may come in.

Whatever an operator can get wrong is a CommandError of one sentence, and no password
is ever part of it.
"""

import logging
import platform
import signal
import sqlite3
import sys
from collections.abc import Iterable, Mapping

import django
from channels.exceptions import InvalidChannelLayerError
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.urls import reverse

from chat import VERSION
from chat.backup import folder, soundness
from chat.broker import embedded
from chat.broker.adapter import channel_layer
from chat.concurrency import damage
from chat.logging.counted import counted
from chat.logging.reasons import reason
from chat.management.serving import bounds, changed, database
from chat.management.serving.addresses import Address
from chat.management.serving.encrypted import Encrypted
from chat.management.serving.reach import reach
from chat.registration import starting
from chat.site import OBSTACLES, Site, command
from chat.updates import versions
from chat.updates.alone import alone_in_folder
from chat.updates.standing import Standing, TooOld
from chat.web.build import build_of_page
from chat.web.files import collected

logger = logging.getLogger("chat.process")

# It has RETURNING, which chat.models.posting.steps uses.
OLDEST_SQLITE = (3, 35, 0)


def prepare() -> None:
    """Make sure of everything that the site stands on.

    Raises:
        CommandError: something is missing; one sentence says what to do.
    """
    reach_redis()
    _find_channel_layer()
    try:
        _prepare_database()
        _tell_versions()
    finally:
        _let_go()


def note_settings() -> None:
    """Have the audit log know of settings that are others than at the last start."""
    try:
        if not damage.is_known():
            changed.note_settings()
    finally:
        _let_go()


def open_site(
    addresses: Iterable[Address],
    *,
    web: Address | None = None,
    json_door: tuple[str, int] | None = None,
    encrypted: Encrypted | None = None,
    workers: int = 1,
    files: Mapping[str, str] | None = None,
) -> None:
    """Note where this process is reached, now that it is to serve.

    ``addresses`` are all that it listens on without TLS; ``web`` is the browser's;
    ``workers``: as many processes are this one; ``files``: see ``chat.site``.

    Raises:
        CommandError: the database has no room for them.
    """
    encrypted = encrypted or Encrypted()
    webs = [] if settings.HOSTS_ARE_GIVEN else [web, encrypted.web]
    own = {name: None for at in webs if at is not None for name in at.names}
    every = [*addresses, *encrypted.wanted.values()]
    is_loopback = all(address.is_loopback for address in every)
    doors = encrypted.addresses
    own_web = None if web is None else (web.shown.host, web.port)
    known = is_loopback, tuple(own), json_door, own_web, doors, build_of_page()
    Site(*known, files or {}).open()
    database.serve(workers)
    bounds.warn()


def collect() -> Mapping[str, str]:
    """Lay down the page's files, but for somebody who works at them.

    Raises:
        CommandError: there is no room for them.
    """
    try:
        return {} if settings.DEBUG else collected.collect(settings.STATIC_ROOT)
    except collected.CannotCollect as error:
        raise CommandError(str(error)) from None


def end_quietly_on_signals() -> None:
    """Ctrl-C and SIGTERM end the command with code 0, at whatever moment they come."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))


def first_steps() -> list[str]:
    """The line with the address that makes the first administrator, if there is none.

    It is good once; who reaches the site by another name puts that in its place.
    """
    try:
        with alone_in_folder():  # another first start may migrate just now
            token = starting.begin()
    finally:
        _let_go()
    if not token:
        return []
    page = f"{Site.here().url}{reverse('start', args=[token])}"
    return [f"There is no administrator yet. Open this, which makes one: {page}"]


def _tell_versions() -> None:
    python, system = platform.python_version(), platform.system()
    words = VERSION, python, django.__version__, system
    logger.info("chatsite %s starts: Python %s, Django %s, on %s.", *words)
    logger.info("Database: %s, %s.", _database_name(), versions.database())
    whose = "which comes along, " if settings.REDIS_IS_EMBEDDED else ""
    for url in settings.REDIS_URLS:
        logger.info("Redis: %s%s.", whose, versions.redis(url))


# --- Redis ----------------------------------------------------------------------------


def reach_redis() -> None:
    """Start the embedded Valkey, or ask the Redis of ``REDIS_URL`` whether it is there.

    Raises:
        CommandError: it is not.
    """
    if not settings.REDIS_IS_EMBEDDED:
        for url in settings.REDIS_URLS:
            reach(url)
        return
    try:
        embedded.ensure(settings.CHAT_DATA_DIR)
    except embedded.EmbeddedError as error:
        raise CommandError(str(error)) from None


def _find_channel_layer() -> None:
    try:
        channel_layer()
    except InvalidChannelLayerError:
        raise CommandError(
            f"CHANNEL_LAYER is {settings.CHANNEL_LAYER!r}, which is no channel layer"
            " that is installed here: correct it, or unset it to use the site's own."
        ) from None


# --- The database ---------------------------------------------------------------------


def _prepare_database() -> None:
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise CommandError(
            f"This Python has SQLite {sqlite3.sqlite_version}, which is too old: take"
            " one with 3.35 or newer, or a PostgreSQL (DATABASE_URL)."
        )
    try:
        soundness.begin()
        with alone_in_folder():
            # A transaction, because a database that can only be read is of no use.
            # One that is damaged is read all the same, by whoever comes in.
            if not damage.is_known():
                with transaction.atomic():
                    pass
            standing = Standing.of(connection)
        _migrate_or_complain(standing)
        _require_no_obstacle()
    except (DatabaseError, InterfaceError, OSError) as error:
        why = reason(error, connection.settings_dict["PASSWORD"])
        raise CommandError(
            f"The database {_database_name()} cannot be used ({why}). {_remedy()}"
        ) from None


def _let_go() -> None:
    """Keep no connection: workers that are forked from here need their own."""
    connection.close()


def _migrate_or_complain(standing: Standing) -> None:
    try:
        standing.allow(connection)
    except TooOld as error:
        raise CommandError(str(error)) from None
    if standing.pending and not settings.DATABASE_IS_EMBEDDED:
        raise CommandError(
            f"The database {_database_name()} lacks"
            f" {counted(len(standing.pending), 'migration')}: run {command('migrate')}."
        )
    if standing.pending:
        call_command("migrate", interactive=False, verbosity=0)


def _require_no_obstacle() -> None:
    for obstacle in OBSTACLES:
        if said := obstacle():
            raise CommandError(said)


def _database_name() -> str:
    its = connection.settings_dict
    host, port = its["HOST"], its["PORT"]
    where = f" at {host}:{port}" if port else f" at {host}" if host else ""
    return f"{its['NAME']}{where}"


def _remedy() -> str:
    if damage.is_known():
        return folder.advice()
    if settings.DATABASE_IS_EMBEDDED:
        return (
            "Make it readable and writable, with room on its disk, or name another"
            " folder in CHAT_DATA_DIR."
        )
    return "Start its server, correct DATABASE_URL, or unset it to use SQLite."
