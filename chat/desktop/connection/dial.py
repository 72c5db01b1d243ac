"""Opens a connection to a server's JSON door, and says in a sentence why it cannot.

With TLS, a certificate that the system's authorities vouch for is good. Of any other
the fingerprint counts: it is trusted once by the person, and has to stay the same.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable
from typing import TypeVar

from chat.desktop.connection.trust import Trust, fingerprint
from chat.desktop.settings import Account

T = TypeVar("T")
CONNECT_SECONDS = 10.0
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class CannotConnect(Exception):
    """``str()`` is a sentence; ``needs_person``: trying again alone is of no use."""

    needs_person = False


class Untrusted(CannotConnect):
    """The certificate is nobody's; the person may trust its ``fingerprint``."""

    needs_person = True

    def __init__(self, sentence: str, fingerprint: str) -> None:
        super().__init__(sentence)
        self.fingerprint = fingerprint


class Changed(CannotConnect):
    """The certificate is not the one that was trusted."""

    needs_person = True


async def within(seconds: float, work: Awaitable[T]) -> T:
    """Do it, at most so long.

    ``asyncio.wait_for`` forgets, before Python 3.12, that it was cancelled if the work
    ends at the same moment: a connection that was hung up would live on.

    Raises:
        asyncio.TimeoutError
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            raise asyncio.TimeoutError
        return task.result()
    finally:
        task.cancel()


async def dial(account: Account, trust: Trust) -> Streams:
    """Raises:
    CannotConnect: with the sentence that says why.
    """
    try:
        return await _dial_in_time(account, trust)
    except asyncio.TimeoutError:
        raise CannotConnect(f"{account.server} does not answer.") from None
    except ssl.SSLError:
        raise CannotConnect(f"{account.server} does not speak TLS.") from None
    except socket.gaierror:
        raise CannotConnect(f"There is no server called {account.host}.") from None
    except ConnectionRefusedError:
        raise CannotConnect(
            f"Nobody listens at {account.server}: is the server running?"
        ) from None
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotConnect(f"{account.server} is out of reach: {reason}.") from None


async def _dial_in_time(account: Account, trust: Trust) -> Streams:
    opening = asyncio.ensure_future(_dial(account, trust))
    try:
        return await within(CONNECT_SECONDS, opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_drop)
        raise


def _drop(opening: asyncio.Task[Streams]) -> None:
    """It may have come to its end in the moment in which nobody wanted it any more."""
    if not opening.cancelled() and not opening.exception():
        opening.result()[1].transport.abort()


async def _dial(account: Account, trust: Trust) -> Streams:
    if not account.tls:
        return await asyncio.open_connection(account.host, account.port)
    try:
        return await _open(account, ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        return await _dial_by_fingerprint(account, trust, error.verify_message)


async def _dial_by_fingerprint(account: Account, trust: Trust, why: str) -> Streams:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    reader, writer = await _open(account, context)
    # Nothing has been said to the server yet, and nothing is unless this is right.
    certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    shown, known = fingerprint(certificate), trust.known(account.server)
    if shown == known:
        return reader, writer
    writer.transport.abort()
    if known:
        raise Changed(
            f"The certificate of {account.server} is not the one that you trusted:"
            " somebody may be listening in between, so nothing was sent. If the"
            " server's people say that they have changed it, forget the old one."
        )
    raise Untrusted(
        f"No authority vouches for the certificate of {account.server} ({why}). Compare"
        " its fingerprint with what the server's people say:",
        shown,
    )


async def _open(account: Account, context: ssl.SSLContext) -> Streams:
    return await asyncio.open_connection(account.host, account.port, ssl=context)
