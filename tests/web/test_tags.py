"""What the page's templates ask for."""

import json

import pytest
from django.utils import translation
from msgspec import convert

from chat import wire
from chat.web import tags
from tests.wire.samples import LOBBY_JSON


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("\n" + "x\n" * 20 + "\n", ""),
        ("x\n" * 21, "Show all 21 lines"),
        ("x\n\n" * 1000, "Show all 1,999 lines"),
    ],
)
def test_the_lines_of_a_long_message_are_counted_that_are_seen(body, text):
    assert tags.unfold_text(body) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"archived": True, "role": "owner"}, "This room is archived: it can be read"),
        ({"speakers": "voice"}, "Only those who were given a voice speak"),
        ({"speakers": "moderator", "role": "voice"}, "Only moderators speak"),
        ({"speakers": "moderator", "role": "moderator"}, ""),
        ({"role": "muted"}, "You are silenced in this room."),
    ],
)
def test_it_is_said_why_nothing_may_be_said_in_a_room(fields, text):
    place = convert({**json.loads(LOBBY_JSON), **fields}, wire.Conversation)
    assert tags.closed_text(place)[: len(text) or None] == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "1,234"), ("de", "1.234"), ("ar", "1,234")]
)
def test_a_number_is_written_as_the_page_does(language, text):
    with translation.override(language):
        assert tags.digits(1234) == text



@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "You are silenced."),
        ({"reason": "loud"}, "You are silenced. (loud)"),
        (
            {"reason": "loud", "until": "2026-01-31T12:00:00.000Z"},
            "You are silenced. (loud until 31 January 2026, 12:00 UTC)",
        ),
    ],
)
def test_who_is_silenced_says_nothing_anywhere(more, text):
    talk = {"kind": "direct", "id": None}
    assert tags.closed_text(talk, wire.Quieted(name="ada", person=1, **more)) == text
