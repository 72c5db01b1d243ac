"""What is remembered from one start to the next: everything but the password."""

from __future__ import annotations

import contextlib
import json
import os
import pkgutil
import re
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

PORT = 9001
FILE = "settings.json"
# Most file systems take 255, with the endings of SQLite; a letter of Hindi has nine.
FILE_CHARACTERS = 200


@dataclass(frozen=True)
class Account:
    """Who comes in, where, and by what ``program``; without a password as a guest."""

    host: str
    port: int
    tls: bool
    name: str
    password: str | None = field(default=None, repr=False)
    program: str = "desktop"

    @property
    def server(self) -> str:
        """``"chat.example.org:9001"``"""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def file(self) -> str:
        """The name of a file for this person on that server."""
        whose = quote(f"{self.name.casefold()}@{self.server}", safe="@")
        if len(whose) > FILE_CHARACTERS:
            whose = sha256(whose.encode()).hexdigest()
        return f"{whose}.db"


@dataclass
class Settings:
    """``theme`` is ``system``, ``light`` or ``dark``; ``geometry`` is by window,
    ``widths`` of the lists, as with text of usual size.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    tls: bool = False
    name: str = ""
    guest: bool = True
    theme: str = "system"
    font_size: int = 11
    notify: bool = True
    geometry: dict[str, str] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Settings:
        """What was saved last, else what the site has filled in, else the defaults."""
        settings = cls()
        for text in (_of_site(), _read(folder / FILE)):
            settings.update(text)
        return settings

    def update(self, text: bytes) -> None:
        """Take over what is known and of the right kind."""
        with contextlib.suppress(ValueError):
            found = json.loads(text or b"{}")
            for each in fields(self) if isinstance(found, dict) else ():
                value = found.get(each.name)
                if type(value) is type(getattr(self, each.name)):
                    setattr(self, each.name, value)

    def size(self, window: str) -> str:
        """``"1000x680"``, as it was left, or nothing.

        Not where it was: that screen may be gone.
        """
        kept = re.match(r"\d+x\d+", str(self.geometry.get(window)))
        return kept[0] if kept else ""

    def width(self, which: str) -> int:
        """Of a list, as it was left, or 0."""
        kept = self.widths.get(which)
        return kept if isinstance(kept, int) and 0 < kept < 4000 else 0

    def remember(self, account: Account) -> None:
        """Who came in last, and where; never the password."""
        self.host, self.port, self.tls = account.host, account.port, account.tls
        self.name, self.guest = account.name, account.password is None

    def save(self, folder: Path) -> None:
        """Keep them; where that fails they are only forgotten."""
        with contextlib.suppress(OSError):
            draft = folder / f"{FILE}.{os.getpid()}"
            draft.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
            draft.replace(folder / FILE)


def _of_site() -> bytes:
    """The address of the site that has packed this client."""
    try:
        return pkgutil.get_data("chat.desktop", "site.json") or b""
    except OSError:
        return b""  # it runs from a checkout


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
