"""The desktop client's core alone: no socket, no window, a clock of its own."""

import json
import os
import time
from contextlib import closing

import pytest

from chat import wire
from chat.desktop.connection.patience import Backoff, Patience
from chat.desktop.core import markdown
from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.log import Log
from chat.desktop.core.messages import Message, Messages
from chat.desktop.core.outbox import Outbox
from chat.desktop.core.person import Person
from chat.desktop.core.requests import OFFLINE, Refusal, Requests
from chat.desktop.core.roster import Roster
from chat.desktop.core.slash import VERBS, say
from chat.desktop.core.store import KEPT, Store
from chat.desktop.core.timers import Timers
from chat.desktop.core.times import day_label, local
from chat.desktop.core.typists import Typists
from chat.desktop.settings import Account, Settings
from chat.desktop.terminal.layout import message_lines, width_of
from chat.dialects.plain.commands import VERBS as PLAIN_VERBS
from tests.support.desktop import Record
from tests.wire.samples import EVENTS, LOBBY_JSON, MESSAGE_JSON

LOBBY = json.loads(LOBBY_JSON)
MESSAGE = json.loads(MESSAGE_JSON)
WELCOME = json.loads(EVENTS[0][1])


class Clock:
    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


class Talk:
    """A chat whose connection is a list of what was said."""

    def __init__(self, folder):
        self.clock, self.said, self.screen = Clock(), [], Record()
        self.timers = Timers(self.clock)
        self.store = Store(folder / "ada.db")
        self.chat = Chat(self.store, self.timers, self.screen)

    def come_in(self, **fields):
        self.chat.connected(self.said.append)
        self.hear({**WELCOME, **fields})
        return self

    def hear(self, event):
        self.chat.hear(event)

    def answer(self, type, **fields):
        """Answer the oldest question of that type; return the question."""
        asked = next(each for each in self.said if each["type"] == type)
        self.said.remove(asked)
        self.hear({"type": type, "ref": asked["ref"], **fields})
        return asked

    def loaded(self, messages=()):
        """With the lobby's messages, up to its head."""
        self.answer("history", conversation=1, messages=[*messages], more=False)
        return self

    def pass_seconds(self, seconds):
        self.clock.time += seconds
        self.timers.run_due()

    @property
    def lobby(self):
        return self.chat.conversations.by_name("#lobby")

    def person(self):
        return Person(self.chat, self.lobby, lambda room: None, lambda: None)


@pytest.fixture
def talk(tmp_path):
    talk = Talk(tmp_path)
    yield talk
    talk.store.close()


def message(seq, body="hi", author=9, **fields):
    return {**MESSAGE, "seq": seq, "changed": seq, "body": body, "author": author} | {
        "id": f"{seq:032x}",
        **fields,
    }


def live(seq, body="hi", author=9):
    return {"type": "message", "conversation": 1, **message(seq, body, author)}


# --- The wire -------------------------------------------------------------------------


@pytest.mark.parametrize("frame", [frame for _, frame in EVENTS])
def test_every_event_of_the_wire_is_heard(talk, frame):
    talk.come_in().loaded()
    talk.hear(json.loads(frame))
    talk.pass_seconds(60)
    assert talk.chat.you.id == 7


WRONG = (None, [], {}, "x", -1, 2**70, float("nan"), True, [None], {"": 0}, "\ud800")


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


def test_an_event_of_a_later_version_is_passed_over(talk):
    talk.come_in().hear({"type": "dance", "conversation": 1})


def test_everything_that_is_said_is_a_command_of_the_wire(talk):
    talk.come_in().loaded([message(44), message(45, author=7)])
    for line in (
        *("hello", "/msg bob hi", "/me waves", "/history 20", "/edit x", "/delete"),
        *("/react 👍", "/join dev", "/leave", "/create dev what", "/topic x"),
        *("/invite bob", "/rooms", "/mute"),
    ):
        assert say(line, talk.person()), line
    talk.chat.typed(talk.lobby)
    talk.chat.seen(talk.lobby)
    talk.hear(live(60))
    talk.hear({"type": "presence", "version": 99, "online": [], "offline": []})
    known = {command.__struct_config__.tag for command in wire.AnyCommand.__args__}
    said = {command["type"] for command in talk.said}
    assert said == known - {"login", "ping"}
    for command in talk.said:
        decoded = wire.decode(json.dumps(command))
        assert isinstance(decoded, wire.Command), command
        assert set(command) - {"type"} <= set(decoded.__struct_fields__)


def test_the_commands_of_the_plain_door_are_all_there():
    assert set(PLAIN_VERBS) <= set(VERBS)
    assert all(PLAIN_VERBS[word].usage == VERBS[word].usage for word in PLAIN_VERBS)


