"""What a command that serves does first: who may come in, and by which names."""

import socket

import pytest
from django.core.management import CommandError

from chat.management.serving import startup
from chat.management.serving.addresses import Address
from chat.site import Site

LOOPBACK = Address("127.0.0.1", 8000, "--bind")
LAN = Address("192.0.2.7", 8000, "--bind")
EVERY = Address("0.0.0.0", 8000, "--bind")


@pytest.mark.parametrize(
    ("setting", "doors", "allowed"),
    [
        (None, [LOOPBACK, Address("::1", 9000, "--plain")], True),
        (None, [LOOPBACK, LAN], False),
        (None, [EVERY], False),
        (True, [EVERY], True),
        (False, [LOOPBACK], False),
    ],
)
@pytest.mark.usefixtures("reached")
def test_guests_come_in_where_only_this_machine_does(settings, setting, doors, allowed):
    settings.CHAT_ALLOW_GUESTS = setting
    startup.open_site(doors)
    assert Site.here().takes_guests is allowed


@pytest.mark.usefixtures("reached")
def test_a_site_answers_to_its_own_names_where_others_come_in():
    startup.open_site([LAN], web=LAN)
    for name in ("localhost", socket.gethostname(), "192.0.2.7:8000"):
        assert Site.here().answers_to(name)
    assert not Site.here().answers_to("evil.example")


@pytest.mark.usefixtures("reached")
def test_a_site_on_loopback_answers_to_what_it_was_bound_to_and_no_other_name():
    web = Address("127.0.0.2", 8000, "--bind")
    startup.open_site([web], web=web)
    assert Site.here().answers_to("127.0.0.2:8000")
    assert not Site.here().answers_to(socket.gethostname())


@pytest.mark.usefixtures("reached")
def test_the_operators_list_is_all_that_a_site_answers_to(settings):
    settings.HOSTS_ARE_GIVEN = True
    startup.open_site([LAN], web=LAN)
    assert not Site.here().answers_to("192.0.2.7")


def test_a_sqlite_that_is_too_old_is_one_sentence(monkeypatch):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    with pytest.raises(CommandError, match=r"3\.35"):
        startup._prepare_database()
