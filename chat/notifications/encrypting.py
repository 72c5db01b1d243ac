"""What is pushed, sealed for one device; and the site's own key, by which push services
know it (RFC 8291, RFC 8188, RFC 8292).
"""

from __future__ import annotations

import base64
import os
import secrets
import struct
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# In the data folder: who has it can push to the devices of all.
KEY_FILE = "push_key"
# No more than a day (RFC 8292 §2), by clocks that may go wrong.
TOKEN_SECONDS = 12 * 3600
# What push services take at least (RFC 8030 §7.2).
RECORD_BYTES = 4096


def b64(raw: bytes) -> str:
    """Base64url without its padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """What that is of; ``ValueError``: of nothing."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def device_key(text: str) -> ec.EllipticCurvePublicKey:
    """A device's own; ``ValueError``: it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(text))


def seal(
    plain: bytes,
    p256dh: str,
    auth: str,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push (RFC 8291 §3.4); ``own`` and ``salt``: new ones each time."""
    own = own or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    theirs = device_key(p256dh)
    public = raw_of(own.public_key())
    info = b"WebPush: info\0" + raw_of(theirs) + public
    shared = _derived(own.exchange(ec.ECDH(), theirs), unb64(auth), info, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", RECORD_BYTES, len(public)) + public
    # RFC 8188 §2: 2 ends the last record.
    return head + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


def raw_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Its point, uncompressed."""
    encoding = serialization.Encoding.X962
    return key.public_bytes(encoding, serialization.PublicFormat.UncompressedPoint)


def public_key() -> str:
    """The site's, as browsers want it: ``applicationServerKey``."""
    return b64(raw_of(_site_key().public_key()))


def authorization(endpoint: str) -> str:
    """What tells a push service who pushes (RFC 8292 §3)."""
    parts = urlsplit(endpoint)
    origin, until = f"{parts.scheme}://{parts.netloc}", int(time.time()) + TOKEN_SECONDS
    claims = {"aud": origin, "exp": until}
    if settings.CHAT_URL.startswith("https:"):
        claims |= {"sub": settings.CHAT_URL}
    head = {"typ": "JWT", "alg": "ES256"}
    signed = ".".join(b64(msgspec.json.encode(each)) for each in (head, claims))
    signature = _site_key().sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
    # RFC 7518 §3.4: two numbers, side by side.
    raw = b"".join(it.to_bytes(32, "big") for it in decode_dss_signature(signature))
    return f"vapid t={signed}.{b64(raw)}, k={public_key()}"


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _site_key() -> ec.EllipticCurvePrivateKey:
    return _key_in(Path(settings.CHAT_DATA_DIR) / KEY_FILE)


@cache
def _key_in(path: Path) -> ec.EllipticCurvePrivateKey:
    """That of the file, which is made once: of two processes the first one wins."""
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _make(path: Path) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_name(f".{KEY_FILE}-{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    try:
        draft.write_bytes(pem)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
