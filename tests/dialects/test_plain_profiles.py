"""The plain door: what one may know of somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody

NOW = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)


def at_noon():
    """Ada, whose clock stands."""
    plain = somebody()
    plain._talk.now = lambda: NOW
    return plain


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
            wire.Profile(
                person=wire.Person(id=2, name="bob", key="bob", guest=False),
                here=True,
                since=AT,
                rooms=[],
                doors=["browser", "json", "json/desktop", "json/robot", "plain"],
            ),
            [
                "* bob is here (web, JSON, desktop window, JSON (robot), nc)",
                "* bob has an account, since 2026-01-31 12:00.",
            ],
        ),
        (
            profile(muted=wire.MutedOne(name="bob", person=2, reason="loud", until=AT)),
            [
                "* bob is here",
                "* bob has an account, since 2026-01-31 12:00.",
                "* bob is muted. (loud – 2026-01-31 12:00)",
            ],
        ),
        (
            profile("ada", rooms=["#lobby"]),
            ["* ada is here", "* ada has an account, since 2026-01-31 12:00."],
        ),
        (
            profile(
                status=wire.Status(person=2, text="🌴 Away", until=AT),
                ahead=60,
                messages=1000,
                more=True,
            ),
            [
                "* bob is here",
                "* bob has an account, since 2026-01-31 12:00.",
                "* bob: 🌴 Away (until 2026-01-31 12:00)",
                "* It is 13:30 where bob is.",
                "* bob has said 1,000 things that you can read, or more.",
            ],
        ),
    ],
)
def test_a_profile_is_told_in_lines(event, lines):
    assert shows(at_noon(), event) == lines


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/status 🌴 On holiday", wire.SetStatus(text="🌴 On holiday")),
        (
            "/status +2h Lunch",
            wire.SetStatus(text="Lunch", until=NOW + timedelta(hours=2)),
        ),
        ("/status", wire.SetStatus(text="")),
        ("/zone Europe/Berlin", wire.TellZone(zone="Europe/Berlin")),
        ("/zone off", wire.TellZone(on=False)),
    ],
)
def test_one_says_how_one_is_and_where_ones_clock_is(line, command):
    assert says(at_noon(), line) == command
    for usage in ("/status +2h", "/zone", "/zone Europe Berlin"):
        assert says(somebody(), usage).startswith(b"! Usage: /")


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            wire.StatusSet(sender="ada", status=wire.Status(person=1, text="🌴")),
            ["* Everybody sees of you: 🌴"],
        ),
        (
            wire.StatusSet(sender="ada", status=wire.Status(person=1, text="")),
            ["* You say nothing of how you are any more."],
        ),
        (wire.StatusSet(sender="bob", status=wire.Status(person=2, text="🌴")), []),
        (
            wire.ZoneSet(zone="Europe/Berlin", on=True),
            ["* Others see what time it is where you are."],
        ),
        (
            wire.ZoneSet(zone="", on=False),
            ["* Nobody sees what time it is where you are."],
        ),
    ],
)
def test_what_one_has_said_of_oneself_is_told(event, lines):
    assert shows(somebody(), event) == lines