# --- The log --------------------------------------------------------------------------


def test_the_next_number_is_shown_an_old_one_dropped_a_later_one_asked_for():
    log = Log(5)
    assert [log.take(6), log.take(6), log.take(9)] == [True, False, False]
    assert [log.question(), log.question()] == [6, None]
    log.answer(9, more=False)
    assert (log.number, log.question()) == (9, None)


def test_what_was_dropped_during_a_question_is_asked_for_after_it():
    log = Log(5)
    log.take(8)
    log.question()
    log.take(11)
    log.answer(8, more=False)
    assert log.question() == 8


def test_pages_are_asked_for_until_there_are_no_more():
    log = Log(0)
    log.hear(500)
    assert log.question() == 0
    log.answer(200, more=True)
    assert log.question() == 200
    log.answer(490, more=False)
    assert (log.number, log.head, log.question()) == (490, 490, None)


def test_a_question_that_was_lost_is_asked_again():
    log = Log(5)
    log.hear(6)
    log.question()
    log.lost()
    assert log.question() == 5


def test_an_answer_to_what_was_asked_before_the_log_went_back_fills_no_hole():
    log = Log(5)
    log.take(6)
    log.take(8)
    assert log.question() == 6
    log.rewind(5)
    log.answer(8, more=False)
    assert (log.number, log.head, log.question()) == (5, 8, 5)
    log.answer(8, more=False)
    assert (log.number, log.question()) == (8, None)


def test_a_hole_is_filled_before_anything_after_it_is_shown(talk):
    talk.come_in().loaded()
    talk.hear(live(47, "two"))
    assert not len(talk.lobby.messages)
    page = [message(46, "one"), message(47, "two")]
    asked = talk.answer(
        "changes", conversation=1, messages=page, upto=47, more=False, topic="t"
    )
    assert asked["since"] == 45
    assert [each.body for each in talk.lobby.messages] == ["one", "two"]
    assert talk.lobby.topic == "t"


def test_a_head_that_is_ahead_is_asked_for(talk):
    talk.come_in().loaded()
    talk.hear({"type": "heads", "heads": {"1": 50, "99": 3}})
    assert [each["since"] for each in talk.said if each["type"] == "changes"] == [45]


def test_a_report_of_what_was_read_that_was_lost_is_made_again(talk):
    talk.come_in().loaded([message(45)])
    talk.chat.seen(talk.lobby)
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 41}})
    assert talk.said == [{"type": "read", "conversation": 1, "seq": 45}]
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 45}})
    assert not talk.said


# --- Messages -------------------------------------------------------------------------


def test_a_message_as_it_read_later_wins_whatever_order_it_came_in():
    messages = Messages([Message.of(message(3, "new", changed=9))])
    assert not messages.put(Message.of(message(3, "old")))
    assert messages.get(3).body == "new"


def test_edits_deletions_and_reactions_change_a_message():
    messages = Messages([Message.of(message(3, reactions={}))])
    on = {"type": "reacted", "target": 3, "from": "bob", "emoji": "👍", "on": True}
    messages.apply({**on, "seq": 4})
    assert messages.get(3).reactions == {"👍": ["bob"]}
    messages.apply({**on, "seq": 5, "on": False})
    assert messages.get(3).reactions == {}
    messages.apply({"type": "edited", "target": 3, "seq": 6, "body": "x"})
    assert (messages.get(3).body, messages.get(3).edited) == ("x", True)
    messages.apply({"type": "edited", "target": 3, "seq": 6, "body": "late"})
    assert messages.get(3).body == "x"
    messages.apply({"type": "deleted", "target": 3, "seq": 7})
    assert (messages.get(3).body, messages.get(3).deleted) == ("", True)


def test_a_message_below_those_that_are_here_waits_for_its_page():
    messages = Messages([Message.of(message(10))], more=True)
    assert not messages.put(Message.of(message(5)))
    messages.prepend([Message.of(message(5)), Message.of(message(9))], more=False)
    assert [each.seq for each in messages] == [5, 9, 10]


def test_a_message_on_disk_is_read_back_as_it_was():
    kept = Message.of(MESSAGE)
    assert Message.of(json.loads(json.dumps(kept.wire()))) == kept


# --- Who is here ----------------------------------------------------------------------


def test_who_has_no_name_is_nobody():
    roster = Roster()
    roster.replace(["ada", "", None, 7], version=1)
    roster.receive({"version": 2, "online": ["", "bob"], "offline": []})
    assert roster.names == ["ada", "bob"]


