"""Where a Redis is: an address as redis-py writes it, or one that Sentinels know.

    redis://user:password@host:6379/0     rediss://… with TLS     unix:///path?db=0
    redis+sentinel://user:password@host:26379,host:26379/service/0     rediss+sentinel://…

User, password and database are the server's own; ``sentinel_username`` and
``sentinel_password`` are what the Sentinels ask for. Further parameters are those of a
connection of redis-py (``ssl_ca_certs``, ``ssl_certfile``, ``ssl_check_hostname`` …);
what the site decides itself, as how long it waits, wins over them.

A name is resolved, and the Sentinels are asked, for each connection anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import redis
import redis.asyncio
import redis.asyncio.retry
import redis.asyncio.sentinel
import redis.sentinel
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.driver_info import DriverInfo
from redis.retry import Retry

SENTINEL_PORT = 26379
# What a connection says of redis-py. Each would read the version from the disk anew.
_DRIVER = DriverInfo()
# One that does not answer must leave time for the next.
SENTINEL_SECONDS = 0.5
_SENTINEL = "+sentinel"
_SPECIAL = "write special characters of a password as %xx"
_FORM = f"is no address of a Redis: write it as redis://host:6379/0, and {_SPECIAL}"


class BadAddress(ValueError):
    """What is wrong with an address; the text follows its name, and quotes nothing."""


class Sentinels(NamedTuple):
    """Who knows where the master of ``service`` is, and how they are asked."""

    hosts: list[tuple[str, int]]
    service: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Address:
    """``options`` are redis-py's for each connection to the server."""

    options: Mapping[str, Any]
    scheme: str
    sentinels: Sentinels | None = None

    @classmethod
    def read(cls, url: str) -> Address:
        """Raises:
        BadAddress: it is none.
        """
        try:
            return _tried(url)
        except BadAddress:
            raise
        except (ValueError, TypeError, redis.RedisError):
            raise BadAddress(f"{_FORM}; or a parameter of it is not known") from None

    def pool(self, **ours: Any) -> redis.ConnectionPool:
        """Connections for threads; ``ours`` wins over what the address says."""
        retry = Retry(NoBackoff(), 0)
        pool: redis.ConnectionPool
        pool = self._pool_of(redis, retry, {**self.options, **ours})
        return pool

    def async_pool(self, **ours: Any) -> redis.asyncio.ConnectionPool:
        """Connections of the running event loop; ``ours`` as for ``pool``."""
        retry = redis.asyncio.retry.Retry(NoBackoff(), 0)
        pool: redis.asyncio.ConnectionPool
        pool = self._pool_of(redis.asyncio, retry, {**self.options, **ours})
        return pool

    def for_channels_redis(self) -> dict[str, Any]:
        """A host of its settings, where Sentinels know the server."""
        assert self.sentinels is not None
        hosts, service, asking = self.sentinels
        named = {"sentinels": hosts, "master_name": service}
        return {**named, "sentinel_kwargs": asking, **self.options}

    def _pool_of(self, module: Any, retry: Any, options: dict[str, Any]) -> Any:
        """redis-py has the same names twice, and no types for some of them."""
        options = {"driver_info": _DRIVER, **options}
        if self.sentinels is None:
            kind = _kind(module, self.scheme)
            return module.ConnectionPool(connection_class=kind, **options)
        hosts, service, asking = self.sentinels
        finder = module.sentinel.Sentinel(
            hosts, sentinel_kwargs={**asking, "retry": retry}
        )
        return module.sentinel.SentinelConnectionPool(service, finder, **options)


def split(text: str) -> list[str]:
    """The addresses that are listed there: a comma before a scheme divides them."""
    return [each for each in re.split(r"\s*,\s*(?=[a-z+]+://)", text.strip()) if each]


async def close(pool: redis.asyncio.ConnectionPool) -> None:
    """Close its connections, and those to the Sentinels."""
    await pool.disconnect()
    if isinstance(pool, redis.asyncio.sentinel.SentinelConnectionPool):
        await pool.sentinel_manager.aclose()


@cache
def _tried(url: str) -> Address:
    """What stands there, once for all who connect to it."""
    address = _read(url)
    _try_options(address)
    return address


def _read(url: str) -> Address:
    parts = urlsplit(url)
    if parts.fragment or (parts.query and not _is_query(parts.query)):
        raise BadAddress(_FORM)
    if parts.scheme.endswith(_SENTINEL):
        return _read_sentinels(parts)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise BadAddress(_FORM)
    if parts.scheme == "unix":
        if not parts.path.strip("/"):
            raise BadAddress(_FORM)
    else:
        _require(parts.hostname)
        _require_number(parts.path.strip("/"))
    return Address(_options(url), parts.scheme)


def _read_sentinels(parts: SplitResult) -> Address:
    scheme = parts.scheme.removesuffix(_SENTINEL)
    who, at, where = parts.netloc.rpartition("@")
    hosts = [urlsplit(f"//{host.strip()}") for host in where.split(",")]
    for host in hosts:
        _require(host.hostname)
    service, _, number = parts.path.strip("/").partition("/")
    if scheme not in ("redis", "rediss") or not service:
        raise BadAddress(
            "names no service of its Sentinels: write it as"
            " redis+sentinel://host:26379,host:26379/service/0"
        )
    _require_number(number)
    alone = urlunsplit((scheme, f"{who}{at}sentinel", f"/{number}", parts.query, ""))
    options = _options(alone)
    del options["host"]
    if scheme == "rediss":
        options["ssl"] = True
    found = [(each.hostname or "", each.port or SENTINEL_PORT) for each in hosts]
    sentinels = Sentinels(found, unquote(service), _asking(options))
    return Address(options, scheme, sentinels)


def _asking(options: dict[str, Any]) -> dict[str, Any]:
    """How the Sentinels are asked; what is theirs alone is taken out of ``options``."""
    theirs = {name for name in options if name.startswith("sentinel_")}
    own = {name.removeprefix("sentinel_"): options.pop(name) for name in theirs}
    tls = {name: each for name, each in options.items() if name.startswith("ssl")}
    seconds = SENTINEL_SECONDS
    patience = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    return {**tls, **own, **patience}


def _options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = parse_url(url)  # type: ignore[no-untyped-call]
    options.pop("connection_class", None)
    return options


def _require(host: str | None) -> None:
    """A "/" or "#" in a password ends the part that has the host's name."""
    if not host:
        raise BadAddress(_FORM)


def _require_number(database: str) -> None:
    # redis-py takes what is no number for 0.
    if database and not (database.isascii() and database.isdigit()):
        raise BadAddress(
            "names a database that is no number: Redis counts them, as in"
            f" redis://host:6379/0; and {_SPECIAL}"
        )


def _is_query(query: str) -> bool:
    return all("=" in each for each in query.split("&"))


def _kind(module: Any, scheme: str) -> Any:
    kinds = {
        "redis": module.Connection,
        "rediss": module.SSLConnection,
        "unix": module.UnixDomainSocketConnection,
    }
    return kinds[scheme]


def _try_options(address: Address) -> None:
    """Raises: whatever redis-py says of a parameter that it does not know."""
    for module in (redis, redis.asyncio):
        options = {"driver_info": _DRIVER, **address.options}
        if address.sentinels is not None:
            options.pop("ssl", None)
        _kind(module, address.scheme)(**options)
