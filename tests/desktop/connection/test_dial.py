"""Why a server cannot be reached, or is not trusted."""

import asyncio
import socket

import pytest
import trustme

from chat.desktop.connection.dial import within
from tests.desktop.site import is_told
from tests.support.desktop import SECONDS, Desk
from tests.support.forwarding import Forwarding

pytestmark = pytest.mark.processes


@pytest.fixture
def authority():
    return trustme.CA()


def test_nobody_there_a_wrong_name_and_a_wrong_port_are_sentences(site, tmp_path):
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        free = asking.getsockname()
        is_told(Desk(tmp_path, free, "ada"), "Nobody listens at", "waiting")
    nowhere = ("no.such.host.invalid", 9001)
    is_told(Desk(tmp_path, nowhere, "ada"), "There is no server called", "waiting")
    is_told(Desk(tmp_path, site.plain, "ada"), "is that the right port?")
    is_told(Desk(tmp_path, site.web, "ada"), "is that the right port?")


async def test_who_is_cancelled_as_the_work_ends_is_cancelled():
    ending = asyncio.get_running_loop().create_future()

    async def work():
        await ending

    task = asyncio.create_task(within(SECONDS, work()))
    await asyncio.sleep(0.01)
    ending.set_result(None)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_certificate_of_an_authority_is_good(site, tmp_path, authority, monkeypatch):
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with (
        Forwarding(site.json, authority.issue_cert("127.0.0.1")) as forwarding,
        Desk(tmp_path, forwarding.address[:2], "ada", tls=True) as ada,
    ):
        ada.until(lambda: ada.is_in)


def test_a_certificate_for_another_name_is_not(site, tmp_path, authority, monkeypatch):
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with Forwarding(site.json, authority.issue_cert("other.example")) as forwarding:
        desk = Desk(tmp_path, forwarding.address[:2], "ada", "secret", tls=True)
        is_told(desk, "No authority vouches")
        assert not forwarding.received


def test_a_self_signed_one_is_trusted_once_and_must_stay(site, tmp_path, authority):
    certificate = authority.issue_cert("127.0.0.1")
    with Forwarding(site.json, certificate) as forwarding:
        address = forwarding.address[:2]
        with Desk(tmp_path, address, "ada", tls=True) as ada:
            ada.until(lambda: ada.client.fingerprint)
            assert not forwarding.received
            assert len(ada.client.fingerprint) == 95
            ada.client.trust_server()
            ada.until(lambda: ada.is_in)
        with Desk(tmp_path, address, "ada", tls=True) as again:
            again.until(lambda: again.is_in)
            again.client.trust.remember(again.account.server, "AA:BB")
            forwarding.received.clear()
            again.client.log_in(again.account)
            again.until(lambda: again.client.state == "refused")
            assert "is not the one that you trusted" in again.client.sentence
            assert (again.client.fingerprint, bytes(forwarding.received)) == ("", b"")


def test_a_door_without_tls_says_so(site, tmp_path):
    is_told(Desk(tmp_path, site.json, "ada", tls=True), "speak TLS", "waiting")
