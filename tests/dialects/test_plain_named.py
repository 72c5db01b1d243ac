"""Who is named, at the plain door."""

from chat import wire
from tests.dialects.test_plain import (
    AT,
    BOB,
    DEV,
    LOBBY,
    conversation,
    past,
    says,
    shows,
    somebody,
    welcome,
)


def named(where):
    return wire.Mentioned(conversation=where, seq=3, sender="bob", author=2)


def test_who_is_named_is_told_where_but_not_in_a_talk_of_two():
    ada = somebody(DEV, BOB)
    assert shows(ada, named(DEV)) == ["* bob names you in #dev"]
    assert shows(ada, named(LOBBY)) == ["* bob names you in #lobby"]
    assert shows(ada, named(BOB)) == []
    shows(ada, wire.LevelSet(conversation=DEV, level="nothing"))
    assert shows(ada, named(DEV)) == []
    shows(ada, wire.Blocked(name="bob", author=2, on=True))
    assert shows(ada, named(LOBBY)) == []


def test_the_messages_that_name_somebody_are_lines_the_newest_last():
    ada = somebody(DEV)
    assert says(ada, "/mentions") == wire.FetchMentions(limit=20)
    found = [
        wire.Mentioning(conversation=DEV, name="#dev", message=past("@ada!\nnew")),
        wire.Mentioning(conversation=LOBBY, name="#lobby", message=past("@ada?")),
    ]
    assert shows(ada, wire.Mentions(mentions=found, upto=9, more=True)) == [
        f"[{AT[:10]} 12:00] #lobby bob: @ada?",
        f"[{AT[:10]} 12:00] #dev bob: @ada!",
        f"[{AT[:10]} 12:00] #dev bob: new",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.FetchMentions(before=9, limit=20)
    nothing = wire.Mentions(mentions=[], upto=0, more=False)
    assert shows(ada, nothing) == ["* Nobody has named you."]
    assert says(ada, "/more") == b"! There is no more.\n"


def test_the_greeting_says_how_much_of_the_unread_names_somebody():
    hello = welcome("ada", conversations=(LOBBY, DEV))
    hello.conversations = [conversation(LOBBY), conversation(DEV)]
    hello.conversations[1].unread, hello.conversations[1].mentions = 5, 2
    assert "* Unread: 5 in #dev (2 name you): /history #dev" in shows(somebody(), hello)
