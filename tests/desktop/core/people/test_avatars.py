"""Pictures of people are asked for as they are shown, and anew when they are others."""

import base64

import pytest

from chat.desktop.core.people.avatars import AT_ONCE, MOST, SOON_SECONDS

PNG = b"\x89PNG"


@pytest.fixture
def shown(talk):
    shown = {}
    talk.chat.people.avatars.show = shown.__setitem__
    talk.come_in()
    return shown


def asked(talk):
    return [each for each in talk.said if each["type"] == "avatars"]


def answer(talk, *people):
    talk.pass_seconds(SOON_SECONDS)
    png = base64.b64encode(PNG).decode()
    found = [{"person": person, "png": png} for person in people]
    return talk.answer("avatars", avatars=found)["people"]


def test_who_is_shown_is_asked_for_once_with_others(talk, shown):
    for person in (7, 8, 7):
        talk.chat.people.avatars.want(person)
    assert answer(talk, 7) == [7, 8]
    assert shown == {7: PNG, 8: b""}
    talk.chat.people.avatars.want(7)
    talk.pass_seconds(SOON_SECONDS)
    assert asked(talk) == []


def test_of_many_some_are_asked_for_at_a_time(talk, shown):
    for person in range(AT_ONCE + 1):
        talk.chat.people.avatars.want(person)
    assert answer(talk) == [*range(AT_ONCE)]
    assert answer(talk) == [AT_ONCE]


def test_another_picture_comes_by_itself(talk, shown):
    talk.chat.people.avatars.want(7)
    answer(talk)
    for person in (7, 8):
        talk.hear({"type": "avatar", "name": "x", "person": person, "href": "/x"})
    assert answer(talk, 7) == [7]
    assert shown == {7: PNG}
    talk.come_in()
    assert answer(talk) == [7]
    assert shown == {7: b""}


def test_who_was_looked_at_longest_ago_is_let_go(talk, shown):
    for person in (*range(MOST), 0, MOST):
        talk.chat.people.avatars.want(person)
    assert shown == {1: b""}


def test_what_is_no_picture_is_none(talk, shown):
    talk.chat.people.avatars.want(7)
    talk.pass_seconds(SOON_SECONDS)
    talk.answer("avatars", avatars=[{"person": 7, "png": "?"}])
    assert shown == {7: b""}
