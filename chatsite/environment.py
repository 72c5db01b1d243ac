"""What the environment says, read so that a mistake is one clear sentence.

Each raises ``ImproperlyConfigured`` where a variable says what it cannot mean; one that
is not set, or empty, means its default.
"""

import math
import os
import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from chat.text.names import room_name
from chat.wire.errors import ChatError

Default = TypeVar("Default", bound=bool | None)

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")
TOKEN_CHARACTERS = 16
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LONGEST_SECONDS = 3660 * UNITS["d"]
# What was asked for so far.
READ: set[str] = set()
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def words(name: str) -> list[str]:
    """What is listed there, by commas."""
    return [word.strip() for word in _text(name).split(",") if word.strip()]


def rooms(name: str) -> list[str]:
    """The names of rooms that are listed there, without their ``#``."""
    try:
        return [room_name(each) for each in words(name)]
    except ChatError as error:
        raise ImproperlyConfigured(f"{name}: {error.detail}") from None


def flag(name: str, default: Default) -> bool | Default:
    text = _text(name).lower()
    if text not in ("", *YES, *NO):
        raise ImproperlyConfigured(f"{name} is {text!r}: set it to 1 or 0.")
    return text in YES if text else default


def number(name: str, default: float, least: int = 1) -> float:
    """A number of so much, or more."""
    text = _text(name)
    try:
        found = float(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: set it to a number.") from None
    if not (math.isfinite(found) and found >= least):
        raise ImproperlyConfigured(f"{name} is {text!r}: set it to {least} or more.")
    return found


def fraction(name: str, default: float) -> float:
    """A number above 0, and 1 at most."""
    text = _text(name)
    try:
        found = float(text) if text else default
    except ValueError:
        found = math.nan
    if not 0 < found <= 1:
        raise ImproperlyConfigured(f"{name} is {text!r}: set it above 0, to 1 at most.")
    return found


def span(name: str, default: timedelta | None) -> timedelta | None:
    """A time such as ``24h``; a number alone is of hours, and 0 is never: None."""
    text = _text(name).lower()
    if not text:
        return default
    if text in NO:
        return None
    unit = text[-1] if text[-1] in UNITS else ""
    try:
        seconds = float(text.removesuffix(unit)) * UNITS[unit or "h"]
        if 1 <= seconds <= LONGEST_SECONDS:
            return timedelta(seconds=seconds)
    except ValueError:
        pass
    raise ImproperlyConfigured(
        f"{name} is {text!r}: set it to hours such as 24h, to 7d, or to off."
    )


def url(name: str) -> str:
    """The beginning of all addresses of a site, without a slash at its end; or ""."""
    text = _text(name).rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to something like https://chat.example.org."
        )
    return text


def origin(name: str) -> str:
    """A scheme and a host, and perhaps a port, as browsers compare them; or ""."""
    found = url(name)
    if urlsplit(found).path:
        raise ImproperlyConfigured(
            f"{name} is {found!r}: set it to a host alone, with nothing behind it."
        )
    return found


def bucket(name: str) -> tuple[str, str] | None:
    """The name of a bucket of S3, and of a folder in it, as in ``s3://house/people``.

    None without. Who the site is there is said elsewhere.
    """
    text = _text(name)
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme != "s3" or not re.fullmatch(r"[a-z0-9.-]{3,63}", parts.netloc):
        # It may have a secret in it that is not to be shown.
        raise ImproperlyConfigured(
            f"{name} is no bucket: set it to s3://BUCKET, or to s3://BUCKET/FOLDER."
        )
    return parts.netloc, parts.path.strip("/")


def level(name: str, default: str) -> str:
    """A level of ``logging``, by its name."""
    text = _text(name).upper() or default
    if text not in LEVELS:
        raise ImproperlyConfigured(
            f"{name} is {_text(name)!r}: set it to one of {', '.join(LEVELS)}."
        )
    return text


