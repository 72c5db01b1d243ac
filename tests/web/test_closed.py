"""Why nothing may be said in a conversation, as the page is painted first."""

import json

import pytest
from msgspec import convert

from chat import wire
from chat.web.closed import closed_text
from tests.wire.samples import LOBBY_JSON


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"archived": True, "role": "owner"}, "This room is archived: it can be read"),
        ({"speakers": "voice"}, "Only those who were given a voice speak"),
        ({"speakers": "moderator", "role": "voice"}, "Only moderators speak"),
        ({"speakers": "moderator", "role": "moderator"}, ""),
        ({"role": "muted"}, "You are muted in this room."),
        (
            {"role": "muted", "reason": "loud", "until": "2026-01-31T12:00:00.000Z"},
            "You are muted in this room. (loud until 31 January 2026, 12:00 UTC)",
        ),
    ],
)
def test_it_is_said_why_nothing_may_be_said_in_a_room(fields, text):
    place = convert({**json.loads(LOBBY_JSON), **fields}, wire.Conversation)
    assert closed_text(place)[: len(text) or None] == text


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "You are muted."),
        ({"reason": "loud"}, "You are muted. (loud)"),
        (
            {"reason": "loud", "until": "2026-01-31T12:00:00.000Z"},
            "You are muted. (loud until 31 January 2026, 12:00 UTC)",
        ),
    ],
)
def test_who_is_muted_says_nothing_anywhere(more, text):
    talk = {"kind": "direct", "id": None}
    assert closed_text(talk, wire.MutedOne(name="ada", person=1, **more)) == text
