"""The plain door: what is pinned, saved, and what a message said before."""

import pytest
from msgspec import structs

from chat import wire
from tests.dialects.test_plain import AT, DEV, LOBBY, says, shows, somebody
from tests.wire.samples import LOG

KEPT = {"kept": AT, "sender": "bob", "author": 2, "body": "two\nlines", "at": AT}
PIN = wire.Kept(conversation=LOBBY, seq=43, by="ada", **KEPT)
GONE = wire.Kept(conversation=DEV, seq=7, kept=AT, number=2, gone=True)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/pin 43", wire.Pin(conversation=LOBBY, seq=43, on=True)),
        ("/unpin 43 #dev", wire.Pin(conversation=DEV, seq=43, on=False)),
        (
            "/unpreview 43 #dev",
            wire.RemovePreview(conversation=DEV, seq=43, ref="unpreview"),
        ),
        ("/pins", wire.ListPins(conversation=LOBBY)),
        ("/pins dev", b"! You have no conversation @dev.\n"),
        ("/save 43", wire.Save(conversation=LOBBY, seq=43, on=True)),
        ("/unsave 43", wire.Save(conversation=LOBBY, seq=43, on=False)),
        ("/saved", wire.ListSaved(limit=20)),
        ("/versions 43 #dev", wire.ListVersions(conversation=DEV, seq=43)),
        ("/why 43 #dev", wire.AskWhy(conversation=DEV, seq=43)),
        ("/pause", wire.Pause()),
        ("/pin 43 #nowhere", b"! You have no conversation #nowhere.\n"),
        ("/pin", b"! Usage: /pin 43 [#dev]\n"),
        ("/save 0", b"! Usage: /save 43 [#dev]\n"),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(DEV), line) == command


def test_a_pin_is_told_with_its_number():
    event = wire.Pinned(
        conversation=LOBBY, seq=45, target=43, sender="bob", author=2, on=True, at=AT
    )
    assert shows(somebody(), event) == ["* bob pinned message 43"]


def test_what_is_pinned_is_listed_each_in_a_line():
    pins = wire.Pins(conversation=LOBBY, pins=[PIN])
    first, line = shows(somebody(), pins)
    assert first == "* Pinned in #lobby:"
    assert line == "* 43 [2026-01-31 12:00] bob: two lines"
    none = shows(somebody(), wire.Pins(conversation=LOBBY, pins=[]))
    assert none == ["* Nothing is pinned in #lobby."]


def test_what_is_saved_is_listed_with_where_it_is_and_the_rest_follows():
    ada = somebody(DEV)
    saved = wire.Saved(saved=[PIN, GONE], more=True)
    here, gone, _ = shows(ada, saved)
    assert here == "* #lobby 43 [2026-01-31 12:00] bob: two lines"
    assert gone == "* #dev 7 This message is gone."
    assert says(ada, "/more") == wire.ListSaved(before=2, limit=20)


def test_no_line_of_what_it_said_before_passes_for_anything_else():
    versions = [wire.Version(body="one\n! two", at=AT, until=AT, by="ada")]
    told = wire.Versions(conversation=LOBBY, target=3, versions=versions, deleted=True)
    lines = shows(somebody(), told)
    assert lines == [
        "* [2026-01-31 12:00] one",
        "* [2026-01-31 12:00] ! two",
        "* It was deleted by ada.",
    ]


def test_who_takes_a_preview_away_reads_that_and_others_do_not():
    event = wire.Previewed(target=43, html="", **LOG)
    assert shows(somebody(DEV), event) == []
    answer = structs.replace(event, ref="unpreview")
    told = ["* Message 43 shows no more where its link leads."]
    assert shows(somebody(DEV), answer) == told