def choice(name: str, default: str, *others: str) -> str:
    """One of some words; "" if none is said, and that is the default."""
    text = _text(name).lower() or default
    words = sorted(filter(None, (default, *others)))
    if text and text not in words:
        raise ImproperlyConfigured(
            f"{name} is {_text(name)!r}: set it to one of {', '.join(words)}."
        )
    return text


def token(name: str) -> str:
    """A secret that nobody guesses, in letters that a header can have; "" without."""
    text = _text(name)
    if text and not (len(text) >= TOKEN_CHARACTERS and re.fullmatch(r"[!-~]+", text)):
        raise ImproperlyConfigured(
            f"{name} is no token: set it to {TOKEN_CHARACTERS} letters, digits or signs"
            " of ASCII, or more, without spaces."
        )
    return text


def secret(name: str) -> str:
    """A secret that somebody else has chosen, on one line; "" without."""
    return _kept(name, _text(name))


def content(name: str) -> str:
    """The secret in the file that it names; "" without."""
    if not (path := _text(name)):
        return ""
    try:
        return _kept(name, Path(path).expanduser().read_text().strip())
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{name} is {path!r}: set it to a file that can be read."
        ) from None


def line(name: str, default: str, most: int) -> str:
    """A few words on one line, of so many characters at most."""
    text = _text(name) or default
    if len(text) > most or not text.isprintable():
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to one line of {most} characters at most."
        )
    return text


def colour(name: str, default: str) -> str:
    """A colour as CSS writes it in six digits, in lower case."""
    text = _text(name).lower() or default
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to a colour such as {default}."
        )
    return text


def picture(name: str, kinds: Collection[str], most: int) -> Path | None:
    """A file that a browser can show, of one of the kinds; None without."""
    if not (text := _text(name)):
        return None
    path = Path(text).expanduser().resolve()
    if not path.is_file() or path.suffix.lower() not in kinds:
        raise ImproperlyConfigured(
            f"{name} is {text!r}: set it to a file that ends with {', '.join(kinds)}."
        )
    if path.stat().st_size > most:
        raise ImproperlyConfigured(
            f"{name} is {text!r}: that file is larger than {most // 1024} KB."
        )
    return path


def address(name: str) -> dict[str, str | int | bool] | None:
    """``host:port``, or ``tls://host:port``."""
    text = _text(name)
    if not text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"tcp://{text}")
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port:
            tls = parts.scheme == "tls"
            return {"host": parts.hostname, "port": parts.port, "tls": tls}
    except ValueError:
        pass  # a port that is none
    raise ImproperlyConfigured(
        f"{name} is {text!r}: write it as host:port, or tls://host:port."
    )


def server(name: str, ports: Mapping[str, int]) -> SplitResult | None:
    """Who is reached where, as in ``smtps://user:password@host:465``; None without.

    ``ports``: the schemes that there are, each with its usual port, which it has then.
    """
    text = _text(name)
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port or ports[parts.scheme]
        if parts.hostname and parts.scheme in ports and not parts.path.strip("/"):
            at = parts.netloc if parts.port else f"{parts.netloc.rstrip(':')}:{port}"
            return parts._replace(netloc=at)
    except (KeyError, ValueError):
        pass
    # It may have a password in it that is not to be shown.
    known = ", ".join(f"{scheme}://user:password@host" for scheme in ports)
    raise ImproperlyConfigured(f"{name} is no such address: write it as {known}.")


def mailbox(name: str) -> str:
    """An address for mail, with or without a name before it (RFC 5322 §3.4); or ""."""
    text = _text(name)
    if text and not ("@" in parseaddr(text)[1] and text.isprintable()):
        raise ImproperlyConfigured(
            f"{name} is {text!r}: write it as chat@example.org, or as"
            " Chat <chat@example.org>."
        )
    return text


def _kept(name: str, text: str) -> str:
    """It, if it is no longer than a secret; never shown."""
    if len(text) > 1000 or not (text.isascii() and text.isprintable()):
        raise ImproperlyConfigured(
            f"{name} is no secret: set it to one line of 1000 characters of ASCII at"
            " most."
        )
    return text


def _text(name: str) -> str:
    READ.add(name)
    return os.environ.get(name, "").strip()
