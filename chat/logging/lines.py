"""How a record becomes lines: for people, or as JSON, one object a line.

Every line has the time (UTC, in milliseconds), the level and the process, also each of
a traceback: what is gathered from many processes is sorted and filtered by line.
"""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from chat.logging.acting import acting

# Of what a stranger has sent.
CHARACTERS = 300


class Text(logging.Formatter):
    """``time process LEVEL logger: message [id]``."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it, as one line or more, each with the same head."""
        head = f"{_time(record)} {record.process} {record.levelname} {record.name}: "
        whose = f" [{which}]" if (which := _printable(acting())) else ""
        said = record.getMessage().rstrip().splitlines() or [""]
        said[0] += whose
        said += _traceback(record).splitlines()
        return "\n".join(head + _printable(line) for line in said)


class Json(logging.Formatter):
    """One object: ``time``, ``level``, ``process``, ``logger``, ``message``.

    And where there are such: ``id`` of the command or the request, ``traceback``,
    ``audit``.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write it as one line, whatever is in it."""
        told: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname,
            "process": record.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if which := _printable(acting()):
            told["id"] = which
        if audit := getattr(record, "audit", None):
            told["audit"] = audit
        if trace := _traceback(record):
            told["traceback"] = trace
        return json.dumps(told, default=str)


FORMATS: dict[str, type[logging.Formatter]] = {"text": Text, "json": Json}


def a_line(text: object, most: int = CHARACTERS) -> str:
    """What a stranger has sent, as one line that is none of ours, and not too long."""
    said = str(text)
    line = _printable(said[:most])
    return f"{line}…" if len(said) > most else line


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)


def _time(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03d}Z"


def _traceback(record: logging.LogRecord) -> str:
    parts = []
    if record.exc_info and record.exc_info[0] is not None:
        parts.append(logging.Formatter().formatException(record.exc_info))
    if record.stack_info:
        parts.append(record.stack_info)
    return "\n".join(parts)
