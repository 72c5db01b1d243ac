"""The desktop's core hears the whole wire, and says nothing else."""

import json

import pytest

from chat import wire
from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import WELCOME, live, message, offer
from tests.wire.samples import EVENTS

WRONG = (None, [], {}, "x", -1, 2**70, float("nan"), True, [None], {"": 0}, "\ud800")


@pytest.mark.parametrize("frame", [frame for _, frame in EVENTS])
def test_every_event_of_the_wire_is_heard(talk, frame):
    talk.come_in().loaded()
    talk.hear(json.loads(frame))
    talk.pass_seconds(60)
    assert talk.chat.you.id == 7


@pytest.mark.parametrize("frame", [frame for _, frame in EVENTS])
def test_an_event_that_is_none_ends_nothing(talk, frame):
    talk.come_in().loaded()
    event = json.loads(frame)
    for name in event.keys() - {"type"}:
        for wrong in WRONG:
            talk.hear({**event, name: wrong})
        talk.hear({key: value for key, value in event.items() if key != name})
        talk.pass_seconds(60)
    talk.hear(WELCOME)
    talk.store.flush()
    assert talk.chat.you.name == WELCOME["you"]["name"]


@pytest.mark.parametrize(
    "wrong", [{"body": 7}, {"body": "\ud800"}, {"from": None}, {"at": "yesterday"}]
)
def test_a_message_that_cannot_be_drawn_is_not_taken_in(talk, wrong):
    talk.come_in().loaded()
    seq = talk.lobby.log.number + 1
    talk.hear({**live(seq), **wrong})
    assert talk.lobby.messages.get(seq) is None
    assert talk.screen.warnings


@pytest.mark.parametrize(("version", "says"), [("", False), ("999.0.0", True)])
def test_a_newer_client_that_the_site_hands_out_is_told_of(talk, version, says):
    talk.come_in(version=version)
    assert ("Version 999.0.0" in talk.chat.you.newer) is says


def test_the_lobby_is_like_any_other_room_where_the_site_says_so(talk):
    assert talk.come_in(free_lobby=True).chat.you.free_lobby
    assert not talk.come_in().chat.you.free_lobby


def test_an_event_of_a_later_version_is_passed_over(talk):
    talk.come_in().hear({"type": "dance", "conversation": 1})


def test_everything_that_is_said_is_a_command_of_the_wire(talk):
    talk.come_in(invitations=[offer(8), offer(9)])
    talk.loaded([message(44), message(45, author=7)])
    for line in (
        *("hello", "/msg bob hi", "/me waves", "/history 20", "/edit x", "/delete"),
        *("/react 👍", "/join dev", "/leave", "/create dev what", "/topic x"),
        *("/invite bob", "/rooms", "/mute", "/accept #r8", "/decline #r9"),
        *("/block bob", "/hide", "/show bob", "/language de"),
    ):
        assert say(line, talk.person()), line
    talk.chat.typed(talk.lobby, "hel")
    talk.chat.seen(talk.lobby)
    talk.hear(live(60))
    talk.hear({"type": "presence", "version": 99, "online": [], "offline": []})
    known = {command.__struct_config__.tag for command in wire.AnyCommand.__args__}
    said = {command["type"] for command in talk.said}
    assert said <= known
    for command in talk.said:
        decoded = wire.decode(json.dumps(command))
        assert isinstance(decoded, wire.Command), command
        assert set(command) - {"type"} <= set(decoded.__struct_fields__)
