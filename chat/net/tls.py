"""A certificate and its key, read from files, and read again when they have changed."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

logger = logging.getLogger(__name__)


class BadPair(Exception):
    """``str()`` is a sentence that says what is wrong with the files."""


class Pair:
    """What a server shows and signs with; ``context`` is for the next connection.

    Raises:
        BadPair: the files cannot be read, or are no such pair.
    """

    def __init__(self, certificate: str | Path, key: str | Path) -> None:
        self._certificate, self._key = Path(certificate), Path(key)
        self.context = _context(self._certificate, self._key)

    def reload(self, level: int = logging.INFO) -> bool:
        """Read the files again, for connections to come; those that live stay.

        If that fails the pair from before stays, the log has a sentence, and this is
        False; else it says so at ``level``.
        """
        try:
            self.context = _context(self._certificate, self._key)
        except BadPair as error:
            logger.error("The certificate from before stays: %s", error)
            return False
        logger.log(level, "The certificate %s was read again.", self._certificate)
        return True


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    for path in (certificate, key):
        _be_readable(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A client that begins anew, again and again, is dear (CVE-2011-1473).
    context.options |= ssl.OP_NO_RENEGOTIATION
    try:
        # No password, because OpenSSL would ask for it at the terminal.
        context.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        raise BadPair(_reason(error, certificate, key)) from None
    except _Locked:
        raise BadPair(
            f"The key {key} is locked by a password: give one that is not."
        ) from None
    return context


class _Locked(Exception):
    """OpenSSL has asked for a password."""


def _no_password() -> str:
    raise _Locked


def _be_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise BadPair(f"{path} cannot be read ({error.strerror}).") from None


def _reason(error: ssl.SSLError, certificate: Path, key: Path) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"The key {key} is not that of the certificate {certificate}."
    return (
        f"{certificate} and {key} are no certificate and key in PEM"
        f" ({error.reason or 'there is none in them'})."
    )
