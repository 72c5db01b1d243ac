"""The site, asked through its public address, as browsers ask it: proxies included."""

from __future__ import annotations

import base64
import http.client
import secrets
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chat.doctor import quiet
from chat.doctor.certificate import until
from chat.doctor.finding import OK, WARNING, WRONG, Asked, Finding

NAME = "address"
SECONDS = 10
# What a form of the site's may have, nearly.
BODY_BYTES = 60_000


@dataclass(frozen=True)
class Public:
    """``host`` has the port as the address has it."""

    scheme: str
    host: str

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> Any:
        """The answer, read; each by a connection of its own."""
        kinds = {"https": http.client.HTTPSConnection}
        kind = kinds.get(self.scheme, http.client.HTTPConnection)
        connection = kind(self.host, timeout=SECONDS)
        try:
            names = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, names)
            return connection.getresponse()
        finally:
            connection.close()


def look(asked: Asked) -> Iterator[Finding]:
    """Ask at that address, if one is named."""
    if not asked.url:
        return
    parts = urlsplit(asked.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        do = "write it as https://chat.example"
        yield Finding(WRONG, NAME, f"{asked.url} is no address of a page", do)
        return
    public = Public(parts.scheme, parts.netloc)
    if trouble := _reach(public):
        yield trouble
        return
    ways: list[Callable[[Public], Finding]]
    ways = [_certificate, _host, _cookie, _forwarded, _body]
    for way in ways:
        yield _found(way, public)
    websocket = _found(_websocket, public)
    yield websocket
    if websocket.level == OK:
        yield from quiet.look(public.scheme, public.host, asked.quiet)


def _found(way: Callable[[Public], Finding], public: Public) -> Finding:
    try:
        return way(public)
    except (OSError, http.client.HTTPException) as error:
        said = f"an answer did not come whole ({type(error).__name__})"
        return Finding(WRONG, NAME, said, "look into the proxy's log")


def _reach(public: Public) -> Finding | None:
    try:
        answer = public.ask("GET", "/healthz")
    except ssl.SSLCertVerificationError as error:
        do = "give the door or the proxy the certificate with its chain"
        said = f"its certificate is not trusted ({error.verify_message})"
        return Finding(WRONG, NAME, said, do)
    except (OSError, http.client.HTTPException) as error:
        said = f"nobody answers there ({error})"
        return Finding(WRONG, NAME, said, "start the site, the proxy, or mend the name")
    if answer.status == 200:
        return None
    if leads := _leads_to_tls(public, answer):
        return leads
    do = "have the proxy hand all on to the site"
    return Finding(WRONG, NAME, f"/healthz answers {answer.status}, and not 200", do)


def _leads_to_tls(public: Public, answer: Any) -> Finding | None:
    """Who comes without TLS is sent to the address that has it, as is right."""
    there = urlsplit(answer.headers.get("location") or "")
    if (public.scheme, there.scheme) != ("http", "https"):
        return None
    do = f"ask there: --url https://{there.netloc}"
    return Finding(WRONG, NAME, "it leads to where TLS is", do)


def _certificate(public: Public) -> Finding:
    if public.scheme != "https":
        said = "what is said there is not encrypted"
        return Finding(WARNING, NAME, said, "put TLS before it, and set HTTPS=1")
    connection = http.client.HTTPSConnection(public.host, timeout=SECONDS)
    try:
        connection.connect()
        about: Any = connection.sock.getpeercert()
        return until("certificate", about["notAfter"])
    finally:
        connection.close()


def _host(public: Public) -> Finding:
    answer = public.ask("GET", "/login/")
    status = answer.status
    if leads := _leads_to_tls(public, answer):
        return leads
    if status == 400:
        said = "the site does not answer to the name that comes with a request"
        do = "put it into ALLOWED_HOSTS, and have the proxy pass the Host on"
        return Finding(WRONG, NAME, said, do)
    if status in (301, 302, 308):
        said = (
            "the log-in page leads elsewhere: the proxy does not say that TLS was used"
        )
        do = "have it set X-Forwarded-Proto, and list it in TRUSTED_PROXIES"
        return Finding(WRONG, NAME, said, do)
    level = OK if status == 200 else WRONG
    return Finding(level, NAME, f"the log-in page answers {status}")


def _websocket(public: Public) -> Finding:
    answer = public.ask(
        "GET",
        "/ws/",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key=base64.b64encode(secrets.token_bytes(16)).decode(),
        Origin=f"{public.scheme}://{public.host}",
    )
    if answer.status == 101:
        return Finding(OK, NAME, "WebSockets pass")
    what = "Host" if answer.status == 403 else "Upgrade, Connection and Host"
    do = f"have the proxy pass {what} on for /ws/"
    return Finding(WRONG, NAME, f"a WebSocket is answered {answer.status}", do)


def _cookie(public: Public) -> Finding:
    given = public.ask("GET", "/login/").headers.get_all("set-cookie") or []
    if public.scheme == "https" and not all("secure" in each.lower() for each in given):
        said = "its cookies may travel without TLS"
        return Finding(WRONG, NAME, said, "set HTTPS=1")
    return Finding(OK, NAME, "its cookies are as they should be")


def _forwarded(public: Public) -> Finding:
    """The site heeds a request's id from those whose clients it counts."""
    own = secrets.token_hex(8)
    answer = public.ask("GET", "/login/", X_Request_ID=own)
    if answer.headers.get("x-request-id") == own:
        return Finding(OK, NAME, "it believes its proxy who the clients are")
    if not (settings.TRUSTED_PROXIES or settings.HTTPS):
        return Finding(OK, NAME, "no proxy is believed who the clients are")
    said = "it believes no proxy who the clients are: behind one all count as one"
    do = "list it in TRUSTED_PROXIES; it has to pass X-Request-ID on, to be seen here"
    return Finding(WARNING, NAME, said, do)


def _body(public: Public) -> Finding:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    status = public.ask("POST", "/login/", "a=" + "a" * BODY_BYTES, **form).status
    if status == 413:
        said = f"a form of {BODY_BYTES} bytes is refused"
        return Finding(WRONG, NAME, said, "have the proxy take 64 KiB, or more")
    return Finding(OK, NAME, "forms pass in the size that the site takes")
