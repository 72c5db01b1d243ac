"""Addresses: read from options, refused in a sentence, and shown to people."""

import errno

import pytest
from django.core.management import CommandError

from chat.management.serving import addresses
from chat.management.serving.addresses import Address

LOOPBACK = Address("127.0.0.1", 8000, "--bind")
EVERY = Address("0.0.0.0", 8000, "--bind")


@pytest.mark.parametrize(
    "text",
    ["nonsense", "", "::1:8000", "[127.0.0.1]:8000", ":8000", "65536", "-1", "8 0"],
)
@pytest.mark.parametrize("option", ["--bind", "--plain"])
def test_text_that_is_no_address_is_refused(text, option):
    with pytest.raises(CommandError, match=option):
        addresses.parse(text, option)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("8001", "127.0.0.1", 8001),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:8000", "::1", 8000),
        ("localhost:0", "localhost", 0),
    ],
)
def test_addresses_are_read(text, host, port):
    assert addresses.parse(text, "--bind") == Address(host, port, "--bind")


def test_port_of_the_administrator_is_explained():
    error = OSError(errno.EACCES, "Permission denied")
    line = str(addresses.refusal(Address("127.0.0.1", 80, "--bind"), error))
    assert "Port 80" in line
    assert "--bind" in line


def test_ipv6_names_are_bracketed_as_browsers_send_them():
    assert "[2001:db8::7]" in Address("2001:db8::7", 8000, "--bind").names


def test_every_address_is_shown_as_one_that_others_can_reach():
    assert EVERY.shown.host not in ("127.0.0.1", "::")
    assert LOOPBACK.shown == LOOPBACK
