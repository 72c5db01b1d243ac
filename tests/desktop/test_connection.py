"""The desktop client's core at a real site: refusals, breaks, certificates."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace

import pytest
import trustme

from chat.desktop.connection.connector import Connector
from chat.desktop.connection.dial import within
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.trust import Trust
from chat.desktop.settings import Account
from tests.support.desktop import SECONDS, Desk
from tests.support.forwarding import Forwarding
from tests.support.servers import PROJECT, Site, manage

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
FREELY = {"CHAT_RATE": "100000", "CHAT_BURST": "100000"}
SIGN_UP = (
    "from chat.models import User;"
    "User.objects.sign_up('{}', '{}') if not User.objects.filter(name='{}') else None"
)
PASSWORD = "correct horse"


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site", **FREELY) as site:
        yield site


@pytest.fixture
def ada(site, tmp_path):
    ada = Desk.enter(tmp_path / "ada", site.json, "ada")
    yield ada
    ada.client.close()


@pytest.fixture
def bob(site, tmp_path):
    bob = Desk.enter(tmp_path / "bob", site.json, "bob")
    yield bob
    bob.client.close()


def sign_up(tmp_path, name, password):
    code = SIGN_UP.format(name, password, name)
    manage(tmp_path / "site", "shell", "-c", code).check_returncode()


def is_told(desk, sentence, state="refused"):
    with desk:
        desk.until(lambda: desk.client.state == state and desk.client.sentence)
        assert sentence in desk.client.sentence
    return desk


# --- Refusals -------------------------------------------------------------------------


def test_a_wrong_password_and_a_taken_name_are_sentences(site, tmp_path):
    sign_up(tmp_path, "ada", PASSWORD)
    here = tmp_path / "desk"
    is_told(Desk(here, site.json, "ada", "wrong"), "The name or the password is wrong")
    is_told(Desk(here, site.json, "ada"), "needs its password")
    is_told(Desk(here, site.json, "7up"), "A name starts with a letter")
    with Desk(here, site.json, "ada", PASSWORD) as ada:
        ada.until(lambda: ada.is_in)


def test_after_a_refusal_the_right_password_comes_in(site, tmp_path):
    sign_up(tmp_path, "ada", PASSWORD)
    with Desk(tmp_path / "desk", site.json, "ada", "wrong") as ada:
        ada.until(lambda: ada.client.state == "refused")
        ada.client.log_in(replace(ada.account, password=PASSWORD))
        ada.until(lambda: ada.is_in)


def test_a_log_in_anew_goes_on_where_the_connection_before_was(site, ada, bob):
    for number in range(5):
        ada.client.log_in(ada.account)
        bob.say(str(number))
        ada.say(f"and {number}")
    ada.until(lambda: ada.is_in and not ada.chat.postman.outbox.posts)
    ada.sees("4")
    bob.sees("and 4")
    ada.sees("and 4")
    assert sorted(ada.bodies()) == sorted({*bob.bodies()})


def test_nobody_there_a_wrong_name_and_a_wrong_port_are_sentences(site, tmp_path):
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        free = asking.getsockname()
    is_told(Desk(tmp_path, free, "ada"), "Nobody listens at", "waiting")
    nowhere = ("no.such.host.invalid", 9001)
    is_told(Desk(tmp_path, nowhere, "ada"), "There is no server called", "waiting")
    is_told(Desk(tmp_path, site.plain, "ada"), "is that the right port?")
    is_told(Desk(tmp_path, site.web, "ada"), "is that the right port?")


@pytest.mark.parametrize(
    "said",
    [
        b"hello\n",
        b"[]\n",
        b"{}\n",
        b'{"type":"goodbye"}\n',
        b'{"type":"goodbye","detail":"","retry":"soon"}\n',
        b'{"type":"goodbye","detail":"","retry":NaN}\n',
        b'{"type":"error"}\n',
        b'{"type":"error","code":[],"detail":""}\n',
        b"[" * 100_000 + b"\n",
    ],
)
def test_a_server_that_talks_nonsense_is_said_to(said, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as strange:
        desk = Desk(tmp_path / "ada", strange.getsockname()[:2], "ada")
        with desk:
            connection, _ = strange.accept()
            with connection:
                connection.sendall(said)
                desk.until(lambda: "does not speak" in desk.client.sentence)


def test_a_server_that_says_nothing_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        patience = Patience(welcome=0.3, first_pause=30)
        desk = Desk(tmp_path, silent.getsockname(), "ada", patience=patience)
        is_told(desk, "does not answer", "waiting")


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


def test_a_connector_can_be_closed_whatever_it_is_at(site, tmp_path):
    """Before it begins, while it dials, as it comes in, and just after it hung up."""
    heard = []
    for pause in (0, 0.001, 0.01, 0.05, 0.2):
        connector = Connector(Trust(tmp_path), heard.append)
        for _ in range(3):
            connector.log_in(Account(*site.json, False, "eve", None))
            time.sleep(pause)
        connector.hang_up()
        closing = threading.Thread(target=connector.close, daemon=True)
        closing.start()
        closing.join(SECONDS)
        assert not closing.is_alive()
    assert heard


def test_a_server_that_has_gone_silent_is_asked_and_given_up(site, tmp_path):
    patience = Patience(quiet=0.5, answer=0.5, first_pause=60)
    with Forwarding(site.json) as forwarding:
        where = forwarding.address
        with Desk(tmp_path, where, "ada", patience=patience) as ada:
            ada.until(lambda: ada.is_in)
            forwarding.hold()
            ada.until(lambda: ada.client.state == "waiting")
            assert "does not answer any more" in ada.client.sentence


def test_somebody_who_is_banned_is_told_and_stays_away(site, tmp_path):
    sign_up(tmp_path, "ada", PASSWORD)
    with Desk(tmp_path / "desk", site.json, "ada", PASSWORD) as ada:
        ada.until(lambda: ada.is_in)
        code = "from chat.models import User; User.objects.get(name='ada').ban()"
        manage(tmp_path / "site", "shell", "-c", code).check_returncode()
        ada.until(lambda: ada.client.state == "refused")
        assert "closed by an administrator" in ada.client.sentence


# --- Breaks ---------------------------------------------------------------------------


def test_a_killed_server_is_waited_for_and_nothing_is_lost(site, ada, bob):
    ada.say("before")
    site.kill()
    ada.until(lambda: ada.client.state == "waiting")
    bob.until(lambda: bob.client.state == "waiting")
    for number in range(5):
        ada.say(f"a{number}")
        bob.say(f"b{number}")
    site.restart()
    for desk in (ada, bob):
        desk.until(lambda desk=desk: desk.client.state == "connected")
        desk.until(lambda desk=desk: not desk.chat.postman.outbox.posts)
    for desk in (ada, bob):
        desk.sees("a4")
        desk.sees("b4")
    assert ada.bodies() == bob.bodies()
    assert len(ada.bodies()) == len(set(ada.bodies())) == 11
    assert [b for b in ada.bodies() if b[0] == "a"] == [f"a{n}" for n in range(5)]


def test_a_restart_says_that_it_is_one(site, ada):
    stopping = threading.Thread(target=site.stop)
    stopping.start()
    ada.until(lambda: ada.client.sentence.startswith("The server restarts"))
    stopping.join()
    site.restart()
    ada.until(lambda: ada.is_in)
    assert ada.client.sentence == ""


def test_a_crash_of_the_client_sends_everything_once(site, tmp_path, bob):
    ada = Desk.enter(tmp_path / "ada", site.json, "ada")
    for number in range(20):
        ada.chat.post(ada.conversation("#lobby"), str(number))
    ada.crash()
    with Desk(tmp_path / "ada", site.json, "ada") as again:
        again.until(lambda: again.is_in and not again.chat.postman.outbox.posts)
        bob.sees("19")
        assert bob.bodies() == [str(number) for number in range(20)]


def test_two_copies_of_one_person_do_not_disturb_each_other(site, tmp_path, bob):
    with contextlib.ExitStack() as both:
        # One after the other: who is first, is given the place that both are to have.
        one, two = [Desk.enter(tmp_path / "ada", site.json, "ada") for _ in range(2)]
        both.callback(one.client.close)
        both.callback(two.client.close)
        site.kill()
        for copy in (one, two):
            copy.until(lambda copy=copy: copy.client.state == "waiting")
        for number in range(10):
            one.say(f"one {number}")
            two.say(f"two {number}")
        site.restart()
        for copy in (one, two):
            copy.until(lambda copy=copy: copy.client.state == "connected")
        for _ in range(3):
            one.until(lambda: not one.chat.postman.outbox.posts)
            two.until(lambda: not two.chat.postman.outbox.posts)
        bob.sees("two 9")
        bob.sees("one 9")
        assert set(Counter(bob.bodies()).values()) == {1}
        assert len(bob.bodies()) == 20
        two.sees("one 9")
        one.sees("two 9")
        one.client.store.flush()
        two.client.store.flush()
    again = Desk(tmp_path / "ada", site.json, "ada")
    assert again.bodies() == bob.bodies()
    again.client.close()


def test_a_guest_comes_back_as_the_same_after_a_new_start(site, tmp_path):
    with Desk(tmp_path, site.json, "ada") as ada:
        ada.until(lambda: ada.is_in)
        number = ada.chat.you.id
    with Desk(tmp_path, site.json, "ada") as ada:
        ada.until(lambda: ada.is_in)
        assert ada.chat.you.id == number


def test_what_was_missed_comes_after_a_day_away(site, ada, tmp_path):
    ada.say("first")
    with Desk(tmp_path / "bob", site.json, "bob") as bob:
        bob.until(lambda: bob.is_in)
        bob.sees("first")
    for number in range(250):
        ada.say(str(number))
    ada.say("/delete")
    with Desk(tmp_path / "bob", site.json, "bob") as again:
        assert again.bodies() == ["first"]
        again.until(lambda: "248" in again.bodies() and "249" not in again.bodies())
        assert again.bodies()[:-1] == ["first", *map(str, range(249))]
        assert again.conversation("#lobby").log.number == 252


def test_what_is_said_in_private_is_seen_by_two(site, ada, bob, tmp_path):
    with Desk(tmp_path / "cyd", site.json, "cyd") as cyd:
        cyd.until(lambda: cyd.is_in)
        ada.say("between us", "@bob")
        bob.sees("between us", "@ada")
        assert bob.screen.arrivals == [("@ada", "ada", "between us")]
        ada.say("for all")
        cyd.sees("for all")
        assert [each.name for each in cyd.chat.conversations] == ["#lobby"]


def test_what_was_read_in_one_copy_is_read_in_the_other(site, ada, bob, tmp_path):
    ada.say("news")
    bob.sees("news")
    assert bob.conversation("#lobby").unread == 1
    with Desk(bob.client.store._path.parent, site.json, "bob") as other:
        other.sees("news")
        other.chat.seen(other.conversation("#lobby"))
        bob.until(lambda: not bob.conversation("#lobby").unread)


def test_two_hundred_messages_a_second_are_taken_in_small_turns(site, ada, bob):
    """What a turn of the face takes is what a window freezes for."""
    lobby = ada.conversation("#lobby")
    for number in range(1000):
        ada.chat.requests.say(
            {
                "type": "post",
                "to": lobby.id,
                "body": str(number),
                "id": f"00000000-0000-4000-8000-{number:012x}",
            }
        )
    turns = []
    loop = threading.Event()
    while len(bob.bodies()) < 1000:
        began = bob.client.timers.now()
        bob.client.tick()
        turns.append(bob.client.timers.now() - began)
        loop.wait(0.01)
        ada.client.tick()
    assert sorted(turns)[len(turns) // 2] < 0.1


# --- Certificates ---------------------------------------------------------------------


@pytest.fixture
def authority():
    return trustme.CA()


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


# --- The file -------------------------------------------------------------------------


def test_from_a_checkout_and_without_a_screen_it_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "chat.desktop", "--data", str(tmp_path)],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "--text" in done.stderr
