"""Every command, written out: a change of any line breaks somebody's client."""

import json
from typing import get_args

import msgspec
import pytest

from chat import wire
from tests.wire.samples import COMMANDS


@pytest.mark.parametrize(("frame", "command"), COMMANDS)
def test_a_command_is_read_from_its_frame(frame, command):
    assert wire.decode(frame) == wire.decode(frame.encode()) == command


@pytest.mark.parametrize("command", [command for _, command in COMMANDS])
def test_a_command_that_a_client_encodes_is_read_back(command):
    command = msgspec.structs.replace(command, ref="r" * 64)
    assert wire.decode(msgspec.json.encode(command)) == command


@pytest.mark.parametrize("frame", [frame for frame, _ in COMMANDS])
def test_unknown_fields_are_ignored_in_commands(frame):
    more = json.dumps({**json.loads(frame), "mood": ["good", {"very": None}]})
    assert wire.decode(more) == wire.decode(frame)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("rooms", {"match": "d\0v"}),
        ("rooms", {"after": "dev\0"}),
        ("who", {"after": "\0"}),
        ("people", {"match": "bo\0"}),
        ("members", {"conversation": 1, "match": "\0bo"}),
        ("members", {"conversation": 1, "cursor": "bo\0\nbob"}),
        ("search", {"query": "tea", "cursor": "1\0"}),
        ("join", {"room": "de\0v"}),
    ],
)
def test_what_is_looked_for_has_no_nul(kind, words):
    answer = wire.decode(json.dumps({"type": kind, "ref": "1", **words}))
    assert (answer.error.code, answer.ref) == ("malformed", "1")


def test_every_command_is_in_the_union_and_among_the_samples():
    every = set(wire.Command.__subclasses__())
    assert set(get_args(wire.AnyCommand)) == every
    assert {type(command) for _, command in COMMANDS} == every
