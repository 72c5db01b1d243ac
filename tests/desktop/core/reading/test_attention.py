"""What was read is told to the server, and what calls for being read is counted."""

from chat.desktop.core.chat import Chat
from chat.desktop.core.reading.news import next_with_news, with_news
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import LOBBY, WELCOME, live, message

NAMING = {"mentions": [{"author": 7, "name": "ada"}]}
DEV = {**LOBBY, "id": 2, "name": "#dev", "key": "#dev", "head": 3, "read": 3}
QUIET = {**DEV, "unread": 0, "mentions": 0}
TALK = {**QUIET, "id": 5, "kind": "direct", "name": "@bob", "key": "@bob"}


def there(talk):
    """In the lobby, all of it read, and two others."""
    lobby = {**LOBBY, "head": 45, "read": 45, "unread": 0, "mentions": 0}
    talk.come_in(conversations=[lobby, QUIET, TALK], blocked=[]).loaded([message(45)])
    talk.chat.attention.be_in(talk.lobby)
    talk.said.clear()
    return talk


def signs(talk):
    return {each.name: str(sign_of(each)) for each in talk.chat.conversations.listed}


def test_a_report_of_what_was_read_that_was_lost_is_made_again(talk):
    talk.come_in().loaded([message(45)])
    talk.chat.seen(talk.lobby)
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 41}})
    assert talk.said == [{"type": "read", "conversation": 1, "seq": 45, "epoch": 0}]
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 45}})
    assert not talk.said


def test_chatter_is_a_dot_and_what_names_somebody_a_number_until_it_goes(talk):
    there(talk).hear(live(46))
    assert (signs(talk)["#lobby"], talk.chat.attention.unread) == ("•", "• ")
    talk.hear({**live(47), **NAMING})
    talk.hear({**live(48), **NAMING})
    assert (signs(talk)["#lobby"], talk.chat.attention.unread) == ("2", "(2) ")
    gone = {"type": "deleted", "target": 48, "whose": 9}
    talk.hear({**live(49), **gone})
    talk.hear({**live(50), "type": "edited", "target": 47, "body": "not you"})
    assert signs(talk)["#lobby"] == "•"
    talk.chat.seen(talk.lobby)
    assert (signs(talk)["#lobby"], talk.chat.attention.unread) == ("", "")


def test_what_was_read_elsewhere_leaves_the_mentions_behind_it(talk):
    for seq, fields in ((46, NAMING), (47, {}), (48, NAMING)):
        (there(talk) if seq == 46 else talk).hear({**live(seq), **fields})
    talk.hear({"type": "read", "conversation": 1, "seq": 47})
    assert signs(talk)["#lobby"] == "1"


def test_what_was_marked_unread_stays_so_until_somebody_leaves(talk):
    there(talk).hear(live(46))
    talk.chat.seen(talk.lobby)
    talk.chat.attention.mark_unread(talk.lobby, talk.lobby.messages.last)
    asked = [each for each in talk.said if each["type"] == "unread"]
    assert [each["seq"] for each in asked] == [46]
    wire = {**LOBBY, "head": 46, "read": 45, "unread": 1, "mentions": 0}
    talk.answer("unread", conversation=wire)
    talk.chat.seen(talk.lobby)
    talk.hear({"type": "heads", "heads": {"1": 46}, "read": {"1": 46}})
    assert signs(talk)["#lobby"] == "•"
    talk.chat.attention.be_in(talk.chat.conversations.by_name("#dev"))
    talk.chat.seen(talk.lobby)
    assert signs(talk)["#lobby"] == ""


def test_the_next_with_something_unread_is_found_round_and_round(talk):
    there(talk).hear({**live(4), "conversation": 5})
    of = talk.chat.conversations
    assert [each.name for each in with_news(of)] == ["@bob"]
    talk.hear({**live(4), "conversation": 2})
    assert [next_with_news(of, by).name for by in (1, -1)] == ["#dev", "@bob"]
    talk.chat.attention.be_in(of.by_name("@bob"))
    assert next_with_news(of, 1).name == "#dev"


def test_a_level_is_the_servers_and_a_hidden_room_comes_back_by_a_mention(talk):
    assert say("/notify mentions #dev", there(talk).person())
    talk.answer("level", conversation=2, level="mentions", hidden=True)
    assert talk.screen.notes == ["In #dev only what mentions you is news to you."]
    talk.hear({**live(4), "conversation": 2})
    assert "#dev" not in signs(talk)
    assert talk.chat.attention.unread == ""
    talk.hear({**live(5), "conversation": 2, **NAMING})
    assert signs(talk)["#dev"] == "1"
    assert say("/unread", talk.person())
    assert talk.screen.notes[-1] == "Unread: #dev (1)"
    talk.chat.attention.be_in(talk.chat.conversations.by_name("#dev"))
    assert talk.said[-1] == {**talk.said[-1], "type": "level", "hidden": False}


def test_what_a_version_of_before_had_muted_is_so_at_all_doors(talk):
    talk.store.keep_fact("muted", '["#dev", "#gone"]')
    talk.come_in(conversations=[LOBBY, QUIET])
    asked = [each for each in talk.said if each["type"] == "level"]
    assert [(each["conversation"], each["level"]) for each in asked] == [(2, "nothing")]
    talk.answer("level", conversation=2, level="nothing")
    assert not talk.store.fact("muted")


def test_what_was_muted_stays_so_until_that_is_answered(talk):
    talk.store.keep_fact("muted", '["#lobby", "#dev", "#gone"]')
    talk.come_in(conversations=[LOBBY, QUIET])
    talk.answer("level", conversation=1, level="nothing")
    talk.chat.disconnected()
    assert talk.store.fact("muted") == '["#dev"]'
    assert not talk.screen.warnings
    talk.said.clear()
    talk.come_in(conversations=[{**LOBBY, "level": "nothing"}, QUIET])
    talk.answer("level", conversation=2, level="nothing")
    assert not talk.store.fact("muted")


def test_nothing_that_another_had_muted_or_used_is_left_to_who_has_the_name(talk):
    talk.store.keep_fact("person", "3")
    talk.store.keep_fact("muted", '["#dev"]')
    talk.store.keep_fact("uses", '{":": ["cake"]}')
    chat = Chat(talk.store, talk.timers, talk.screen)
    chat.connected(talk.said.append)
    chat.hear({**WELCOME, "conversations": [LOBBY, QUIET]})
    assert [each for each in talk.said if each["type"] == "level"] == []
    assert [talk.store.fact(name) for name in ("muted", "uses")] == ["", ""]
