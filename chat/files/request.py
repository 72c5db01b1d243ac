"""A request about a file, as ASGI brings it, and its answer."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from chat.accounts.visitor import cookies_of
from chat.files.addresses import is_apart
from chat.models import User
from chat.sessions.process import Process
from chat.web.encrypted import session_key

Header = tuple[bytes, bytes]
# Python refuses to read numbers of some thousands, and no file has so many bytes.
DIGITS_MOST = 18
# Of each answer: what it is, nobody guesses; nothing in it runs, or loads anything.
SAFE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


class Request:
    """``is_answered``: an answer was begun."""

    def __init__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope = scope
        self.receive = receive
        self._send = send
        self.is_answered = False

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def is_apart(self) -> bool:
        """Whether it came to where files are handed out, and no more."""
        return is_apart(self.header("host"))

    @property
    def query(self) -> str:
        """What its address says behind the path."""
        return str(self.scope.get("query_string", b"").decode("latin-1"))

    def asked(self, name: str) -> str | None:
        """What its address says there; None if nothing."""
        return QueryDict(self.query).get(name)

    def header(self, name: str) -> str:
        """What it says there; "" if nothing."""
        wanted = name.encode()
        headers = self.scope.get("headers", ())
        found = (value for key, value in headers if key.lower() == wanted)
        return str(next(found, b"").decode("latin-1"))

    def number(self, name: str) -> int | None:
        """The number that it says there; None if it says none, or none so large."""
        text = self.header(name)
        is_one = text.isascii() and text.isdigit() and len(text) <= DIGITS_MOST
        return int(text) if is_one else None

    async def person(self) -> User | None:
        """Who has logged in at the page that it comes from."""
        with_tls = self.scope.get("scheme") == "https"
        key = session_key(cookies_of(self.scope), with_tls=with_tls)
        return await Process.here().users(key) if key else None

    async def begin(self, status: int, *headers: Header) -> None:
        """Begin the answer."""
        self.is_answered = True
        # Who has a link may show it in a page of any origin, as the site itself does.
        origin = b"cross-origin" if self.is_apart else b"same-origin"
        shown: Header = (b"cross-origin-resource-policy", origin)
        start = {"type": "http.response.start", "status": status}
        await self._send({**start, "headers": [*SAFE, shown, *headers]})

    async def go_on(self, body: bytes = b"", *, more: bool = False) -> None:
        """More of the answer; waits for a slow reader."""
        part = {"type": "http.response.body", "body": body, "more_body": more}
        await self._send(part)

    async def say(self, status: int, sentence: str, *headers: Header) -> None:
        """Answer by a sentence, or by none; of what has not come yet nothing is read.

        Who was refused would else go on sending.
        """
        text = f"{sentence}\n".encode() if sentence else b""
        about: list[Header] = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"cache-control", b"no-store"),
        ]
        if text:
            about.append((b"content-length", str(len(text)).encode()))
        if status >= 400 and self.method in ("POST", "PUT", "PATCH"):
            about.append((b"connection", b"close"))
        await self.begin(status, *about, *headers)
        await self.go_on(b"" if self.method == "HEAD" else text)
