"""What was said is found, page by page, and only what was asked for last is shown."""

from chat.desktop.core.finding.search import Search
from chat.desktop.core.people.blocks import UNHEARD, Blocks
from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import MESSAGE


def hit(seq, *pieces, author=8, sender="bob"):
    where = {"conversation": 1, "name": "#lobby", "epoch": 0, "seq": seq}
    said = {"from": sender, "author": author, "guest": False, "at": MESSAGE["at"]}
    return {**where, **said, "text": [*pieces]}


def page(*hits, more=False, cursor=""):
    return {"hits": [*hits], "more": more, "cursor": cursor}


def searching(talk):
    talk.come_in().loaded()
    return Search(talk.chat.requests, Blocks(), lambda: None)


def test_pages_follow_each_other_and_are_counted(talk):
    search = searching(talk)
    search.begin(" cake ", "best")
    asked = talk.answer("search", **page(hit(4, "a ", "cake"), more=True, cursor="c"))
    assert (asked["query"], asked["order"], asked["cursor"]) == ("cake", "best", "")
    assert search.state == "1 message, and there are more"
    search.go_on()
    search.go_on()  # one question at a time
    assert talk.answer("search", **page(hit(2, "", "cake")))["cursor"] == "c"
    assert ([each.seq for each in search.hits], search.state) == ([4, 2], "2 messages")
    assert not [each for each in talk.said if each["type"] == "search"]


def test_only_what_was_asked_for_last_is_shown(talk):
    search = searching(talk)
    search.begin("cake")
    search.begin("tea")
    talk.answer("search", **page(hit(4, "", "cake")))
    assert not search.hits
    talk.answer("search", **page())
    assert search.state == "Nothing of that was found"
    search.begin("  ")
    assert (search.hits, search.state, search.more) == ([], "", False)


def test_a_page_without_hits_is_not_the_end_and_a_refusal_is_told(talk):
    search = searching(talk)
    search.begin("cake")
    talk.answer("search", **page(more=True, cursor="c"))
    asked = next(each for each in talk.said if each["type"] == "search")
    no = {"type": "error", "code": "too-broad", "detail": "It takes too long."}
    talk.hear({**no, "ref": asked["ref"]})
    assert search.state == "It takes too long"


def test_the_words_of_the_blocked_are_folded(talk):
    talk.come_in().loaded()
    blocks = Blocks([{"id": 3, "name": "eve"}])
    search = Search(talk.chat.requests, blocks, lambda: None)
    search.begin("cake")
    talk.answer("search", **page(hit(4, "", "cake", author=3, sender="eve")))
    assert (search.hits[0].sender, search.hits[0].words) == ("", UNHEARD)


def test_a_word_says_what_is_looked_for_and_maybe_that_the_best_come_first(talk):
    ada, found = talk.come_in().loaded().person(), []
    ada.find = lambda *asked: found.append(asked)
    for line in ("/search cake", "/search Best cake", "/search best"):
        assert say(line, ada)
    assert found == [("cake", "newest"), ("cake", "best"), ("best", "newest")]
    assert not say("/search", ada)


def test_a_profile_is_told_in_lines(talk):
    assert say("/whois @bob", talk.come_in().loaded().person())
    who = {"id": 9, "name": "bob", "key": "bob", "guest": True}
    about = {"person": who, "here": True, "since": MESSAGE["at"], "rooms": ["#lobby"]}
    assert talk.answer("profile", **about)["name"] == "bob"
    assert talk.screen.notes[0] == "bob is here."
    assert talk.screen.notes[2] == "bob and you are both in #lobby."


def test_how_somebody_is_and_their_time_are_told_as_well(talk):
    assert say("/whois bob", talk.come_in().loaded().person())
    who = {"id": 9, "name": "bob", "key": "bob", "guest": True}
    about = {"person": who, "here": True, "since": MESSAGE["at"], "rooms": []}
    status = {"person": 9, "text": "🌴 Away"}
    more = {"status": status, "ahead": 0, "messages": 1000, "more": True}
    muted = {"name": "bob", "person": 9, "reason": "loud"}
    talk.answer("profile", **about, **more, muted=muted)
    assert talk.screen.notes[2] == "bob is muted. (loud)"
    assert talk.screen.notes[3] == "bob: 🌴 Away"
    assert talk.screen.notes[4].endswith(" where bob is.")
    assert talk.screen.notes[5].endswith("1,000 things that you can read, or more.")


def test_one_says_how_one_is_and_where_ones_clock_is(talk):
    ada = talk.come_in().loaded().person()
    assert say("/status 🌴 Away", ada)
    status = {"person": 7, "text": "🌴 Away"}
    asked = talk.answer("status", status=status, **{"from": "ada"})
    assert asked["text"] == "🌴 Away"
    assert say("/zone off", ada)
    assert talk.answer("zone", zone="", on=False)["on"] is False
    assert talk.screen.notes == [
        "Everybody sees of you: 🌴 Away",
        "Nobody sees what time it is where you are.",
    ]
    assert not say("/status +2h", ada)
    assert not say("/zone", ada)
