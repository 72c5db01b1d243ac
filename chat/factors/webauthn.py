"""Passkeys, as browsers and the site speak of them (https://www.w3.org/TR/webauthn-3/).

The site asks with a challenge, which its session keeps for a while and for one answer;
what answers has seen its person, by a PIN, a finger or a face. Python's library for it
takes a third of a second to come, and comes when the first passkey does.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone

from chat.factors.models import Passkey
from chat.models import User
from chat.notifications.encrypting import b64, unb64
from chat.web.brand import Brand
from chat.wire.errors import BadCredentials
from chat.words import sentence

if TYPE_CHECKING:
    from fido2.server import Fido2Server

CHALLENGE = "passkey challenge"
CHALLENGE_SECONDS = 600
# What the library raises at what no browser sends.
MALFORMED = (
    *(ValueError, TypeError, LookupError, AttributeError, struct.error),
    *(AssertionError, NotImplementedError, OverflowError, RecursionError),
    msgspec.MsgspecError,
)
NOT_KNOWN = sentence("That passkey opens nothing here, or was asked for too long ago.")


class Response(msgspec.Struct):
    """What of an answer (§5.2) is looked at, each as Base64."""

    clientDataJSON: str
    attestationObject: str | None = None
    authenticatorData: str | None = None
    signature: str | None = None


class Credential(msgspec.Struct):
    """What a browser answers: ``PublicKeyCredential.toJSON()`` (§5.1)."""

    id: str
    response: Response

    @classmethod
    def read(cls, text: str) -> Credential:
        return msgspec.json.decode(text, type=cls)

    def told(self) -> dict[str, Any]:
        """As the library reads it."""
        given = msgspec.to_builtins(self.response)
        its = {name: value for name, value in given.items() if value is not None}
        return {"id": self.id, "rawId": self.id, "response": its}


def is_possible(request: HttpRequest) -> bool:
    """Whether browsers have passkeys for the site, as it is reached: by a name, and
    with TLS, or on this machine (§5.1.2, §13.4.9).
    """
    host = _host(request)
    return not _is_address(host) and (request.is_secure() or host == "localhost")


def begin_making(request: HttpRequest, user: User) -> dict[str, Any]:
    """What a browser is to make a passkey by (§5.4)."""
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialUserEntity

    its, name = user.passkeys.values_list("attested", flat=True), user.name
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=str(user.pk).encode(), name=name, display_name=name
        ),
        [AttestedCredentialData(bytes(each)) for each in its],
        resident_key_requirement="required",  # type: ignore[arg-type]
        user_verification="required",  # type: ignore[arg-type]
    )
    return _asked(request, options, state)


def made(request: HttpRequest, answer: str) -> dict[str, Any]:
    """What the row of a passkey that was made has.

    Raises:
        BadCredentials: it was not asked for, or not here.
    """
    with _read():
        credential = Credential.read(answer)
        kept = _take(request)
        data = _server(request).register_complete(kept, credential.told())
        its = data.credential_data
        assert its is not None
        number = b64(its.credential_id)
        is_known = Passkey.objects.filter(credential=number).exists()
        if is_known or credential.id != number:
            raise BadCredentials(NOT_KNOWN)
    return {"credential": number, "attested": bytes(its), "count": data.counter}


def begin_asking(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """What a browser is to show a passkey by (§5.5): one of ``user``'s, else any."""
    from fido2.webauthn import AttestedCredentialData

    among = None
    if user is not None:
        its = user.passkeys.values_list("attested", flat=True)
        among = [AttestedCredentialData(bytes(each)) for each in its]
    options, state = _server(request).authenticate_begin(
        among,
        user_verification="required",  # type: ignore[arg-type]
    )
    return _asked(request, options, state)


def shown(request: HttpRequest, answer: str) -> Passkey:
    """The passkey that was shown.

    Raises:
        BadCredentials: it is not known, was not asked for, or is a copy.
    """
    from fido2.webauthn import AttestedCredentialData, AuthenticatorData

    with _read():
        credential = Credential.read(answer)
        kept = _take(request)
        its = Passkey.objects.select_related("person").get(credential=credential.id)
        attested = AttestedCredentialData(bytes(its.attested))
        _server(request).authenticate_complete(kept, [attested], credential.told())
        data = AuthenticatorData(unb64(credential.response.authenticatorData or ""))
    _count(its, data.counter)
    return its


def _server(request: HttpRequest) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    own = f"{request.scheme}://{request.get_host()}"
    site = PublicKeyCredentialRpEntity(id=_host(request), name=Brand.here().name)
    return Fido2Server(site, verify_origin=own.__eq__)


def _host(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host.strip("[]")))
    except ValueError:
        return False


@contextmanager
def _read() -> Iterator[None]:
    try:
        yield
    except (*MALFORMED, Passkey.DoesNotExist):
        raise BadCredentials(NOT_KNOWN) from None


def _asked(
    request: HttpRequest, options: Mapping[str, Any], state: dict[str, Any]
) -> dict[str, Any]:
    """What the browser is told; the session keeps what the answer is to fit."""
    request.session[CHALLENGE] = {**state, "at": int(time.time())}
    if not request.user.is_authenticated:
        request.session.set_expiry(CHALLENGE_SECONDS)
    return dict(options["publicKey"])


def _take(request: HttpRequest) -> dict[str, Any]:
    """The challenge that is to be answered, once."""
    kept: dict[str, Any] = request.session.pop(CHALLENGE)
    if time.time() - kept.pop("at") > CHALLENGE_SECONDS:
        raise BadCredentials(NOT_KNOWN)
    return kept


def _count(its: Passkey, count: int) -> None:
    """Take down how often it has signed: one that has done so before is a copy (§7.2,
    step 22), if it counts at all.
    """
    rows = Passkey.objects.filter(pk=its.pk)
    if count or its.count:
        rows = rows.filter(count__lt=count)
    if not rows.update(count=count, used=timezone.now()):
        raise BadCredentials(NOT_KNOWN)
