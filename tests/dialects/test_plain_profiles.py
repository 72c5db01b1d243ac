"""The plain door: what one may know of somebody."""

import pytest

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody


def profile(name="bob", *, guest=False, rooms=(), **more):
    person = wire.Person(id=1 if name == "ada" else 2, name=name, key=name, guest=guest)
    fields = {"here": not more, "since": AT, "rooms": list(rooms)}
    return wire.Profile(person=person, **fields, **more)


def test_who_is_asked_about_is_whom_the_wire_is_asked_for():
    assert says(somebody(), "/whois @bob") == wire.FetchProfile(name="bob")
    for line in ("/whois", "/whois a b"):
        assert says(somebody(), line).startswith(b"! Usage: /whois")


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            profile(rooms=["#lobby", "#dev"]),
            [
                "* bob is here",
                "* bob has an account, since 2026-01-31 12:00.",
                "* bob and you are both in #lobby, #dev.",
            ],
        ),
        (
            profile(guest=True, seen="2026-02-01T08:30:00.000Z"),
            [
                "* bob was last here at 2026-02-01 08:30.",
                "* bob is a guest, since 2026-01-31 12:00.",
            ],
        ),
        (
            profile("ada", rooms=["#lobby"]),
            ["* ada is here", "* ada has an account, since 2026-01-31 12:00."],
        ),
    ],
)
def test_a_profile_is_told_in_lines(event, lines):
    assert shows(somebody(), event) == lines
