"""The settings, the programs, the files and the disk of this machine."""

from __future__ import annotations

import ctypes
import difflib
import os
import platform
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings

from chat import VERSION
from chat.backup import folder
from chat.doctor.finding import OK, WARNING, WRONG, Asked, Finding
from chat.site import command
from chatsite import environment
from chatsite.folder import OTHERS, OWN

# Read without a helper.
ALSO_KNOWN = {"CHAT_DATA_DIR", "CHAT_BACKUP_DIR"}
LITTLE_BYTES, LEAST_BYTES = 2_000_000_000, 200_000_000
BACKUP_IS_OLD = 2.5  # times the time between two
# adjtimex(2): what it returns of a clock that nothing sets right; more than it fills.
TIME_ERROR, TIMEX_BYTES = 5, 512


def variables(asked: Asked) -> Iterator[Finding]:
    """Whether each ``CHAT_*`` of the environment is one that is read."""
    known = environment.READ | ALSO_KNOWN
    unknown = sorted(n for n in os.environ if n.startswith("CHAT_") and n not in known)
    for name in unknown:
        near = difflib.get_close_matches(name, known, 1)
        do = f"you may mean {near[0]}" if near else "remove it"
        yield Finding(WARNING, "settings", f"{name} is no setting of the site", do)
    if not unknown:
        yield Finding(OK, "settings", "every CHAT_ variable is known")


def contradictions(asked: Asked) -> Iterator[Finding]:
    """What does not go together."""
    found = list(_contradictions())
    yield from found or [Finding(OK, "settings", "nothing contradicts itself")]


def _contradictions() -> Iterator[Finding]:
    is_public = any(host not in ("localhost", "127.0.0.1", "[::1]")
                    for host in settings.ALLOWED_HOSTS)  # fmt: skip
    if settings.DEBUG and (is_public or settings.HTTPS):
        said = "DEBUG shows the code and the settings to whoever comes"
        yield Finding(WRONG, "settings", said, "unset DEBUG")
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        said = "HTTPS=1, but TRUSTED_PROXIES lists no proxy: all count as one address"
        do = "set TRUSTED_PROXIES to the proxy's address, unless --web-tls serves them"
        yield Finding(WARNING, "settings", said, do)
    if "*" in settings.ALLOWED_HOSTS:
        said = "ALLOWED_HOSTS has *: whoever leads a name here decides what links say"
        yield Finding(WARNING, "settings", said, "list the site's names")
    if "*" in settings.TRUSTED_PROXIES:
        said = "TRUSTED_PROXIES has *: whoever comes names their own address"
        yield Finding(WRONG, "settings", said, "list the proxies' addresses")
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if settings.HTTPS and origin.startswith("http://"):
            said = f"CSRF_TRUSTED_ORIGINS has {origin}, without TLS, and HTTPS=1"
            yield Finding(WARNING, "settings", said, "write it with https://")
    if settings.CHAT_BURST < settings.CHAT_RATE:
        said = "CHAT_BURST is less than CHAT_RATE: nobody ever has as many commands"
        yield Finding(WARNING, "settings", said, "raise CHAT_BURST")


def versions(asked: Asked) -> Iterator[Finding]:
    """Which version this is."""
    said = f"chatsite {VERSION}, Python {platform.python_version()}"
    yield Finding(OK, "versions", f"{said}, Django {django.__version__}")


def modes(asked: Asked) -> Iterator[Finding]:
    """Whether the data folder's files, and backups, are their owner's alone."""
    root, me = settings.CHAT_DATA_DIR, os.getuid()
    own = {each for one in OWN for each in root.glob(one)}
    # Whoever has a backup can be everybody.
    for path in sorted(own | set(folder.kept())):
        about = path.stat()
        if about.st_mode & OTHERS and not path.is_socket():
            said = f"others can get at {path} (mode {about.st_mode & 0o777:o})"
            yield Finding(WRONG, "files", said, f"chmod go= {path}")
        if about.st_uid != me:
            said = f"{path} belongs to user {about.st_uid}, and not to this one"
            do = f"run this as the user of the site; if it is {me}, chown {me} {path}"
            yield Finding(WRONG, "files", said, do)
        elif not os.access(path, os.W_OK):
            yield Finding(WRONG, "files", f"{path} cannot be written", "chmod u+w it")
    yield Finding(OK, "files", f"the data folder is {root}")


def disk(asked: Asked) -> Iterator[Finding]:
    """Whether there is room."""
    for path in {settings.CHAT_DATA_DIR, _existing(Path(settings.CHAT_BACKUP_DIR))}:
        free = shutil.disk_usage(path).free
        said = f"{free / 1e9:.1f} GB are free for {path}"
        level = WRONG if free < LEAST_BYTES else WARNING if free < LITTLE_BYTES else OK
        yield Finding(level, "disk", said, "" if level == OK else "make room")


def clock(asked: Asked) -> Iterator[Finding]:
    """Whether something sets it right, where the kernel tells."""
    state = _clock_state()
    if state == TIME_ERROR:
        said = "nothing sets this machine's clock right"
        do = "have a client of NTP run, such as chrony or systemd-timesyncd"
        yield Finding(WARNING, "clock", said, do)
    elif state >= 0:
        yield Finding(OK, "clock", "this machine's clock is kept right")


def backups(asked: Asked) -> Iterator[Finding]:
    """When the last one was made."""
    every, kept = settings.CHAT_BACKUP_EVERY, folder.kept()
    if not kept:
        make = f"make one: {command('backup', 'FILE')}"
        do = make if every else "set CHAT_BACKUP_EVERY"
        said = f"there is none in {settings.CHAT_BACKUP_DIR}"
        yield Finding(WARNING, "backup", said, do)
        return
    age = time.time() - kept[-1].stat().st_mtime
    said = f"the last one, {kept[-1]}, is {age / 3600:.1f} hours old"
    if every and age > BACKUP_IS_OLD * every.total_seconds():
        do = "look into the log for why none was made since"
        yield Finding(WRONG, "backup", said, do)
    else:
        yield Finding(OK, "backup", said)


def _clock_state() -> int:
    """As adjtimex(2) returns it; -1: it is not told here."""
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    if adjtimex is None:
        return -1
    # Without a mode it changes nothing.
    return int(adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)))


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
