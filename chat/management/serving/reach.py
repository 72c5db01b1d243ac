"""Whether the Redis of ``REDIS_URL`` is there, and as the site needs it.

Whatever is wrong with it is a CommandError of one sentence, without the password; what
is only unwise is a warning.
"""

import logging
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import redis
from django.core.management import CommandError
from redis.sentinel import MasterNotFoundError

from chat.broker.address import Address, BadAddress
from chat.broker.client import client_of
from chat.broker.trial import NOTHING
from chat.logging.reasons import reason

CONNECT_SECONDS = 5
logger = logging.getLogger(__name__)

# By the error, the first that fits: what is said of it, and what to do. {} is what
# Redis itself has said.
SAID: list[tuple[type[Exception], str, str]] = [
    (
        MasterNotFoundError,
        "its Sentinels know no master of that service, or none of them answers",
        "start them, or correct the service's name and their addresses in REDIS_URL",
    ),
    (
        redis.AuthenticationError,
        "it does not take that user and password: {}",
        "correct them in REDIS_URL, with special characters as %xx",
    ),
    (
        redis.exceptions.NoPermissionError,
        "it lets that user do too little: {}",
        "allow it in the server's ACL, as docs/operating.md says",
    ),
    (
        redis.ReadOnlyError,
        "it is a replica that can only be read",
        "name its master in REDIS_URL, or Sentinels that know it",
    ),
    (
        redis.ResponseError,
        "it refuses what the site asks for: {}",
        "mend that, correct REDIS_URL, or unset it to use the embedded Valkey",
    ),
]
AWAY = (
    "The Redis of REDIS_URL does not answer ({}): start it, correct REDIS_URL, or unset"
    " it to use the embedded Valkey."
)
UNTRUSTED = (
    "The Redis of REDIS_URL shows a certificate that is not trusted for that name ({}):"
    " name its authority by ?ssl_ca_certs=/path/to/ca.pem, or correct the host's name."
)


def reach(url: str) -> None:
    """Ask it for what the site needs.

    Raises:
        CommandError: it is away, or not of use; or ``url`` is no address.
    """
    try:
        client = client_of(url, CONNECT_SECONDS)
    except BadAddress as error:
        raise CommandError(f"REDIS_URL {error}.") from None
    try:
        with client:
            client.ping()
            client.publish("chat.nobody", b"")
            client.delete(NOTHING)
            memory = _memory(client)
    except (redis.RedisError, OSError, ValueError) as error:
        _complain(error, url)
    for warning in _warnings(memory):
        logger.warning(warning)


def _complain(error: Exception, url: str) -> NoReturn:
    said = reason(error, *_secrets(url))
    if "CERTIFICATE_VERIFY_FAILED" in said:
        raise CommandError(UNTRUSTED.format(said)) from None
    for kind, what, remedy in SAID:
        if isinstance(error, kind):
            why = f"The Redis of REDIS_URL cannot be used ({what.format(said)})"
            raise CommandError(f"{why}: {remedy}.") from None
    raise CommandError(AWAY.format(said)) from None


def _secrets(url: str) -> set[str]:
    written = urlsplit(url).password or ""
    address = Address.read(url)
    asking = address.sentinels.options if address.sentinels else {}
    found = {written, unquote(written), address.options.get("password", "")}
    return {each for each in (*found, asking.get("password", "")) if each}


def _memory(client: redis.Redis) -> Mapping[str, Any]:
    try:
        found: dict[str, Any] = client.info("memory")
    except redis.ResponseError:
        return {}  # it is not everybody's to ask for
    return found


def _warnings(memory: Mapping[str, Any]) -> list[str]:
    most, used = memory.get("maxmemory", 0), memory.get("used_memory", 0)
    policy = memory.get("maxmemory_policy", "noeviction")
    if not most:
        return []
    if policy.startswith("allkeys"):
        return [
            f"Redis's maxmemory-policy is {policy}: when its memory is full, it drops"
            " who is here. Set it to noeviction."
        ]
    if used >= most:
        return [
            "Redis's memory is full (maxmemory): each process counts log-ins and guests"
            " alone. Give it more."
        ]
    return []
