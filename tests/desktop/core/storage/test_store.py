"""What is on disk is what the next start finds."""

import os
from contextlib import closing

from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.storage.store import KEPT, Store
from chat.desktop.core.writing.changing import change
from chat.desktop.core.writing.drafts import Draft
from tests.desktop.core.talk import LOBBY, Talk, live, message


def remembered(folder):
    """The lobby's messages as the next start finds them."""
    talk = Talk(folder)
    bodies = [each.body for each in talk.lobby.messages or ()]
    head = talk.lobby.log.number
    talk.store.close()
    return bodies, head


def test_the_last_messages_are_remembered_with_their_number(talk, tmp_path):
    talk.come_in().loaded([message(44, "one"), message(45, "two")])
    talk.hear(live(46, "three"))
    talk.store.flush()
    assert remembered(tmp_path) == (["one", "two", "three"], 46)


def test_a_thousand_messages_are_remembered(talk, tmp_path):
    talk.come_in().loaded()
    for seq in range(46, 46 + KEPT + 50):
        talk.hear(live(seq, str(seq)))
    talk.store.flush()
    bodies, head = remembered(tmp_path)
    assert (len(bodies), bodies[-1], head) == (KEPT, str(head), 45 + KEPT + 50)


def test_older_messages_that_were_looked_at_are_remembered_too(talk, tmp_path):
    talk.come_in()
    page = {"conversation": 1, "messages": [message(44, "late")], "more": True}
    talk.answer("history", **page)
    talk.chat.fetcher.older(talk.lobby)
    page = {"conversation": 1, "messages": [message(40, "early")], "more": False}
    assert talk.answer("history", **page)["before"] == 44
    talk.store.flush()
    assert remembered(tmp_path) == (["early", "late"], 45)


def test_after_a_long_absence_only_an_unbroken_run_is_remembered(talk, tmp_path):
    talk.come_in().loaded([message(45, "before")])
    talk.chat.disconnected()
    talk.come_in(conversations=[{**LOBBY, "head": 9000, "unread": 0}])
    talk.answer("history", conversation=1, messages=[message(9000, "a")], more=True)
    talk.store.flush()
    assert remembered(tmp_path) == (["a"], 9000)


def test_an_older_copy_takes_nothing_back(talk, tmp_path):
    talk.come_in().loaded([message(45, "new", changed=60)])
    talk.store.flush()
    other = Store(tmp_path / "ada.db")
    slow = Conversation({**LOBBY, "head": 50})
    slow.load([Message.of(message(45, "old"))], more=False)
    other.put(slow, slow.messages)
    other.flush()
    other.close()
    assert remembered(tmp_path)[0] == ["new"]


def test_a_room_that_was_left_is_forgotten(talk, tmp_path):
    talk.come_in().loaded([message(45)])
    talk.hear({"type": "left", "conversation": 1, "from": "ada"})
    talk.store.flush()
    with closing(Store(tmp_path / "ada.db")) as again:
        assert not again.conversations()


def test_what_another_renderer_has_made_is_dropped_and_fetched_anew(talk, tmp_path):
    talk.come_in(renderer=2).loaded([message(44, "one"), message(45, "two")])
    talk.store.flush()
    talk.chat.disconnected()
    talk.come_in(renderer=2)
    assert not talk.said
    talk.chat.disconnected()
    talk.come_in(renderer=3)
    assert not talk.store.conversations()
    talk.loaded([message(45, "anew")])
    talk.store.flush()
    assert remembered(tmp_path) == (["anew"], 45)


def test_a_renderer_that_came_while_nobody_was_here_is_noticed(talk, tmp_path):
    talk.come_in(renderer=2).loaded([message(45, "two")])
    talk.store.flush()
    again = Talk(tmp_path)
    assert again.lobby.messages.last.body == "two"
    again.come_in(renderer=3).loaded([message(45, "anew")])
    assert again.lobby.messages.last.body == "anew"
    again.store.close()


def test_what_is_kept_is_for_nobody_elses_eyes(tmp_path):
    before = os.umask(0o022)
    with closing(Store(tmp_path / "ada.db")):
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    os.umask(before)
    assert modes == dict.fromkeys(("ada.db", "ada.db-wal", "ada.db-shm"), 0o600)


def test_a_file_that_is_no_database_is_put_aside(tmp_path):
    path = tmp_path / "ada.db"
    path.write_bytes(b"this is no database at all" * 100)
    store = Store(path)
    assert store.posts() == []
    store.close()
    assert path.with_suffix(".broken").exists()


def test_nothing_is_put_beside_what_is_kept_of_another_epoch(talk, tmp_path):
    talk.come_in().loaded([message(44, "old"), message(45, "old, too")])
    talk.store.flush()
    other = Talk(tmp_path)  # a copy that has not heard of it yet
    restored = {**LOBBY, "head": 44, "epoch": 7}
    talk.chat.disconnected()
    talk.come_in(conversations=[restored])
    with closing(other.store):
        other.come_in().hear(live(46, "older still"))
        other.store.flush()
        talk.loaded([message(44, "new")])
        other.hear(live(47, "and later"))
        other.store.flush()
    talk.store.flush()
    assert remembered(tmp_path) == (["new"], 44)


def test_what_is_kept_of_another_epoch_is_forgotten_as_one_comes_in(talk, tmp_path):
    talk.come_in().loaded([message(44, "old"), message(45, "old, too")])
    talk.store.close()
    later = Talk(tmp_path)
    assert later.lobby.log.epoch == 0
    later.come_in(conversations=[{**LOBBY, "head": 50, "epoch": 7}])
    assert later.lobby.messages is None
    later.answer("history", conversation=1, messages=[message(45, "new")], more=False)
    later.store.close()
    assert remembered(tmp_path) == (["new"], 50)


def test_the_words_for_a_message_of_another_epoch_are_a_draft(talk):
    talk.come_in().loaded([message(45, author=7)])
    talk.chat.drafts.keep(talk.lobby, Draft("half", 45, "changed"))
    was = talk.lobby.messages.get(45)
    talk.come_in(conversations=[{**LOBBY, "epoch": 7}]).loaded([message(45, author=7)])
    assert talk.chat.drafts.of(talk.lobby) == Draft("half\nchanged")
    talk.lobby.messages.get(45).id = "another"
    change(talk.chat, talk.lobby, was, "best", lambda: None)
    assert talk.chat.drafts.of(talk.lobby) == Draft("half\nchanged\nbest")
