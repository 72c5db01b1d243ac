"""Certificates that no authority vouches for, but this person does: by fingerprint."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

FILE = "trusted.json"


class Trust:
    """Fingerprints by server, in a file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def known(self, server: str) -> str:
        """The fingerprint that was trusted, or nothing."""
        return str(self._all().get(server, ""))

    def remember(self, server: str, fingerprint: str) -> None:
        """From now on it is this certificate, and no other."""
        self._write({**self._all(), server: fingerprint})

    def forget(self, server: str) -> None:
        """The next certificate is as strange as the first was."""
        self._write({s: print for s, print in self._all().items() if s != server})

    def _all(self) -> dict[str, str]:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def _write(self, all: dict[str, str]) -> None:
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps(all, indent=1), encoding="utf-8")
        draft.replace(self._path)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate in DER, as browsers and openssl show it."""
    digest = hashlib.sha256(certificate).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