def test_a_delta_that_was_missed_is_asked_for_once():
    roster = Roster()
    roster.replace(["ada", "bob"], 5)
    assert roster.receive({"version": 6, "online": ["cyd"], "offline": ["bob"]})
    assert roster.names == ["ada", "cyd"]
    assert not roster.receive({"version": 9, "online": ["eve"], "offline": []})
    assert [roster.question(), roster.question()] == [True, False]
    roster.replace(["eve"], 9)
    assert (roster.names, roster.question()) == (["eve"], False)


def test_typing_ends_by_itself():
    clock = Clock()
    typists = Typists(clock)
    for name in ("bob", "cyd", "dan", "eve"):
        typists.heard(1, name)
    assert typists.text(1) == "bob, cyd and 2 more are typing…"
    typists.stopped(1, "bob")
    typists.heard(2, "bob")
    assert typists.text(2) == "bob is typing…"
    clock.time += 6
    assert typists.text(2) == ""
    assert [typists.is_due(1), typists.is_due(1)] == [True, False]


# --- The outbox -----------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "ada.db")
    yield store
    store.close()


def test_posts_are_sent_one_by_one_in_their_order(store):
    outbox = Outbox(store, Clock())
    first, second = outbox.add(1, "#lobby", "one"), outbox.add(1, "#lobby", "two")
    assert [outbox.next(), outbox.next()] == [first, None]
    outbox.confirm(first.id)
    assert outbox.next() == second


def test_what_was_under_way_when_the_connection_broke_is_sent_again_with_its_id(store):
    outbox = Outbox(store, Clock())
    post = outbox.add(1, "#lobby", "one")
    assert outbox.next() == post
    outbox.disconnected()
    assert outbox.next() == post


def test_a_crash_keeps_ids_and_order(store, tmp_path):
    outbox = Outbox(store, Clock())
    posts = [outbox.add("@bob", "@bob", str(number)) for number in range(5)]
    again = Store(tmp_path / "ada.db")
    assert Outbox(again, Clock()).posts == posts
    again.close()


def test_too_fast_waits_and_a_refusal_is_for_the_person(store):
    clock = Clock()
    outbox = Outbox(store, clock)
    post = outbox.add(1, "#lobby", "one")
    outbox.next()
    outbox.refuse(post.id, Refusal("rate-limited", "Slow.", 2))
    assert (outbox.next(), outbox.wait()) == (None, 2)
    clock.time += 2
    assert outbox.next() == post
    outbox.refuse(post.id, Refusal("muted", "You are muted."))
    assert (outbox.next(), outbox.wait()) == (None, None)
    assert outbox.get(post.id).error == "You are muted."
    outbox.retry(post.id)
    assert outbox.next().id == post.id


def test_two_copies_do_not_send_what_the_other_has_sent(store, tmp_path):
    other = Store(tmp_path / "ada.db")
    here = Outbox(store, Clock())
    post = here.add(1, "#lobby", "one")
    there = Outbox(other, Clock())
    assert there.posts == [post]
    here.confirm(post.id)
    assert (there.next(), there.posts) == (None, [])
    other.close()


def test_what_another_person_of_that_name_wrote_is_not_sent_unasked(talk):
    talk.come_in().loaded()
    talk.chat.disconnected()
    talk.chat.post(talk.lobby, "from before")
    talk.said.clear()
    talk.come_in(you={"id": 8, "name": "ada", "guest": True})
    assert not [each for each in talk.said if each["type"] == "post"]
    [post] = talk.chat.postman.outbox.posts
    assert "Send it again?" in post.error


def test_the_message_itself_proves_that_a_post_arrived(talk):
    talk.come_in().loaded()
    talk.chat.post(talk.lobby, "one")
    [post] = [each for each in talk.said if each["type"] == "post"]
    talk.chat.disconnected()
    talk.hear({**live(46, "one", author=7), "id": post["id"]})
    assert not talk.chat.postman.outbox.posts


def test_a_disk_that_is_full_loses_nothing_that_was_typed(talk):
    talk.come_in().loaded()
    talk.store._database.execute("PRAGMA max_page_count=1")
    talk.store._database.execute("PRAGMA query_only=1")
    assert not talk.chat.post(talk.lobby, "x")
    assert "could not be kept" in talk.screen.warnings[0]
    talk.store._database.execute("PRAGMA query_only=0")


# --- The disk -------------------------------------------------------------------------


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
    talk.come_in(conversations=[{**LOBBY, "head": 9000}])
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


