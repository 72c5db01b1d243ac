"""The contract as JSON Schema (2020-12), for every command, event and object."""

import json
from pathlib import Path
from typing import get_args

import msgspec

from chat import wire
from tests.protocol.texts import read_with_bases

PATH = Path(__file__).parents[2] / "docs/protocol.schema.json"
OBJECTS = [
    *(wire.Person, wire.Member, wire.Conversation, wire.Room, wire.Invitation),
    *(wire.InviteLink, wire.CameBy),
    *(wire.OfferedRoom, wire.Message, wire.Quote, wire.Mention, wire.Mentioning),
    *(wire.Kept, wire.Version, wire.Later, wire.Poll, wire.PollOption, wire.Hit),
    *(wire.File, wire.Shared, wire.Avatar, wire.Preview),
    *(wire.Limits, wire.KeptOut, wire.Waiting, wire.Ruling, wire.Status),
    *(wire.RuleResult, wire.Device),
    *(wire.Report, wire.Said, wire.Act, wire.MutedOne, wire.ShutOutOne),
]
COMMANDS = get_args(wire.AnyCommand)
EVENTS = get_args(wire.AnyEvent)


def make():
    """The whole schema: what is a command, and what is an event, are definitions."""
    unions = [wire.AnyCommand, wire.AnyEvent]
    (command, event), found = msgspec.json.schema_components(
        unions, ref_template="#/$defs/{name}"
    )
    described = {each.__name__: each for each in (*COMMANDS, *EVENTS, *OBJECTS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"chatsite, protocol {wire.PROTOCOL}",
        "description": "What goes over /ws/ and the JSON door: see protocol.md.",
        "anyOf": [{"$ref": "#/$defs/Command"}, {"$ref": "#/$defs/Event"}],
        "$defs": {
            "Command": {"anyOf": command["anyOf"]},
            "Event": {"anyOf": event["anyOf"]},
            **{name: _described(found[name], described[name]) for name in described},
        },
    }


def _described(definition, struct):
    """A definition with the docstring's words instead of the docstring."""
    text = read_with_bases(struct)
    properties = {
        name: {**its, "description": plain(text.entries[python_name(struct, name)])}
        if name != "type"
        else its
        for name, its in definition["properties"].items()
    }
    return {**definition, "description": plain(text.prose), "properties": properties}


def python_name(struct, name):
    """What the struct calls a field of that name on the wire."""
    names = zip(struct.__struct_encode_fields__, struct.__struct_fields__, strict=True)
    return dict(names)[name]


def plain(text):
    """Without the marks of what is code."""
    return " ".join(text.replace("``", "").split())


def text():
    return json.dumps(make(), indent=2, ensure_ascii=False) + "\n"
