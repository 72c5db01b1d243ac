"""The plain door, when somebody is called otherwise."""

import pytest

from chat import wire
from tests.dialects.test_plain import (
    BOB,
    conversation,
    message,
    says,
    shows,
    somebody,
)

OTHER = 7


def renamed(former, name, *, number=2, gone=False):
    key = f"~{number}" if gone else name
    person = wire.Person(id=number, name=name, key=key, guest=True)
    return wire.Renamed(person=person, former=former, gone=gone)


def opened(plain, number, person):
    seen = conversation(number, name="@bob")
    seen.person = person
    shows(plain, wire.Joined(conversation=seen, sender="bob"))


@pytest.fixture
def plain():
    """Ada, who has a talk with bob."""
    plain = somebody()
    opened(plain, BOB, 2)
    return plain


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (renamed("bob", "rob"), ["* bob is called rob from now on."]),
        (renamed("ada", "eve", number=1), ["* You are called eve from now on."]),
        (
            renamed("bob", "bob~2", gone=True),
            ["* bob has gone: nobody reads what you write to @bob~2."],
        ),
        (renamed("bob", "bob"), []),
    ],
)
def test_a_new_name_is_said(plain, event, lines):
    assert shows(plain, event) == lines


def test_who_is_called_otherwise_has_neither_come_nor_gone(plain):
    shows(plain, renamed("bob", "rob"))
    told = {"online": ["eve", "rob"], "offline": ["bob"]}
    assert shows(plain, wire.Presence(version=2, **told)) == ["* eve is here"]
    assert shows(plain, wire.Presence(version=3, **told))[-1] == "* bob has left"


def test_the_talk_is_found_by_both_names_and_shown_by_the_new_one(plain):
    shows(plain, renamed("bob", "rob"))
    said = message("hi", sender="rob", where=BOB)
    assert shows(plain, said) == ["[PRIVATE MESSAGE] rob: hi"]
    for name in ("bob", "@ROB"):
        assert says(plain, f"/history {name}").conversation == BOB


def test_the_old_name_leads_there_until_somebody_else_has_it(plain):
    shows(plain, renamed("bob", "rob"))
    shows(plain, renamed("eve", "bob", number=8))
    assert says(plain, "/history rob").conversation == BOB
    assert not isinstance(says(plain, "/history bob"), wire.FetchHistory)


def test_the_talk_with_who_has_gone_is_not_the_one_with_who_has_the_name(plain):
    shows(plain, renamed("bob", "bob~2", gone=True))
    opened(plain, OTHER, 8)
    assert says(plain, "/history bob~2").conversation == BOB
    assert says(plain, "/history bob").conversation == OTHER


def test_what_one_says_is_not_echoed_under_the_new_name(plain):
    said = says(plain, "hello")
    shows(plain, renamed("ada", "eve", number=1))
    assert shows(plain, message("hello", sender="ada", id=said.id.int)) == []


def test_one_takes_another_name_by_a_word(plain):
    assert says(plain, "/nick rob") == wire.Rename(name="rob")
    assert says(plain, "/nick") == b"! Usage: /nick rob\n"
