"""What keeps passkeys for somebody, without a browser: it answers as one would hand on
what a device says. Each can be had to say something wrong.
"""

import json
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://localhost"
FLAGS = AuthenticatorData.FLAG


class Device:
    """One with one passkey, which it has made when it was asked to.

    ``count``: how often it has signed; None of one that does not count.
    """

    def __init__(self, *, count=None):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id, self.count = os.urandom(16), count

    def make(self, options, **wrong):
        """What it answers, as JSON, to whoever asks for a new passkey."""
        assert {"id", "name", "displayName"} == options["user"].keys()
        cose = ES256.from_cryptography_key(self.key.public_key())
        its = AttestedCredentialData.create(bytes(16), self.credential_id, cose)
        data = self._data(options["rp"]["id"], FLAGS.AT, its, **wrong)
        made = AttestationObject.create("none", data, {})
        said = self._said("webauthn.create", options, **wrong)
        return self._answer(said, attestationObject=made)

    def show(self, options, **wrong):
        """What it answers to whoever asks to be shown one."""
        if self.count is not None:
            self.count += 1
        data = self._data(options["rpId"], FLAGS(0), b"", **wrong)
        said = self._said("webauthn.get", options, **wrong)
        signature = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        return self._answer(said, authenticatorData=data, signature=signature)

    def _data(self, site, flags, its, *, sees=True, **_):
        flags |= FLAGS.UP | (FLAGS.UV if sees else FLAGS(0))
        return AuthenticatorData.create(
            sha256(site.encode()), flags, self.count or 0, its
        )

    def _said(self, what, options, *, origin=ORIGIN, **_):
        return CollectedClientData.create(what, options["challenge"], origin)

    def _answer(self, said, **its):
        number = websafe_encode(self.credential_id)
        response = {name: websafe_encode(value) for name, value in its.items()}
        response["clientDataJSON"] = websafe_encode(said)
        its = {"id": number, "rawId": number, "type": "public-key"}
        return json.dumps({**its, "response": response})