def test_settings_are_remembered_but_never_the_password(tmp_path):
    settings = Settings.load(tmp_path)
    settings.name, settings.font_size = "ada", 14
    settings.save(tmp_path)
    again = Settings.load(tmp_path)
    assert (again.name, again.font_size, again.port) == ("ada", 14, 9001)
    account = Account("host", 1, False, "Ada", "secret")
    assert "secret" not in repr(account)
    assert account.file == Account("host", 1, False, "ada").file


def test_settings_of_the_wrong_kind_are_passed_over(tmp_path):
    (tmp_path / "settings.json").write_text('{"port": "no", "theme": "dark", "x": 1}')
    settings = Settings.load(tmp_path)
    assert (settings.port, settings.theme) == (9001, "dark")
    (tmp_path / "settings.json").write_text("[]")
    assert Settings.load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("kept", "size"),
    [("900x600+4000-20", "900x600"), ("rubbish", ""), (5, ""), (None, "")],
)
def test_of_a_window_only_the_size_is_remembered(kept, size):
    assert Settings(geometry={"main": kept}).size("main") == size


# --- Requests, time -------------------------------------------------------------------


def test_a_question_is_answered_refused_or_lost_once():
    said, heard = [], []
    requests = Requests()
    requests.connected(said.append)
    for _ in range(3):
        requests.ask({"type": "who"}, heard.append, heard.append)
    first, second, _ = (each["ref"] for each in said)
    error = {"type": "error", "code": "internal", "detail": "No."}
    assert requests.settle({"type": "online", "ref": first})
    assert requests.settle({**error, "ref": second})
    assert not requests.settle({"type": "online", "ref": first})
    requests.disconnected()
    requests.disconnected()
    assert [type(each) for each in heard] == [dict, Refusal, Refusal]
    assert heard[-1] == OFFLINE


def test_pauses_grow_to_a_limit_and_begin_small_again():
    backoff = Backoff(Patience(first_pause=1, longest_pause=30))
    pauses = [backoff.pause() for _ in range(50)]
    for number, pause in enumerate(pauses):
        longest = min(30, 2**number)
        assert longest / 2 <= pause <= longest
    backoff.reset()
    assert backoff.pause() <= 1


def test_days_have_names():
    at = "2026-01-31T12:00:00.000Z"
    today = local(at).date()
    assert day_label(at, today) == "Today"
    assert day_label(at, today.replace(day=30).replace(month=3)) == (
        "Saturday, January 31"
    )
    assert day_label(at, today.replace(year=2027)) == "Saturday, January 31, 2026"


# --- Markdown -------------------------------------------------------------------------


def styled(body):
    return [(s.text, " ".join(sorted(s.styles))) for s in markdown.spans(body)]


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("plain", [("plain", "")]),
        ("a **b** c", [("a ", ""), ("b", "bold"), (" c", "")]),
        ("*a* _b_", [("a", "italic"), (" ", ""), ("b", "italic")]),
        ("**a *b***", [("a ", "bold"), ("b", "bold italic")]),
        ("`x*y*`", [("x*y*", "code")]),
        ("``a`b``", [("a`b", "code")]),
        ("snake_case_name 2*3*4", [("snake_case_name 2*3*4", "")]),
        (r"\*a\*", [("*", ""), ("a", ""), ("*", "")]),
        ("> a\n> b\nc", [("a\nb", "quote"), ("\n", ""), ("c", "")]),
        (
            "```py\nx = **y**\n```\nz",
            [("x = **y**", "block code"), ("\n", ""), ("z", "")],
        ),
        ("** a ** `", [("** a ** `", "")]),
    ],
)
def test_markdown_becomes_spans(body, spans):
    assert styled(body) == spans


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("see https://a.example/b_c_d.", ["https://a.example/b_c_d"]),
        ("[here](https://a.example/) and <http://b.example>", None),
        ("[no](javascript:alert(1)) file:///etc/passwd", []),
    ],
)
def test_links_are_those_of_the_web(body, targets):
    found = [span.target for span in markdown.spans(body) if span.target]
    assert found == (
        ["https://a.example/", "http://b.example"] if targets is None else targets
    )


@pytest.mark.parametrize(
    "part", ["`", "*", "*_", "**a ", "_a ", "[", "> ", "`a``b", "\\", "```\n"]
)
def test_no_text_takes_long(part):
    body = (part * 4000)[:4000]
    began = time.process_time()
    markdown.spans(body)
    assert time.process_time() - began < 2


def test_a_terminal_line_is_as_wide_as_its_characters_are():
    wide = Message.of(message(1, "日本語 " * 30 + "x" * 200))
    lines = message_lines(wide, None, 40)
    assert all(sum(width_of(text) for text, _ in line) <= 40 for line in lines)
    together = "".join(text for line in lines for text, _ in line)
    assert together.count("日本語") == 30
    assert together.count("x") == 200
