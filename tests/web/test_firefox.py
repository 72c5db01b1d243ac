"""The five main ways through the page, in a real Firefox."""

import itertools

import pytest

from tests.support.firefox import Firefox
from tests.support.forwarding import Forwarding
from tests.support.servers import Site
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes

# Of a tab that lies behind another one, too, which has no :focus.
HAS_FOCUS = "() => document.activeElement.id"
BODIES = """() => [...document.querySelectorAll(".message .body")]
    .map((body) => body.textContent.trim()).join("\\n")"""
PASSWORD = "a garden wall in the rain"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def running():
    with Firefox() as firefox:
        yield firefox


@pytest.fixture
def firefox(running):
    """One in which no page complains."""
    yield running
    assert running.complaints == []


@pytest.fixture
def enter(site, firefox):
    """Bring in guests, each in a tab of their own."""

    def enter(url=site.url):
        tab, name = firefox.tab(), f"guest{next(numbers)}"
        tab.go(url)
        tab.fill("#guest-name", name)
        tab.type("Enter")
        is_connected(tab)
        return tab, name

    return enter


def is_connected(tab):
    tab.sees("#state[data-state=connected]")


def say(tab, text):
    tab.fill("#composer-text", text)
    tab.type("Enter")


def hears(tab, text):
    tab.sees(".message:not(.waiting):last-of-type .body", text)


def test_two_guests_come_in_and_write_and_read_live(enter):
    (ada, ada_name), (bob, _) = enter(), enter()
    ada.fill("#composer-text", "is anybody here?")
    bob.sees("#typing", f"{ada_name} is typing…")
    ada.type("Enter")
    hears(bob, "is anybody here?")
    say(bob, "I *am*")
    hears(ada, "I am")
    ada.sees(".message:last-of-type em", "am")


def test_somebody_logs_in_with_an_account_and_finds_their_words(site, firefox):
    ada, name = firefox.tab(), f"ada{next(numbers)}"
    ada.go(f"{site.url}signup/")
    for field, text in zip(
        ("name", "password", "password_again"), (name, PASSWORD, PASSWORD), strict=True
    ):
        ada.fill(f"#id_{field}", text)
    ada.type("Enter")
    is_connected(ada)
    say(ada, "said before")
    hears(ada, "said before")
    ada.click(".you")
    ada.click("#logout-form button")
    ada.fill("#id_name", name)
    ada.fill("#id_password", PASSWORD)
    ada.type("Enter")
    is_connected(ada)
    hears(ada, "said before")


def test_a_double_click_opens_a_private_window_and_going_back_leaves_it(enter):
    (ada, ada_name), (bob, bob_name) = enter(), enter()
    ada.click(f"#people [data-name={bob_name}]")
    ada.click(f"#people [data-name={bob_name}]", times=2)
    # There is room for it beside what was open.
    ada.sees("#conversation-name-2", f"@{bob_name}")
    eventually(lambda: ada.evaluate(HAS_FOCUS) == "composer-text-2")
    ada.type("psst")
    ada.type("Enter")
    bob.click(f"#directs [data-conversation-name='@{ada_name}']")
    hears(bob, "psst")
    ada.back()
    ada.sees("#conversation-name", "#lobby")


def test_the_line_is_cut_and_comes_back_with_what_was_written_meanwhile(site, enter):
    with Forwarding(site.web) as line:
        host, port = line.address
        (ada, _), (bob, _) = enter(f"http://{host}:{port}/"), enter()
        line.cut()
        ada.sees("#state[data-state=reconnecting]")
        say(ada, "first words, kept here")
        ada.sees(".message.waiting .post-note-text", "Waiting for the connection")
        say(bob, "said meanwhile")
        line.mend()
        is_connected(ada)
        for tab in (ada, bob):
            hears(tab, "first words, kept here")
        in_order = ["said meanwhile", "first words, kept here"]
        eventually(lambda: ada.evaluate(BODIES).split("\n")[-2:] == in_order)
