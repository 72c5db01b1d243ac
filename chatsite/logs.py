"""What a stranger can have written into the log: a line each, and only so many."""

import logging
import time
from collections.abc import Callable

SECONDS = 60.0
# Of one place in the code, in that time; what is kept back is counted.
LINES = 20
# Places that are remembered: more than the code has.
PLACES = 1000
CHARACTERS = 300
# What says what somebody has sent: where in our code that was noticed tells nothing.
OF_STRANGERS = ("django.security", "uvicorn.error", "django.request")
# But these of them are our own mistakes.
OURS = ("Exception in ASGI application", "Internal Server Error")


def configured(chosen: str) -> dict[str, object]:
    """What Django is told of logging; ``chosen`` is the level of the site's own."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
        },
        "filters": {"calm": {"()": "chatsite.logs.Calm"}},
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
            # A form that is refused is not an operator's concern.
            "django.request": {"level": "ERROR"},
        },
    }


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
        if record.levelno < logging.WARNING:
            return True
        kind = record.exc_info[0] if record.exc_info else None
        name = kind.__name__ if kind else ""
        key = (record.name, record.pathname, record.lineno, name)
        if key not in self._places and len(self._places) >= PLACES:
            self._places.clear()
        place = self._places.setdefault(key, _Place())
        if not place.passes(self._clock()):
            return False
        if _is_of_a_stranger(record):
            _make_a_line(record)
        if remark := place.remark():
            record.msg, record.args = f"{record.getMessage().rstrip()} {remark}", ()
        return True


class _Place:
    """What came of one place in the code of late."""

    def __init__(self) -> None:
        self._since = -SECONDS
        self._passed = self._kept = self._kept_before = 0

    def passes(self, now: float) -> bool:
        if now - self._since >= SECONDS:
            self._since, self._passed = now, 0
            self._kept_before, self._kept = self._kept, 0
        if self._passed >= LINES:
            self._kept += 1
            return False
        self._passed += 1
        return True

    def remark(self) -> str:
        if self._passed == LINES:
            return f"(More of these are not shown for {SECONDS:.0f} seconds.)"
        if self._passed == 1 and self._kept_before:
            return f"({self._kept_before} of these were not shown.)"
        return ""


def _is_of_a_stranger(record: logging.LogRecord) -> bool:
    # The levels say so as well: what django.request has of an error is our own.
    is_ours = record.getMessage().startswith(OURS)
    return record.name.startswith(OF_STRANGERS) and not is_ours


def _make_a_line(record: logging.LogRecord) -> None:
    """No traceback, nothing that looks like another line, and not too long."""
    text = record.getMessage().strip()
    line = "".join(each if each.isprintable() else "?" for each in text[:CHARACTERS])
    record.msg = f"{line}…" if len(text) > CHARACTERS else line
    record.args = ()
    record.exc_info = record.exc_text = record.stack_info = None
