"""How often people may fail to log in, and how many may come.

Nobody can lock out somebody else:

1. A name from one network is counted hard.
2. A name alone, by whomever it is tried, is only paced, and only for networks that have
   failed at it: one try in each pause. A network that has not failed passes at once.
3. A network is counted in all, by whatever names.
4. A browser in which the account has logged in before, and whoever is logged in, has a
   count of its own, and none of these.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Protocol

from django.conf import settings

from chat.accounts.counts import COUNTS, Counted, LocalCounts
from chat.models import User
from chat.text.names import key_of
from chat.wire.errors import ChatError, RateLimited
from chat.words import sentence

logger = logging.getLogger(__name__)

FAILURES_HERE = 10  # of one name, from one network
FAILURES_PER_NAME = 10  # from then on it is paced
FAILURES_PER_ADDRESS = 50
FAILURE_SECONDS = 300
PAUSE_SECONDS_MOST = 30
HOUR_SECONDS = 3600
WARNINGS_A_MINUTE = 5
MAILS_ENOUGH = sentence("Too many mails were sent to you: try again in an hour.")


class Throttle(Protocol):
    """Counts an attempt before it is one: those at the same moment count as well."""

    def attempt(self) -> None:
        """Begin an attempt.

        Raises:
            RateLimited: there were too many; known or unknown names alike.
        """

    def succeeded(self) -> None:
        """It was no failure: whoever knows the password begins anew."""

    def withdrawn(self) -> None:
        """Nobody looked at the password."""


class LoginThrottle:
    """Attempts at a name from a network, of somebody who was not here before."""

    def __init__(self, name: str, network: str) -> None:
        self._called = key_of(name)[:120]
        self._from = network
        self._here = f"failed:here:{network}:{self._called}"
        self._wide = [f"failed:name:{self._called}", f"failed:address:{network}"]
        self._pause = f"failed:pause:{network}:{self._called}"

    def attempt(self) -> None:
        here, by_name, by_address = COUNTS.add(
            [self._here, *self._wide], FAILURE_SECONDS
        )
        try:
            _require(here, FAILURES_HERE)
            _require(by_address, FAILURES_PER_ADDRESS)
        except RateLimited:
            self._uncount(self._wide)
            raise
        if here.times > 1 and by_name.times > FAILURES_PER_NAME:
            self._wait(by_name.times - FAILURES_PER_NAME)
        if here.times == FAILURES_HERE or by_name.times == FAILURES_PER_NAME:
            _warn(self._called, self._from, by_name.times)

    def succeeded(self) -> None:
        COUNTS.forget(self._here)
        COUNTS.forget(self._pause)
        self._uncount(self._wide)

    def withdrawn(self) -> None:
        self._uncount([self._here, *self._wide])

    def _wait(self, over: int) -> None:
        """Let one attempt through, and the next after a pause that grows."""
        seconds = min(2**over, PAUSE_SECONDS_MOST) if over < 8 else PAUSE_SECONDS_MOST
        [claimed] = COUNTS.add([self._pause], seconds)
        if claimed.times > 1:
            self.withdrawn()
            raise RateLimited(
                "Somebody fails to log in by that name: try again in {count} second.",
                "Somebody fails to log in by that name: try again in {count} seconds.",
                count=round(claimed.seconds),
                retry=claimed.seconds,
            )

    def _uncount(self, keys: list[str]) -> None:
        COUNTS.add(keys, FAILURE_SECONDS, by=-1)


class OwnThrottle:
    """Attempts of somebody who was here before, or is: counted by what is theirs."""

    def __init__(self, whose: str) -> None:
        self._key = f"failed:own:{whose}"

    def attempt(self) -> None:
        [counted] = COUNTS.add([self._key], FAILURE_SECONDS)
        _require(counted, FAILURES_HERE)

    def succeeded(self) -> None:
        COUNTS.forget(self._key)

    def withdrawn(self) -> None:
        COUNTS.add([self._key], FAILURE_SECONDS, by=-1)


class Newcomer(Enum):
    """What is limited: how many of them may come in an hour."""

    ACCOUNT = "SIGNUPS"
    GUEST = "GUESTS"


@contextmanager
def newcomer(kind: Newcomer, network: str) -> Iterator[None]:
    """Count somebody new, unless they turn out not to come in.

    Raises:
        RateLimited: so many have come from that network, or from all together.
    """
    setting = f"CHAT_{kind.value}_PER_HOUR"
    limits = {
        f"new:{kind.value}:{network}": getattr(settings, f"{setting}_AND_ADDRESS"),
        f"new:{kind.value}": getattr(settings, setting),
    }
    counted = COUNTS.add(limits, HOUR_SECONDS)
    try:
        for each, most in zip(counted, limits.values(), strict=True):
            if each.times > most:
                raise RateLimited(
                    "Too many newcomers: try again in {count} minute.",
                    "Too many newcomers: try again in {count} minutes.",
                    count=each.minutes,
                    retry=each.seconds,
                )
        yield
    except ChatError:
        COUNTS.add(limits, HOUR_SECONDS, by=-1)
        raise


def count_mail(network: str) -> None:
    """Count a mail that is asked for from there.

    Raises:
        RateLimited: so many were, or by all together.
    """
    limits = {
        f"mail:{network}": settings.CHAT_MAILS_PER_HOUR_AND_ADDRESS,
        "mail": settings.CHAT_MAILS_PER_HOUR,
    }
    counted = COUNTS.add(limits, HOUR_SECONDS)
    for each, most in zip(counted, limits.values(), strict=True):
        if each.times > most:
            COUNTS.add(limits, HOUR_SECONDS, by=-1)
            raise RateLimited(
                "Too many mails: try again in {count} minute.",
                "Too many mails: try again in {count} minutes.",
                count=each.minutes,
                retry=each.seconds,
            )


def may_mail(user: User) -> bool:
    """Count a mail to that account; whether it has not had enough of them by now."""
    [counted] = COUNTS.add([f"mail:to:{user.pk}"], HOUR_SECONDS)
    return counted.times <= settings.CHAT_MAILS_PER_HOUR_AND_PERSON


def forget() -> None:
    """Forget what this process has counted by itself."""
    COUNTS.clear()
    _warned.clear()


# What was warned of already, so that nobody fills a disk by guessing.
_warned = LocalCounts()


def _require(counted: Counted, most: int) -> None:
    if counted.times > most:
        raise RateLimited(
            "Too many failed log-ins. Try again in {count} minute.",
            "Too many failed log-ins. Try again in {count} minutes.",
            count=counted.minutes,
            retry=counted.seconds,
        )


def _warn(name: str, network: str, times: int) -> None:
    [all_, one] = _warned.add(["", name], 60)
    if all_.times <= WARNINGS_A_MINUTE and one.times == 1:
        logger.warning(
            "%d failed log-ins as %s in %d minutes, the last from %s.",
            times,
            name,
            FAILURE_SECONDS // 60,
            network,
        )
