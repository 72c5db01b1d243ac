"""The log-in says what is wrong, and keeps what was typed."""

import pytest
import trustme

from tests.support.forwarding import Forwarding
from tests.support.servers import Site
from tests.support.windows import NAME, SERVER, STATE, Window

pytestmark = pytest.mark.processes


def test_a_wrong_password_says_so_and_keeps_what_was_typed(window, site):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(".login.card.kind.account")
    window.type("wrong")
    window.press("Return")
    window.says(STATE, "The name or the password is wrong.")
    assert window.ask(f"{NAME} get") == "ada"


def test_an_address_that_is_none_ends_the_try_before(window):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(SERVER)
    window.ask(f"{SERVER} delete 0 end")
    window.type("127.0.0.1:1")
    window.press("Return")
    window.says(STATE, "Next try in")
    window.type("000000")
    window.press("Return")
    window.says(STATE, "Write the server as a name or a number")
    window.says(".login.card.button", "Come in")


def test_a_certificate_of_nobody_is_trusted_with_a_click(display, file, site, tmp_path):
    certificate = trustme.CA().issue_cert("127.0.0.1")
    with Forwarding(site.json, certificate) as forwarding:
        host, port = forwarding.address[:2]
        address = ("--host", host, "--port", str(port), "--tls")
        with Window(display, file, tmp_path / "ada", *address) as window:
            window.appears(".login")
            window.click(NAME)
            window.type("ada")
            window.press("Return")
            window.says(STATE, "No authority vouches for the certificate")
            assert not forwarding.received
            window.appears(".login.card.trust.button")
            window.click(".login.card.trust.button")
            window.appears(".main")


def test_without_guests_the_password_is_asked_for(display, file, tmp_path):
    with Site(tmp_path / "members", CHAT_ALLOW_GUESTS="0") as site:
        host, port = site.json
        address = ("--host", host, "--port", str(port))
        with Window(display, file, tmp_path / "ada", *address) as window:
            window.appears(".login")
            window.click(NAME)
            window.type("ada")
            window.press("Return")
            window.says(STATE, "This site takes no guests")
            window.appears(".login.card.secret.password")
