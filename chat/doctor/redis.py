"""The Redis or Valkey: its version, its memory, its clock, how soon it answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import redis
from django.conf import settings

from chat.broker.client import CONNECT_SECONDS, client_of
from chat.doctor.finding import OK, WARNING, WRONG, Asked, Finding
from chat.updates import versions
from chat.updates.standing import numbers

OLDEST = (7, 0)
SLOW_SECONDS = 0.02
CLOCK_SECONDS = 2.0
PINGS = 5


def look(asked: Asked) -> Iterator[Finding]:
    """Ask each server that the settings name; the one that comes along, if it runs."""
    for number, url in enumerate(settings.REDIS_URLS, 1):
        name = f"Redis {number}" if len(settings.REDIS_URLS) > 1 else "Redis"
        try:
            with client_of(url, CONNECT_SECONDS) as client:
                yield from _of(name, client)
        except (redis.RedisError, OSError, ValueError) as error:
            yield _away(name, error)


def _away(name: str, error: Exception) -> Finding:
    if settings.REDIS_IS_EMBEDDED:
        said = "the Valkey that comes along does not run: it starts with the site"
        return Finding(WARNING, name, said, "start the site, and look again")
    # Its text may quote the address, and that has a password.
    said = f"it does not answer ({type(error).__name__})"
    return Finding(WRONG, name, said, "start it, or correct REDIS_URL")


def _of(name: str, client: redis.Redis) -> Iterator[Finding]:
    about: Any = client.info()
    program, version = versions.program(about)
    is_old = numbers(version)[:2] < OLDEST
    do = "take 7.0 or newer" if is_old else ""
    yield Finding(WRONG if is_old else OK, name, f"{program} {version}", do)
    if about.get("role") not in (None, "master"):
        do = "name its master in REDIS_URL"
        yield Finding(WRONG, name, "it is a replica that can only be read", do)
    yield _memory(name, about)
    yield _latency(name, client)
    yield _clock(name, client)


def _memory(name: str, about: Any) -> Finding:
    most, used = about.get("maxmemory", 0), about.get("used_memory", 0)
    policy = about.get("maxmemory_policy", "noeviction")
    said = f"{used / 1e6:.0f} MB are used" + (f" of {most / 1e6:.0f}" if most else "")
    if most and policy.startswith("allkeys"):
        do = "set maxmemory-policy to noeviction"
        return Finding(WARNING, name, f"{said}; {policy} drops who is here", do)
    if most and used > 0.9 * most:
        return Finding(WARNING, name, said, "raise its maxmemory")
    return Finding(OK, name, said)


def _latency(name: str, client: redis.Redis) -> Finding:
    took = []
    for _ in range(PINGS):
        began = time.monotonic()
        client.ping()
        took.append(time.monotonic() - began)
    best = min(took)
    said = f"it answers within {1000 * best:.1f} ms"
    if best > SLOW_SECONDS:
        return Finding(WARNING, name, said, "have it nearer to the site")
    return Finding(OK, name, said)


def _clock(name: str, client: redis.Redis) -> Finding:
    seconds, microseconds = client.time()
    return clock_of(name, seconds + microseconds / 1e6)


def clock_of(name: str, there: float) -> Finding:
    """How far a clock, in seconds since 1970, is from this machine's."""
    off = abs(time.time() - there)
    said = f"its clock and this one differ by {off:.1f} s"
    if off > CLOCK_SECONDS:
        return Finding(WRONG, name, said, "set both by NTP")
    return Finding(OK, name, said)
