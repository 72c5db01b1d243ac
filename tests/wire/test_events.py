"""Every event, written out: a change of any line breaks somebody's client."""

import json
from typing import get_args

import pytest

from chat import wire
from tests.wire.samples import EVENTS


@pytest.mark.parametrize(("event", "frame"), EVENTS)
def test_an_event_is_exactly_this_frame_and_back(event, frame):
    assert wire.encode(event).decode() == frame
    assert wire.decode_event(frame) == event


@pytest.mark.parametrize("frame", [frame for _, frame in EVENTS])
def test_unknown_fields_are_ignored_in_events(frame):
    more = json.dumps({**json.loads(frame), "mood": ["good", {"very": None}]})
    assert wire.decode_event(more) == wire.decode_event(frame)


def test_every_event_is_in_the_union_and_among_the_samples():
    every = set(wire.Event.__subclasses__())
    assert set(get_args(wire.AnyEvent)) == every
    assert {type(event) for event, _ in EVENTS} == every


def test_what_somebody_does_at_a_time_takes_a_number_of_the_log():
    marks = {"conversation", "seq", "sender", "at"}
    every = wire.Event.__subclasses__()
    logged = {each for each in every if marks <= set(each.__struct_fields__)}
    assert set(get_args(wire.LogEvent)) == logged
