"""What is kept of messages: deletions that can be taken back, pinned and saved ones."""

import pytest

from chat.desktop.core.content.spans import code_blocks
from chat.desktop.core.finding.found import GONE
from chat.desktop.core.history.messages import Message
from chat.desktop.core.sending.deletions import UNDO_SECONDS
from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import MESSAGE, message

AT = MESSAGE["at"]
KEPT = {"conversation": 1, "seq": 44, "kept": AT, "from": "bob", "author": 8, "at": AT}


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded([message(44), message(45, author=7)])


def deletions(ada):
    return [each["seq"] for each in ada.said if each["type"] == "delete"]


def test_a_deletion_is_done_when_its_time_is_up(ada):
    own = ada.lobby.messages.get(45)
    ada.chat.kept.deletions.begin(ada.lobby, own)
    assert own.going
    assert ada.chat.last_own(ada.lobby) is None
    ada.pass_seconds(UNDO_SECONDS - 1)
    assert deletions(ada) == []
    ada.pass_seconds(1)
    assert deletions(ada) == [45]


def test_a_deletion_that_is_taken_back_is_not_done(ada):
    own = ada.lobby.messages.get(45)
    ada.chat.kept.deletions.begin(ada.lobby, own)
    ada.chat.kept.deletions.undo(ada.lobby, own)
    ada.pass_seconds(2 * UNDO_SECONDS)
    assert (deletions(ada), own.going) == ([], False)


def test_of_a_program_that_ends_deletions_are_done_at_once(ada):
    ada.chat.kept.deletions.begin(ada.lobby, ada.lobby.messages.get(45))
    ada.chat.kept.deletions.flush()
    ada.pass_seconds(UNDO_SECONDS)
    assert deletions(ada) == [45]


def test_a_deletion_that_is_refused_shows_the_message_again(ada):
    own = ada.lobby.messages.get(45)
    ada.chat.kept.deletions.begin(ada.lobby, own)
    ada.chat.disconnected()
    ada.pass_seconds(UNDO_SECONDS)
    assert not own.going
    assert "not connected" in ada.screen.warnings[-1]


def test_what_is_about_to_go_stays_hidden_while_others_react(ada):
    own = ada.lobby.messages.get(45)
    ada.chat.kept.deletions.begin(ada.lobby, own)
    newer = Message.of(message(45, author=7, changed=50))
    assert ada.lobby.messages.put(newer)
    assert ada.lobby.messages.get(45).going


def test_what_is_saved_is_known_once_somebody_asks(ada):
    saved, learned = ada.chat.kept.saved, []
    saved.learn(lambda: learned.append(saved.has(ada.lobby, 44)))
    ada.answer("saved", saved=[KEPT], more=False)
    assert learned == [True]
    off = {"type": "bookmarked", "conversation": 1, "target": 44, "on": False}
    ada.hear(off)
    assert not saved.has(ada.lobby, 44)


def test_lists_are_told_with_numbers_and_say_where_nothing_is(ada):
    for line in ("/pins", "/saved", "/mentions", "/replies 44", "/versions 45"):
        assert say(line, ada.person()), line
    ada.answer("pins", conversation=1, pins=[{**KEPT, "body": "hi", "by": "eve"}])
    assert ada.screen.notes[-1].endswith("bob: hi  (pinned by eve)")
    assert ada.screen.notes[-1].startswith("#lobby 44  [")
    gone = {"conversation": 9, "seq": 3, "kept": AT, "number": 1, "gone": True}
    ada.answer("saved", saved=[gone], more=False)
    assert ada.screen.notes[-1].endswith(GONE)
    ada.answer("mentions", mentions=[], upto=0, more=False)
    assert ada.screen.notes[-1] == "Nobody has named you."
    chain = [message(44, author=8)]
    ada.answer("chain", conversation=1, messages=chain, more=False)
    assert ": hi" in ada.screen.notes[-1]
    ada.answer("versions", conversation=1, target=45, versions=[{"body": "before"}])
    assert ada.screen.notes[-1] == "before"


@pytest.mark.parametrize("word", ["pin", "unpin", "save", "unsave"])
def test_a_message_is_meant_by_its_number(ada, word):
    assert say(f"/{word} 43", ada.person())
    asked = ada.said[-1]
    assert asked["type"] == word.removeprefix("un")
    assert (asked["seq"], asked["on"]) == (43, not word.startswith("un"))
    assert not say(f"/{word} it", ada.person())
    assert not say(f"/{word} 43 #nowhere", ada.person())


def test_a_preview_of_a_link_comes_and_is_taken_away(ada):
    html = "<p>hi</p><blockquote><p>A page</p></blockquote>"
    event = {"type": "previewed", "conversation": 1, "seq": 46, "target": 45}
    said = {"from": "bob", "author": 9, "at": AT, "preview": {}}
    ada.hear({**event, **said, "html": html})
    assert ada.lobby.messages.get(45).html == html
    assert say("/unpreview 45", ada.person())
    asked = ada.said[-1]
    assert (asked["type"], asked["seq"]) == ("unpreview", 45)


def test_blocks_of_code_are_copied_as_they_were_typed():
    html = (
        "<p>so:</p><pre><code><span class='k'>if</span> x:\n  y\n</code></pre>"
        "<pre><code>z\n</code></pre><p><code>not this</code></p>"
    )
    assert code_blocks(html, "") == ["if x:\n  y", "z"]
