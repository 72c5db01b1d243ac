"""Who is not let in: networks and browsers, asked for at every door.

Each process reads the list anew when what it knows is older than ``FRESH_SECONDS``, in
one query: so a ban holds everywhere soon after it was made, and costs a post nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import ClassVar

from django.utils import timezone

from chat.accounts.visitor import Visitor
from chat.models.people.ban import Ban, banned
from chat.wire.errors import Banned

FRESH_SECONDS = 2.0
# More than that nobody means.
MOST = 20_000

# A reason, and until when it holds.
Why = tuple[str, datetime]


class Bans:
    """Those of one moment."""

    _known: ClassVar[Bans | None] = None

    def __init__(self, read_at: float) -> None:
        self.read_at = read_at
        self._browsers: dict[str, Why] = {}
        # By version and length of the prefix: one look for each kind that there is.
        self._networks: dict[tuple[int, int], dict[int, Why]] = {}

    @classmethod
    def recent(cls, clock: Callable[[], float] = time.monotonic) -> Bans | None:
        """What this process has read a moment ago, if it has."""
        known = cls._known
        return known if known and clock() - known.read_at < FRESH_SECONDS else None

    @classmethod
    def now(cls, clock: Callable[[], float] = time.monotonic) -> Bans:
        """What is known, read anew if it is too old: for code in a thread."""
        known = cls.recent(clock)
        if known is None:
            known = cls(clock())
            known._read()
            cls._known = known
        return known

    @classmethod
    def forget(cls) -> None:
        """Read them anew the next time."""
        cls._known = None

    @property
    def are_none(self) -> bool:
        """Whether everybody may come in."""
        return not (self._browsers or self._networks)

    def refusal(self, visitor: Visitor) -> Banned | None:
        """Why somebody is not let in."""
        now = timezone.now()
        for reason, until in filter(None, self._of(visitor)):
            if until > now:
                return banned(reason, until)
        return None

    def _of(self, visitor: Visitor) -> list[Why | None]:
        found = [self._browsers.get(each) for each in (visitor.browser, visitor.also)]
        if self._networks and (address := _address(visitor.address)):
            bits = address.max_prefixlen
            for (version, length), known in self._networks.items():
                if version == address.version:
                    start = int(address) >> (bits - length) << (bits - length)
                    found.append(known.get(start))
        return found

    def _read(self) -> None:
        rows = Ban.objects.filter(until__gt=timezone.now()).order_by("-until")
        columns = rows.values_list("network", "browser", "reason", "until")
        # Of two for the same one, that which ends later is the last to be put in.
        for network, browser, reason, until in reversed(columns[:MOST]):
            if browser:
                self._browsers[browser] = reason, until
            elif network:
                found = ip_network(network)
                kind = found.version, found.prefixlen
                known = self._networks.setdefault(kind, {})
                known[int(found.network_address)] = reason, until


def require_welcome(visitor: Visitor) -> None:
    """Make sure that somebody's network and browser may come in.

    Raises:
        Banned: one of them may not.
    """
    if refusal := Bans.now().refusal(visitor):
        raise refusal


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
