"""The log: its two formats, and what a stranger can have written into it.

Whatever writes in a process that serves comes through here, also what the libraries,
warnings and threads say that nobody listens to. What a stranger causes is a line each,
and only so many; what fails because the database is away is told by its outage.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from logging.handlers import WatchedFileHandler
from types import TracebackType
from typing import Any

from django.db.utils import InterfaceError, InternalError, OperationalError

from chat.logging.lines import FORMATS, a_line
from chat.logging.outage import DATABASE
from chat.logging.reasons import reason

SECONDS = 60.0
# Of one place in the code, in that time; what is kept back is counted.
LINES = 20
# And of who came in, and who did not: as many as come when a large site is started.
AUDIT_LINES = 3000
# Places that are remembered: more than the code has.
PLACES = 1000
# What says what somebody has sent: where in our code that was noticed tells nothing.
OF_STRANGERS = ("django.security", "uvicorn.error", "django.request")
# But these of them are our own mistakes.
OURS = ("Exception in ASGI application", "Internal Server Error")
AUDIT = "chat.audit"
AWAY = (InterfaceError, InternalError, OperationalError)
# What tells of the same, at each of its tries.
OF_THE_DATABASE = "psycopg.pool"


logger = logging.getLogger("chat.process")


def configured(chosen: str, form: str, audit: str = "") -> dict[str, object]:
    """What Django is told of logging.

    ``chosen`` is the level of the site's own; ``form`` how lines look; ``audit``: the
    file that has the audit log besides, as JSON.
    """
    told = _configured(chosen, form)
    if audit:
        told["handlers"]["audit"] = {
            "()": "chatsite.logs.AuditFile",
            "filename": audit,
            "formatter": "json",
            "filters": ["calm of audit"],
        }
        told["loggers"][AUDIT]["handlers"] = ["audit"]
    return told


def _configured(chosen: str, form: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATS[form]}, "json": {"()": FORMATS["json"]}},
        # They count, so that each handler has its own.
        "filters": {
            name: {"()": "chatsite.logs.Calm"} for name in ("calm", "calm of audit")
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["calm"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "chat": {"level": chosen},
            # Who came in is to be known, however little else.
            AUDIT: {"level": "INFO"},
            # Django's own handlers would write in other formats, or twice.
            "django": {"level": "WARNING"},
            "django.server": {"level": "WARNING", "propagate": True},
            # A form that is refused is not an operator's concern.
            "django.request": {"level": "ERROR"},
        },
    }


def catch_all() -> None:
    """Have warnings, and errors that nobody has caught, go the way of all lines."""
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def line(sentence: str, form: str, level: int = logging.CRITICAL) -> str:
    """What is wrong before there is a log, as the log would have it."""
    record = logging.LogRecord("chatsite", level, "", 0, sentence, (), None)
    return FORMATS.get(form, FORMATS["text"])().format(record)


def _uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logger.critical("Nobody has caught this.", exc_info=(kind, error, trace))


def _uncaught_in_thread(about: Any) -> None:
    if about.exc_type is SystemExit:
        return
    name = about.thread.name if about.thread else "that is gone"
    error = about.exc_value or about.exc_type()
    logger.error("The thread %s has failed.", name, exc_info=error)


def _unraisable(about: Any) -> None:
    what = about.err_msg or "Nobody could be told of this"
    logger.error("%s: %r", what, about.object, exc_info=about.exc_value)


class AuditFile(WatchedFileHandler):
    """A file that all processes write to, line by line; what rotates it may move it.

    It is made with the first line. Where it cannot be written, the log says so.
    """

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8", delay=True)

    def _open(self) -> Any:
        opener = partial(os.open, mode=0o600)
        return open(self.baseFilename, "a", encoding="utf-8", opener=opener)

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, as soon as there is a file to write to."""
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Say that a line is missing; whoever has caused it is not to blame."""
        error = sys.exc_info()[1]
        why = error.strerror if isinstance(error, OSError) else reason(error)
        logger.error("%s cannot be written: %s.", self.baseFilename, why)


class Calm(logging.Filter):
    """A filter of a handler: nobody fills the disk from outside.

    Warnings and worse of one place in the code pass ``LINES`` times a minute; the next
    that passes after that says how many did not. What strangers cause is one line.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._places: dict[tuple[str, str, int, str], _Place] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written; a stranger's record is made a line."""
        is_audit = record.name == AUDIT
        if record.levelno < logging.WARNING and not is_audit:
            return True
        if away := _trouble_of(record):
            DATABASE.failed(away)
            return False
        kind = record.exc_info[0] if record.exc_info else None
        name = kind.__name__ if kind else ""
        key = (record.name, record.pathname, record.lineno, name)
        most = AUDIT_LINES if is_audit else LINES
        if key not in self._places and len(self._places) >= PLACES:
            self._places.clear()
        place = self._places.setdefault(key, _Place(most))
        if not place.passes(self._clock()):
            return False
        if _is_of_a_stranger(record):
            _make_a_line(record)
        if remark := place.remark():
            record.msg, record.args = f"{record.getMessage().rstrip()} {remark}", ()
        return True


class _Place:
    """What came of one place in the code of late."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._since = -SECONDS
        self._passed = self._kept = self._kept_before = 0

    def passes(self, now: float) -> bool:
        if now - self._since >= SECONDS:
            self._since, self._passed = now, 0
            self._kept_before, self._kept = self._kept, 0
        if self._passed >= self._most:
            self._kept += 1
            return False
        self._passed += 1
        return True

    def remark(self) -> str:
        if self._passed == self._most:
            return f"(More of these are not shown for {SECONDS:.0f} seconds.)"
        if self._passed == 1 and self._kept_before:
            return f"({self._kept_before} of these were not shown.)"
        return ""


def _is_of_a_stranger(record: logging.LogRecord) -> bool:
    # The levels say so as well: what django.request has of an error is our own.
    is_ours = record.getMessage().startswith(OURS)
    return record.name.startswith(OF_STRANGERS) and not is_ours


def _make_a_line(record: logging.LogRecord) -> None:
    """No traceback, nothing that looks like another line, not too long; no error."""
    record.msg, record.args = a_line(record.getMessage().strip()), ()
    record.exc_info = record.exc_text = record.stack_info = None
    record.levelno, record.levelname = logging.INFO, "INFO"


def _trouble_of(record: logging.LogRecord) -> object:
    """What the database could not do, if that is what the record tells of."""
    if record.name.startswith(OF_THE_DATABASE):
        return record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    causes = (error, error and error.__cause__)
    return next((each for each in causes if isinstance(each, AWAY)), None)
