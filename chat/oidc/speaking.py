"""What is said to the provider and by it: where people are sent, and who comes back.

OpenID Connect Core 1.0 §3.1, with PKCE (RFC 7636) and the issuer in the answer (RFC
9207), as RFC 9700 would have it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare

from chat.oidc.asking import Facts, fetch, send, turn
from chat.oidc.models import CHARACTERS
from chat.oidc.provider import PROVIDER, Addresses

SCOPE = "openid profile email"
# Signatures by a key that others can check: no shared secret, and not none.
ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]
# By how much clocks may differ.
LEEWAY_SECONDS = 60
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class Refused(Exception):
    """It does not let that person in, or what came back is not its answer; why, for
    the log.
    """


class Asked(NamedTuple):
    """What one log-in is known by: in the address, in the token, and to the site."""

    state: str
    nonce: str
    verifier: str


class Known(NamedTuple):
    """Who that is, as the provider says it. ``domain``: of an address that it has
    verified, "" of none.
    """

    subject: str
    name: str = ""
    shown: str = ""
    domain: str = ""


def new() -> Asked:
    return Asked(*(secrets.token_urlsafe(32) for _ in Asked._fields))


def address(asked: Asked, back: str) -> str:
    """Where somebody is sent to, who comes ``back`` to that address.

    Raises:
        Unfit, Busy: it is not there.
    """
    with turn():
        its = PROVIDER.addresses()
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    question = {
        "response_type": "code",
        "client_id": settings.CHAT_OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    more = "&" if "?" in its.authorization else "?"
    return f"{its.authorization}{more}{urlencode(question)}"


def answered(asked: Asked, answer: Mapping[str, str], back: str) -> Known:
    """Who has come back with that answer.

    Raises:
        Refused, Unfit, Busy
    """
    if not constant_time_compare(answer.get("state", ""), asked.state):
        raise Refused("another state")
    if "code" not in answer:
        raise Refused(f"no code, but {answer.get('error', '')[:100]!r}")
    with turn():
        its = PROVIDER.addresses()
        if answer.get("iss", its.issuer) != its.issuer:
            raise Refused("another issuer")
        tokens = _redeemed(its, asked, answer["code"], back)
        told = _claims(its, str(tokens.get("id_token", "")), asked.nonce)
        if its.userinfo and not {"preferred_username", "email"} <= told.keys():
            told = {**_more(its, tokens, told["sub"]), **told}
    return _known(told)


def _redeemed(its: Addresses, asked: Asked, code: str, back: str) -> Facts:
    """What a code is good for, once (OpenID Connect Core 1.0 §3.1.3, §9)."""
    ours, secret = settings.CHAT_OIDC_CLIENT_ID, settings.CHAT_OIDC_CLIENT_SECRET
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asked.verifier,
    }
    headers = {}
    if secret and its.with_basic:
        both = f"{quote(ours, safe='')}:{quote(secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(both).decode()}"
    else:
        form["client_id"] = ours
        form |= {"client_secret": secret} if secret else {}
    return send(its.token, form, **headers)


def _claims(its: Addresses, token: str, nonce: str) -> Facts:
    """What a token says, which is signed, for this site, of now, and of this log-in.

    OpenID Connect Core 1.0 §3.1.3.7.
    """
    ours = settings.CHAT_OIDC_CLIENT_ID
    try:
        number = jwt.get_unverified_header(token).get("kid")
        told: Facts = jwt.decode(
            token,
            PROVIDER.key(number),
            algorithms=ALGORITHMS,
            audience=ours,
            issuer=its.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        raise Refused(f"a token that is not good: {error}") from error
    if not constant_time_compare(str(told.get("nonce", "")), nonce):
        raise Refused("a token of another log-in")
    if told.get("azp", ours) != ours:
        raise Refused("a token for somebody else")
    subject = told["sub"]
    if not (0 < len(subject) <= CHARACTERS and subject.isprintable()):
        raise Refused("nobody whom it names")
    return told


def _more(its: Addresses, tokens: Facts, subject: str) -> Facts:
    """What it says of them where they have let it, beside the token (§5.3)."""
    access = str(tokens.get("access_token", ""))
    if not access.isascii() or not access.isprintable():
        raise Refused("an access token that is none")
    told = fetch(its.userinfo, Authorization=f"Bearer {access}")
    if told.get("sub") != subject:
        raise Refused("it tells of somebody else")
    return told


def _known(told: Facts) -> Known:
    name, email = _text(told, "preferred_username"), _text(told, "email")
    domain = (
        email.rpartition("@")[2].lower() if told.get("email_verified") is True else ""
    )
    shown = email or name or _text(told, "name")
    return Known(told["sub"], name, shown, domain)


def _text(told: Facts, name: str) -> str:
    said = told.get(name)
    return said[:CHARACTERS] if isinstance(said, str) and said.isprintable() else ""
