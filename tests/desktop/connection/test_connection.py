"""What ends a connection is said in a sentence."""

import socket

import pytest

from chat.desktop.connection.patience import Patience
from tests.desktop.site import PASSWORD, is_told, sign_up
from tests.support.desktop import Desk
from tests.support.forwarding import Forwarding
from tests.support.servers import manage

pytestmark = pytest.mark.processes


def test_a_wrong_password_and_a_taken_name_are_sentences(site, tmp_path):
    sign_up(tmp_path, "ada", PASSWORD)
    here = tmp_path / "desk"
    is_told(Desk(here, site.json, "ada", "wrong"), "The name or the password is wrong")
    is_told(Desk(here, site.json, "ada"), "needs its password")
    is_told(Desk(here, site.json, "7up"), "A name starts with a letter")
    with Desk(here, site.json, "ada", PASSWORD) as ada:
        ada.until(lambda: ada.is_in)


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


def test_a_server_that_has_gone_silent_is_asked_and_given_up(site, tmp_path):
    # A server of a machine that is busy may take a moment.
    patience = Patience(quiet=0.5, answer=3, first_pause=60)
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
