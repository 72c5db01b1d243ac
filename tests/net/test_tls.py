"""The files of a certificate and its key, and what an operator can get wrong."""

import ssl

import pytest
from cryptography.hazmat.primitives import serialization

from chat.net.tls import BadPair, Pair
from tests.support.encrypted import Certificate


@pytest.fixture
def files(tmp_path):
    return Certificate(tmp_path)


def complaint(certificate, key):
    with pytest.raises(BadPair) as caught:
        Pair(certificate, key)
    text = str(caught.value)
    assert text.endswith(".")
    assert text.count("\n") == 0
    return text


def test_nothing_older_than_tls_1_2_is_spoken(files):
    context = Pair(files.certificate, files.key).context
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.options & ssl.OP_NO_RENEGOTIATION


def test_what_is_no_pair_is_one_sentence(files, tmp_path):
    other = Certificate(tmp_path, "other")
    assert "is not that of" in complaint(files.certificate, other.key)
    assert "cannot be read" in complaint(tmp_path / "nothing", files.key)
    assert "cannot be read" in complaint(files.certificate, tmp_path)
    (tmp_path / "text").write_text("no certificate")
    assert "in PEM" in complaint(tmp_path / "text", files.key)
    assert "in PEM" in complaint(files.key, files.certificate)


def test_a_key_behind_a_password_is_refused_and_nobody_is_asked(files):
    key = serialization.load_pem_private_key(files.key.read_bytes(), None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"seesaw"),
    )
    files.key.write_bytes(locked)
    assert "is locked" in complaint(files.certificate, files.key)


def test_a_broken_file_leaves_the_pair_from_before_and_a_line(files, caplog):
    pair = Pair(files.certificate, files.key)
    before = pair.context
    files.certificate.write_text("half a")
    assert not pair.reload()
    assert pair.context is before
    assert "The certificate from before stays" in caplog.text
    files.renew()
    assert pair.reload()
    assert pair.context is not before
