"""A certificate, its chain and its key: do they belong together, and until when."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat.doctor.finding import OK, WARNING, WRONG, Asked, Finding
from chat.net.tls import BadPair, Pair

NAME = "certificate"
DAY = 86400
SOON_DAYS = 14


def look(asked: Asked) -> Iterator[Finding]:
    """At the files that were named."""
    if asked.pair is None:
        return
    certificate, key = asked.pair
    try:
        Pair(certificate, key)
    except BadPair as error:
        do = "name the certificate, with its chain, and the key that belongs to it"
        yield Finding(WRONG, NAME, str(error).rstrip("."), do)
        return
    chain = Path(certificate).read_text(encoding="ascii", errors="replace")
    about: dict[str, Any] = ssl._ssl._test_decode_cert(certificate)  # type: ignore[attr-defined]
    yield until(NAME, about["notAfter"])
    is_own = about["issuer"] == about["subject"]
    if chain.count("BEGIN CERTIFICATE") < 2 and not is_own:
        do = "put the authority's certificate after it in the file (fullchain.pem)"
        yield Finding(WARNING, NAME, "it comes without its chain", do)
    elif is_own:
        do = "have one made by an authority that browsers know"
        yield Finding(WARNING, NAME, "it vouches for itself: browsers warn of it", do)


def until(name: str, end: str) -> Finding:
    """How long it holds; ``end`` as OpenSSL writes it."""
    days = (ssl.cert_time_to_seconds(end) - time.time()) / DAY
    if days < 0:
        return Finding(WRONG, name, f"it has ended on {end}", "renew it")
    said = f"it holds for {days:.0f} days more"
    if days < SOON_DAYS:
        return Finding(WARNING, name, said, "renew it")
    return Finding(OK, name, said)
