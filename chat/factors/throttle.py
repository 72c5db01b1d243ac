"""How often a second factor of an account may be shown wrongly.

Whoever comes to that knows the password, or has the browser. Each kind of factor is
counted for itself: wrong codes of an app leave the recovery codes and the passkeys as
they are. From one network there are few tries in an hour, and from all networks so few
in a day that codes of six digits are not guessed in years; where the account was before
it has its own count, so that nobody shuts its owner out.
"""

from __future__ import annotations

from chat.accounts.counts import COUNTS, Counted
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.wire.errors import RateLimited

FAILURES_HERE, HERE_SECONDS = 10, 3600
FAILURES_IN_ALL, IN_ALL_SECONDS = 100, 24 * 3600


class FactorThrottle:
    """Tries at one ``kind`` of an account's second factors: a ``Throttle``."""

    def __init__(self, kind: str, user: User, who: Visitor) -> None:
        is_known = who.knows(user)
        place = f"browser:{who.browser}" if is_known else who.network
        whose = f"{kind}:{user.pk}"
        self._counted = [(f"factor:{whose}:{place}", FAILURES_HERE, HERE_SECONDS)]
        if not is_known:
            everywhere = f"factor:{whose}", FAILURES_IN_ALL, IN_ALL_SECONDS
            self._counted.append(everywhere)

    def attempt(self) -> None:
        """Begin an attempt.

        Raises:
            RateLimited: there were too many.
        """
        for key, most, seconds in self._counted:
            [counted] = COUNTS.add([key], seconds)
            if counted.times > most:
                raise _too_many(counted)

    def succeeded(self) -> None:
        """It was no failure: from here it begins anew."""
        (here, *_), *everywhere = self._counted
        COUNTS.forget(here)
        for key, _, seconds in everywhere:
            COUNTS.add([key], seconds, by=-1)

    def withdrawn(self) -> None:
        """Nobody looked at it."""
        for key, _, seconds in self._counted:
            COUNTS.add([key], seconds, by=-1)


def _too_many(counted: Counted) -> RateLimited:
    return RateLimited(
        "Too many wrong codes. Take another way, or try again in {count} minute.",
        "Too many wrong codes. Take another way, or try again in {count} minutes.",
        count=counted.minutes,
        retry=counted.seconds,
    )
