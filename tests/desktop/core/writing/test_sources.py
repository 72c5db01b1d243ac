"""What there is to end with, for whoever writes."""

import pytest

from chat.desktop.core.slash.line import VERBS
from chat.desktop.core.writing.completing import CODE, Begun, begun
from chat.desktop.core.writing.sources import Sources, ended
from tests.desktop.core.talk import message


@pytest.fixture
def ada(talk):
    said = [
        message(44, author=9, **{"from": "carl"}),
        message(45, author=6, **{"from": "Albert"}),
    ]
    return talk.come_in(blocked=[{"id": 9, "name": "carl"}]).loaded(said)


@pytest.fixture
def sources(ada):
    return Sources(ada.chat, lambda: ada.lobby, VERBS)


def names(sources, text):
    return [entry.name for entry in sources.known(begun(text))]


def test_people_rooms_and_calls_are_known_but_not_oneself_nor_the_blocked(sources):
    assert names(sources, "@") == ["@Albert", "@Bob", "@here", "@room"]
    assert names(sources, "@ada") == [] == names(sources, "@carl")
    assert names(sources, "so @he") == ["@here"]
    assert names(sources, "#lo") == ["#lobby"]


def test_of_commands_one_that_needs_nothing_more_is_sent_by_enter(sources):
    who, *others = sources.known(begun("/who"))
    assert (who.put, who.is_whole) == ("/who ", True)
    assert "/whois " in [each.put for each in others]
    reply, *_ = sources.known(begun("/invite"))
    assert (reply.put, reply.is_whole) == ("/invite ", False)


def test_emoji_and_languages_are_put_as_they_are_written(sources):
    [tada, *_] = sources.known(begun("yes :tada"))
    assert tada.put == "🎉 "
    [python] = sources.known(begun("```pytho"))
    assert ended(begun("```pytho"), python, "") == ("python\n", "")
    assert ended(Begun(CODE, "py", 3), python, "\nx") == ("python", "\nx")
    assert ended(begun(":tada"), tada, " more") == ("🎉 ", "more")


def test_who_is_away_is_asked_for(ada, sources):
    found, its = [], begun("@ca")
    sources.ask(its, found.extend)
    people = [{"id": 5, "name": "carol", "key": "carol", "guest": False}]
    asked = ada.answer("people", people=people)
    assert (asked["match"], found[0].put) == ("ca", "@carol ")
    sources.ask(begun("#de"), found.extend)
    ada.answer("rooms", rooms=[{"name": "#dev", "topic": "Code"}], more=False)
    assert (found[-1].put, found[-1].about) == ("#dev ", "Code")


def test_what_was_picked_often_comes_first(sources):
    its = begun("@")
    sources.note(its, sources.known(its)[-1])
    assert names(sources, "@r") == ["@room"]
    first = sources.known(begun("/s"))[0]
    other = sources.known(begun("/s"))[1]
    sources.note(begun("/s"), other)
    assert sources.known(begun("/s"))[0] == other != first
