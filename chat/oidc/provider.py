"""The provider as this process knows it: its addresses, and the keys it signs with.

OpenID Connect Discovery 1.0. Both are asked for anew after an hour; keys as well where
something is signed by one that is not known, so that it may change them at any time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import jwt
from django.conf import settings

from chat.net.outgoing import Unfit
from chat.oidc.asking import Facts, fetch, target_of

KNOWN_SECONDS = 3600.0
# Whoever comes with a key that nobody has does not have it asked for more often.
KEYS_SECONDS = 30.0
# After it has not answered, nobody waits for it again so soon.
AWAY_SECONDS = 5.0


class Addresses(NamedTuple):
    """``issuer``: as it writes that itself; ``userinfo``: "" where there is none.

    ``with_basic``: how it takes the site's secret.
    """

    issuer: str
    authorization: str
    token: str
    userinfo: str
    keys: str
    with_basic: bool


class Provider:
    """``clock`` in seconds; it is asked in the threads of pages, one at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._addresses: Addresses | None = None
        self._keys: list[jwt.PyJWK] = []
        self._addresses_at = self._keys_at = self._away_until = float("-inf")

    def addresses(self) -> Addresses:
        """Where what is asked.

        Raises:
            Unfit: it does not say so.
        """
        with self._lock:
            return self._known()

    def key(self, number: str | None) -> jwt.PyJWK:
        """The key of that ``kid``; without a number, the only one.

        Raises:
            Unfit: there is none such, or it does not say so.
        """
        with self._lock:
            age = self._clock() - self._keys_at
            found = self._found(number) if age < KNOWN_SECONDS else None
            if found is None and age > KEYS_SECONDS:
                self._keys = _keys_of(self._asked(self._known().keys))
                self._keys_at = self._clock()
                found = self._found(number)
        if found is None:
            raise Unfit("what it says is signed by a key that it does not have")
        return found

    def _known(self) -> Addresses:
        if (
            self._addresses is None
            or self._clock() - self._addresses_at > KNOWN_SECONDS
        ):
            at = f"{settings.CHAT_OIDC_ISSUER}/.well-known/openid-configuration"
            self._addresses = _addresses_of(self._asked(at))
            self._addresses_at = self._clock()
        return self._addresses

    def _asked(self, url: str) -> Facts:
        if self._clock() < self._away_until:
            raise Unfit("it did not answer a moment ago")
        try:
            return fetch(url)
        except Unfit:
            self._away_until = self._clock() + AWAY_SECONDS
            raise

    def _found(self, number: str | None) -> jwt.PyJWK | None:
        if number is None:
            return self._keys[0] if len(self._keys) == 1 else None
        return next((each for each in self._keys if each.key_id == number), None)


PROVIDER = Provider()


def _addresses_of(told: Facts) -> Addresses:
    """What it says of itself (OpenID Connect Discovery 1.0 §3).

    Raises:
        Unfit: it is somebody else, or lacks what is needed.
    """
    issuer = told.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != settings.CHAT_OIDC_ISSUER:
        raise Unfit(f"it calls itself {issuer!r}, and not as CHAT_OIDC_ISSUER says")
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Addresses(
        issuer,
        _address(told, "authorization_endpoint"),
        _address(told, "token_endpoint"),
        _address(told, "userinfo_endpoint") if "userinfo_endpoint" in told else "",
        _address(told, "jwks_uri"),
        "client_secret_basic" in ways,
    )


def _address(told: Facts, name: str) -> str:
    address = told.get(name)
    if not isinstance(address, str):
        raise Unfit(f"it says no {name}")
    target_of(address)
    return address


def _keys_of(told: Facts) -> list[jwt.PyJWK]:
    """Those that sign, of kinds that are known (RFC 7517 §4.2, §5)."""
    try:
        found = jwt.PyJWKSet.from_dict(told).keys
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise Unfit(f"its keys are of no use: {error}") from error
    return [each for each in found if each.public_key_use in (None, "sig")]
