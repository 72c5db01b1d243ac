"""Opens a connection to the site's pages, as safe as the one to its JSON door.

A certificate that no authority vouches for is good there if it is the one that the
person has trusted for the chat.
"""

from __future__ import annotations

import ssl
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from chat.desktop.connection.dial import CannotConnect
from chat.desktop.connection.trust import Trust, fingerprint
from chat.desktop.settings import Account

ANSWER_SECONDS = 30.0


def open_page(url: str, account: Account, trust: Trust) -> tuple[HTTPConnection, str]:
    """A connection to where that address is, and its path there.

    Raises:
        CannotConnect: with the sentence that says why it is of no use to try again.
        OSError, http.client.HTTPException: it may be of use.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotConnect("That is no address of a site.")
    if parts.scheme == "http":
        if account.tls:
            raise CannotConnect(
                "The site's pages are not encrypted, as this connection is:"
                " files do not go there."
            )
        connection = HTTPConnection(parts.hostname, parts.port, timeout=ANSWER_SECONDS)
        connection.connect()
        return connection, path
    return _encrypted(parts.hostname, parts.port, account, trust), path


def _encrypted(
    host: str, port: int | None, account: Account, trust: Trust
) -> HTTPConnection:
    try:
        return _connected(host, port, ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        known = trust.known(account.server)
        if not known:
            raise CannotConnect(f"No authority vouches for {host}.") from None
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = _connected(host, port, context)
    # Nothing has been said there yet, and nothing is unless this is right.
    certificate = connection.sock.getpeercert(binary_form=True)
    if not certificate or fingerprint(certificate) != known:
        connection.close()
        raise CannotConnect(f"The certificate of {host} is not the one you trusted.")
    return connection


def _connected(host: str, port: int | None, context: ssl.SSLContext) -> HTTPSConnection:
    connection = HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=context)
    try:
        connection.connect()
    except BaseException:
        connection.close()
        raise
    return connection
