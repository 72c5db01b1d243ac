"""The plain door: what was said is found."""

import msgspec

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody


def hit(seq, *text, name="#lobby", author=2, **more):
    where = {"conversation": 1, "name": name, "epoch": 0, "seq": seq, "at": AT}
    about = {"sender": "bob", "author": author, "guest": False}
    return wire.Hit(**where, **about, text=list(text), **more)


def test_what_is_searched_is_what_the_wire_is_asked_for():
    ref = 'newest "big cake" from:bob'
    asked = wire.Search(query='"big cake" from:bob', limit=20, ref=ref)
    assert says(somebody(), '/search "big cake" from:bob') == asked
    assert says(somebody(), "/search").startswith(b"! Usage: /search")


def test_what_is_found_ends_with_the_newest_and_more_goes_on():
    ada = somebody()
    ref = says(ada, "/search cake").ref
    hits = [hit(9, "a ", "cake", "", name="#dev"), hit(7, "", "cake", action=True)]
    assert shows(ada, wire.Results(hits=hits, more=True, cursor="5", ref=ref)) == [
        "[2026-01-31 12:00] #lobby 7 * bob *cake*",
        "[2026-01-31 12:00] #dev 9 bob: a *cake*",
        "* And more: /more shows them.",
    ]
    asked = wire.Search(query="cake", cursor="5", limit=20, ref=ref)
    assert says(ada, "/more") == asked


def test_the_best_come_first_where_that_is_asked_for_and_go_on_so():
    ada = somebody()
    best = wire.Search(query="cake", order="best", limit=20, ref="best cake")
    assert says(ada, "/search Best cake") == best
    found = wire.Results(hits=[hit(7, "", "cake")], more=True, cursor="5")
    says(ada, "/search bread")
    shows(ada, wire.answer(found, best.ref))
    assert says(ada, "/more") == msgspec.structs.replace(best, cursor="5")
    best = wire.Search(query="best", limit=20, ref="newest best")
    assert says(ada, "/search best") == best


def test_nothing_is_found_and_whom_one_has_blocked_is_folded():
    ada = somebody()
    nothing = wire.Results(hits=[], more=False, cursor="")
    assert shows(ada, nothing) == ["* Nothing of that was found."]
    shows(ada, wire.Blocked(name="bob", author=2, on=True))
    found = wire.Results(hits=[hit(7, "", "cake")], more=False, cursor="")
    [line] = shows(ada, found)
    assert line.endswith("7 A message of somebody you blocked")
