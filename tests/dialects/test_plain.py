"""The plain door: what people type, and what they see."""

import re
from itertools import count
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import wire
from chat.dialects import Dialect, Quit
from chat.dialects.plain.dialect import Plain
from chat.wire.errors import Malformed, TooLong

AT = "2026-01-31T12:00:59.123Z"
LOBBY, DEV, BOB = 1, 2, 3
NAMES = {LOBBY: "#lobby", DEV: "#dev", BOB: "@bob"}


def conversation(number, *, topic="", name=None):
    name = name or NAMES[number]
    return wire.Conversation(
        id=number,
        kind="direct" if name.startswith("@") else "room",
        name=name,
        key=name.lower(),
        topic=topic,
        head=0,
        read=0,
        private=False,
    )


def welcome(*online, me="ada", conversations=(LOBBY,)):
    return wire.Welcome(
        protocol=1,
        you=wire.Person(id=1, name=me, key=me, guest=True),
        conversations=[conversation(number) for number in conversations],
        online=list(online),
        presence=1,
        limits=wire.Limits(body=4000, history=200, rate=20),
    )


def message(body="hello", *, sender="bob", where=LOBBY, id=99, **more):
    return wire.MessagePosted(
        conversation=where,
        seq=1,
        id=UUID(int=id),
        sender=sender,
        author=1 if sender == "ada" else 2,
        body=body,
        html="",
        at=AT,
        **more,
    )


def change(kind, **fields):
    who = {"sender": "bob", "author": 2}
    common = {"conversation": LOBBY, "seq": 2, **who, "at": AT}
    return kind(**common | fields)


def past(body="hello", *, deleted=False):
    return wire.Message(
        seq=1,
        id=UUID(int=5),
        sender="bob",
        author=2,
        body=body,
        html="",
        at=AT,
        changed=1,
        edited=False,
        deleted=deleted,
        reactions={},
    )


def error(detail, **ref):
    return wire.Error(code="internal", detail=detail, **ref)


def newcomer(**how):
    numbers = count(1)
    return Plain(make_id=lambda: UUID(int=next(numbers)), **how)


def somebody(*conversations):
    """Ada, who is in: in the lobby and in whatever else is named."""
    plain = newcomer()
    plain.feed(b"ada\n")
    assert plain.next() == wire.Login(name="ada")
    plain.let_in()
    plain.encoding.encode(welcome("ada", conversations=(LOBBY, *conversations)))
    return plain


def says(plain, line):
    """The one thing that a line means."""
    plain.feed(line.encode() + b"\n")
    received = plain.next()
    assert plain.next() is None
    return received


def shows(plain, event):
    return plain.encoding.encode(event).decode().splitlines()


def moved(plain, number=DEV, **fields):
    """Have the talk moved by a join that was asked for here."""
    asked = says(plain, f"/join {NAMES[number]}")
    joined = wire.Joined(conversation=conversation(number, **fields), sender="ada")
    return shows(plain, wire.answer(joined, asked.ref))


# --- Coming in ------------------------------------------------------------------------


def test_it_asks_for_the_name_first():
    assert newcomer().greeting() == b"Welcome. What is your name?\n"


def test_the_first_line_is_the_name_whatever_is_around_it():
    assert says(newcomer(), "  ada ") == wire.Login(name="ada")


def test_blank_lines_are_no_name():
    plain = newcomer()
    plain.feed(b"\n  \n\r\nada\r\n")
    assert plain.next() == wire.Login(name="ada")


def test_the_second_line_waits_for_the_answer_to_the_first():
    plain = newcomer()
    plain.feed(b"ada\nhello\n")
    assert plain.next() == wire.Login(name="ada")
    assert plain.next() is None
    plain.encoding.encode(welcome("ada"))
    assert plain.next() == wire.Post(to=LOBBY, body="hello", id=UUID(int=1), waits=True)


def test_a_registered_name_makes_the_next_line_its_password():
    plain = newcomer()
    plain.feed(b"ada\n my pass \nhello\n")
    plain.next()
    assert plain.ask_password().endswith(b"\nada is registered. Password?\n")
    assert plain.next() == wire.Login(name="ada", password=" my pass ")
    assert plain.next() is None
    plain.encoding.encode(welcome("ada"))
    assert plain.next().body == "hello"


def test_an_empty_line_is_no_password_and_says_how_to_be_somebody_else():
    plain = newcomer()
    plain.feed(b"ada\n\nsecret\n")
    plain.next()
    plain.ask_password()
    hint = b"* If that is not you, say who you are: /name bob\n"
    assert plain.next() == hint + b"What is your password?\n"
    # What follows is not taken for a name, which everybody would see.
    assert plain.next() == wire.Login(name="ada", password="secret")


@pytest.mark.parametrize("line", ["/name bob", " /name  bob ", "/name\nbob"])
def test_whoever_is_asked_for_a_password_may_say_another_name(line):
    plain = newcomer()
    plain.feed(f"ada\n{line}\n".encode())
    plain.next()
    plain.ask_password()
    said = [received for _ in range(2) if (received := plain.next())]
    assert said[-1] == wire.Login(name="bob")
    assert said[:-1] == [b"What is your name?\n"] * ("\n" in line)
    assert shows(plain, error("No.")) == ["! No."]
    assert plain.ask_again() == b"What is your name?\n"


def test_after_a_refused_name_the_next_line_is_a_name():
    plain = newcomer()
    says(plain, "b@d")
    assert shows(plain, error("No.")) == ["! No."]
    assert says(plain, "ada") == wire.Login(name="ada")


def test_what_was_answered_wrongly_is_asked_again():
    plain = newcomer()
    says(plain, "b@d")
    shows(plain, error("No."))
    assert plain.ask_again() == b"What is your name?\n"
    assert says(plain, "ada") == wire.Login(name="ada")
    plain.ask_password()
    says(plain, "wrong")
    shows(plain, error("No."))
    assert plain.ask_again().endswith(b"\nWhat is your password?\n")
    assert says(plain, "right") == wire.Login(name="ada", password="right")


@pytest.mark.parametrize(
    "line", ["\ufeffada", "adam\b", "ad\x7fda", "\x1b[Aa\x1bOCda", "eve\x15ada"]
)
def test_a_name_is_what_is_left_of_the_keys(line):
    assert says(newcomer(), line) == wire.Login(name="ada")


def test_one_may_leave_at_the_door():
    assert isinstance(says(newcomer(), "/quit"), Quit)


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            welcome("ada", "bob", "Carol"),
            [
                "* Hello ada, you are in #lobby. Here: bob, Carol."
                " /help lists what you can say."
            ],
        ),
        (
            welcome("ada", conversations=(LOBBY, DEV, BOB)),
            [
                "* Hello ada, you are in #lobby. Nobody else is here."
                " /help lists what you can say.",
                "* You also hear #dev.",
            ],
        ),
    ],
)
def test_the_welcome_says_where_one_is_and_who_is_there(event, lines):
    assert shows(newcomer(), event) == lines


def test_the_welcome_says_what_is_unread():
    some = [conversation(number) for number in (LOBBY, DEV, BOB)]
    some[0].unread, some[2].unread = 5, 2
    event = msgspec.structs.replace(welcome("ada"), conversations=some)
    assert "* Unread: 5 in #lobby, 2 by bob: /history #lobby" in shows(
        somebody(), event
    )


def test_the_welcome_names_twenty_people_and_counts_the_others():
    [line] = shows(newcomer(), welcome("ada", *(f"p{n}" for n in range(25))))
    assert "p19 and 5 more." in line
    assert "p20" not in line


# --- Lines in -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("hello", "hello"),
        ("  indented /who", "  indented /who"),
        ("//etc/hosts", "/etc/hosts"),
        ("///", "//"),
        ("/etc/hosts is wrong", "/etc/hosts is wrong"),
        ("/etc/ssh/", "/etc/ssh/"),
        ("helo\b\bllo", "hello"),
        ("wait\x1b[D\x1b[D a moment\x1b", "wait a moment"),
        ("[private message] bob x", "[private message] bob x"),
    ],
)
def test_what_is_no_command_is_said_in_the_lobby(line, body):
    assert says(somebody(), line) == wire.Post(
        to=LOBBY, body=body, id=UUID(int=1), waits=True
    )


def test_what_one_does_is_an_action():
    act = says(somebody(), "/me waves _a lot_")
    assert act == wire.Post(
        to=LOBBY, body="waves _a lot_", id=UUID(int=1), action=True, waits=True
    )


@pytest.mark.parametrize(
    ("line", "to", "body"),
    [
        ("/msg bob hello", "@bob", "hello"),
        ("/msg @bob hello you", "@bob", "hello you"),
        ("/MSG bob: hello", "@bob", "hello"),
        ("/msg #dev hello", "#dev", "hello"),
        ("[PRIVATE MESSAGE] bob hello", "@bob", "hello"),
        ("[PRIVATE MESSAGE] bob: hello", "@bob", "hello"),
    ],
)
def test_a_message_goes_to_whom_it_names(line, to, body):
    assert says(somebody(), line) == wire.Post(
        to=to, body=body, id=UUID(int=1), waits=True
    )


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/who", wire.Who(limit=200)),
        ("/rooms", wire.ListRooms(limit=50)),
        ("/rooms #dev", wire.ListRooms(match="#dev", limit=50, ref="#dev")),
        ("/history", wire.FetchHistory(conversation=LOBBY, limit=20)),
        ("/history 1", wire.FetchHistory(conversation=LOBBY, limit=1)),
        ("/history 200", wire.FetchHistory(conversation=LOBBY, limit=200)),
        ("/history #DEV", wire.FetchHistory(conversation=DEV, limit=20)),
        ("/history 5 bob", wire.FetchHistory(conversation=BOB, limit=5)),
        (
            "/more 43 50",
            wire.FetchHistory(conversation=LOBBY, after=42, limit=1, ref="more 43 50"),
        ),
        (
            "/reply",
            wire.FetchHistory(conversation=LOBBY, limit=20, ref="numbered"),
        ),
        (
            "/reply @bob",
            wire.FetchHistory(conversation=BOB, limit=20, ref="numbered"),
        ),
        (
            "/replies 43 #dev",
            wire.FetchChain(conversation=DEV, seq=43, ref="numbered"),
        ),
        (
            "/around 43 #dev",
            wire.FetchHistory(conversation=DEV, around=43, limit=20, ref="numbered"),
        ),
        ("/join #x", wire.Join(room="#x", ref="move")),
        ("/join x ", wire.Join(room="#x", ref="move")),
        ("/create #x", wire.Create(name="#x", ref="move")),
        ("/create x All of it", wire.Create(name="#x", topic="All of it", ref="move")),
        ("/leave", wire.Leave(conversation=LOBBY)),
        ("/leave #dev", wire.Leave(conversation=DEV)),
        ("/topic All of it", wire.SetTopic(conversation=LOBBY, topic="All of it")),
        ("/invite bob", wire.Invite(conversation=LOBBY, name="bob")),
        ("/invite @bob", wire.Invite(conversation=LOBBY, name="bob")),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(DEV, BOB), line) == command
    assert wire.decode(msgspec.json.encode(command)) == command


@pytest.mark.parametrize(
    "line",
    [
        "/msg",
        "/msg bob",
        "[PRIVATE MESSAGE] bob",
        "[PRIVATE MESSAGE]",
        "/join",
        "/join a b",
        "/create",
        "/topic",
        "/invite",
        "/invite bob eve",
        "/accept",
        "/accept a b",
        "/decline",
        "/leave a b",
        "/history 0",
        "/history 201",
        "/history 1x",
        "/history ²",
        "/history 5 a b",
        "/history " + "9" * 5000,
        "/reply 43",
        "/reply yes",
        "/reply 0 yes",
        "/reply #lobby " + "9" * 5000 + " yes",
        "/replies",
        "/replies 43 #dev #lobby",
        "/more 1",
        "/more 1 x",
        "/more 0 50",
        "/more 1 2 3 4",
        "/more 1 " + "9" * 5000,
    ],
)
def test_a_command_that_makes_no_sense_is_answered_by_its_usage(line):
    assert re.fullmatch(rb"! Usage: /\w+ [^\n]+\n", says(somebody(), line))


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "/dance",
            "! There is no /dance: /help lists what you can say, //dance says it.",
        ),
        ("/", "! There is no /: /help lists what you can say, // says it."),
        ("/\x1b[2J", "! There is no /: /help lists what you can say, // says it."),
        ("/leave #dev", "! You are not in #dev."),
        ("/history #dev", "! You have no conversation #dev."),
        ("/reply @bob 43 yes", "! You have no conversation @bob."),
        ("/me", "* You are ada, talking in #lobby."),
        ("/more", "! There is no more."),
        ("/invitations", "* You are invited to no room."),
        ("/accept #dev", "! You are not invited to #dev."),
        ("/decline dev", "! You are not invited to #dev."),
    ],
)
def test_some_lines_are_answered_at_once(line, hint):
    assert says(somebody(), line) == f"{hint}\n".encode()


def test_help_lists_every_command():
    lines = says(somebody(), "/help").decode().splitlines()
    words = re.findall(r"^  /([\w-]+)", "\n".join(lines), re.MULTILINE)
    every = "accept acts approve around ban bans block blocked create decline delete"
    every += " delete-account dismiss edit export files group handled held help hide"
    every += " history hush invitations"
    every += " invite invite-link invite-links join kick"
    every += " language later leave letin letter me members mentions moderation more"
    every += " msg nick notify pause pin pins poll purge purgeall"
    every += " quit react receipts refuse replies reply report reports revoke-link role"
    every += " rooms save"
    every += " saved search seen set show shrug shutout silence status topic unban"
    every += (
        " unblock unhush unpin unpreview unpurge unreact unread unsave unsilence upload"
    )
    every += " versions vote voters who whois why words zone"
    assert " ".join(sorted(words)) == every


def test_quit_is_goodbye():
    assert isinstance(says(somebody(), "/quit"), Quit)


def test_who_says_by_telnet_that_this_was_all_has_said_all_before():
    plain = somebody()
    assert plain.feed(b"hello\nbye\xff\xec") == b""
    assert [plain.next().body, plain.next().body] == ["hello", "bye"]
    assert isinstance(plain.next(), Quit)


def test_blank_lines_say_nothing():
    plain = somebody()
    plain.feed(b"\n   \n\r\nhello\n")
    assert plain.next().body == "hello"


def test_the_last_line_needs_no_end():
    plain = somebody()
    plain.feed(b"hello")
    assert plain.next() is None
    plain.feed_eof()
    assert plain.next().body == "hello"


def test_a_line_that_is_not_utf8_is_refused_and_the_next_one_works():
    plain = somebody()
    plain.feed(b"caf\xe9\nhello\n")
    refused = plain.next()
    assert isinstance(refused.error, Malformed)
    assert refused.error.detail == "That line is not UTF-8."
    assert plain.next().body == "hello"


def test_a_line_that_is_too_long_is_refused_and_the_next_one_works():
    plain = newcomer(max_bytes=10)
    plain.feed(b"x" * 11 + b"\nada\n")
    refused = plain.next()
    assert isinstance(refused.error, TooLong)
    assert refused.error.detail == "A line has at most 10 bytes."
    assert plain.next() == wire.Login(name="ada")


# --- Where the talk goes --------------------------------------------------------------


def test_the_talk_moves_when_the_room_has_been_joined():
    plain = somebody()
    assert moved(plain, topic="Code") == [
        "* You are talking in #dev now. /join #lobby goes back.",
        "* Its topic: Code",
    ]
    assert says(plain, "hello").to == DEV
    assert says(plain, "/history").conversation == DEV
    assert moved(plain, LOBBY) == ["* You are talking in #lobby now."]
    assert says(plain, "hello").to == LOBBY


def test_the_talk_stays_where_it_is_when_the_join_is_refused():
    plain = somebody()
    asked = says(plain, "/join #dev")
    shows(plain, error("No.", ref=asked.ref))
    assert says(plain, "hello").to == LOBBY


def test_a_room_joined_on_another_connection_does_not_move_the_talk():
    plain = somebody()
    joined = wire.Joined(conversation=conversation(DEV), sender="ada")
    assert shows(plain, joined) == [
        "* You are in #dev too now: /join #dev to talk there."
    ]
    assert says(plain, "hello").to == LOBBY
    assert shows(plain, message(where=DEV)) == ["#dev bob: hello"]


def test_leaving_the_current_room_goes_back_to_the_lobby():
    plain = somebody()
    moved(plain)
    assert shows(plain, wire.Left(conversation=DEV, sender="ada")) == [
        "* You left #dev. You are talking in #lobby now."
    ]
    assert says(plain, "hello").to == LOBBY
    assert says(plain, "/leave #dev") == b"! You are not in #dev.\n"


def test_leaving_another_room_does_not_move_the_talk():
    plain = somebody(DEV)
    left = wire.Left(conversation=DEV, sender="ada")
    assert shows(plain, left) == ["* You left #dev."]
    assert says(plain, "hello").to == LOBBY


# --- Events out -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (message(), ["bob: hello"]),
        (message("one\n\ntwo"), ["bob: one", "bob: ", "bob: two"]),
        (message(sender="ada"), ["ada: hello"]),
        (message(where=DEV), ["#dev bob: hello"]),
        (message("a\nb", where=DEV), ["#dev bob: a", "#dev bob: b"]),
        (message(where=BOB), ["[PRIVATE MESSAGE] bob: hello"]),
        (message(where=BOB, sender="ada"), ["[PRIVATE MESSAGE] to bob: hello"]),
        (message("waves\nand goes", action=True), ["* bob waves", "* bob and goes"]),
        (message("waves", where=DEV, action=True), ["#dev * bob waves"]),
        (message("waves", where=BOB, action=True), ["[PRIVATE MESSAGE] * bob waves"]),
        (
            message("waves", where=BOB, sender="ada", action=True),
            ["[PRIVATE MESSAGE] to bob: * ada waves"],
        ),
        (
            change(wire.Edited, target=1, body="waves", html="", action=True),
            ["* bob (edited) waves"],
        ),
        (message("are invited", sender="You", action=True), ["You: * are invited"]),
        (message(where=17), ["[17] bob: hello"]),
        (
            change(wire.Edited, target=1, body="new", html=""),
            ["bob (edited): new"],
        ),
        (
            change(wire.Edited, target=1, body="new", html="", conversation=DEV),
            ["#dev bob (edited): new"],
        ),
        (
            change(wire.Edited, target=1, body="a\nb", html="", conversation=BOB),
            [
                "[PRIVATE MESSAGE] bob (edited): a",
                "[PRIVATE MESSAGE] bob (edited): b",
            ],
        ),
        (change(wire.Deleted, target=1), ["* bob deleted a message"]),
        (
            change(wire.Deleted, target=1, conversation=DEV),
            ["* bob deleted a message in #dev"],
        ),
        (
            change(wire.Deleted, target=1, conversation=BOB),
            ["* bob deleted a message in private"],
        ),
        (change(wire.Reacted, target=1, emoji="👍", on=True), ["* bob reacted 👍"]),
        (
            change(wire.Reacted, target=1, emoji="👍", on=True, conversation=DEV),
            ["* bob reacted 👍 in #dev"],
        ),
        (change(wire.Reacted, target=1, emoji="👍", on=False), ["* bob took 👍 back"]),
        (
            change(wire.TopicSet, topic="Code", conversation=DEV),
            ["* bob set the topic of #dev: Code"],
        ),
        (
            change(wire.TopicSet, topic="", conversation=DEV),
            ["* bob removed the topic of #dev"],
        ),
        (wire.Joined(conversation=DEV, sender="bob"), ["* bob joined #dev"]),
        (wire.Joined(conversation=DEV, sender="ada"), []),
        (wire.Left(conversation=DEV, sender="bob"), ["* bob left #dev"]),
        (
            wire.Presence(version=2, online=["bob", "ada"], offline=["eve", "ada"]),
            ["* bob is here", "* eve has left"],
        ),
        (wire.Online(version=2, users=["ada", "bob"]), ["* Here: ada, bob (2)"]),
        (error("Too fast."), ["! Too fast."]),
        (
            wire.History(conversation=DEV, messages=[], more=False),
            ["* Nothing was said in #dev."],
        ),
        (wire.Rooms(rooms=[]), ["* There are no rooms."]),
        (wire.Posted(id=UUID(int=1), conversation=1, seq=1, at=AT), []),
        (wire.Heads(heads={1: 1}, read={1: 0}), []),
        (wire.Read(conversation=1, seq=1), []),
        (wire.Typing(conversation=1, sender="bob"), []),
        (wire.Pong(), []),
        (
            wire.Changes(
                conversation=1, messages=[past()], upto=1, more=False, topic=""
            ),
            [],
        ),
    ],
)
def test_an_event_is_shown_in_lines(event, lines):
    assert shows(somebody(DEV, BOB), event) == lines


def test_history_shows_when_it_was_said_and_leaves_out_what_was_deleted():
    page = [past("one\ntwo"), past(deleted=True), past("three")]
    history = wire.History(conversation=LOBBY, messages=page, more=True)
    assert shows(somebody(), history) == [
        "[2026-01-31 12:00] bob: one",
        "[2026-01-31 12:00] bob: two",
        "[2026-01-31 12:00] bob: three",
    ]


def test_a_reply_names_the_number_of_what_it_answers():
    plain = somebody(DEV, BOB)
    answers = {"/reply 43 yes  it is": LOBBY, "/reply #dev 43 yes  it is": DEV}
    for line, to in answers.items():
        reply = says(plain, line)
        assert (reply.to, reply.body, reply.reply_to) == (to, "yes  it is", 43)


def quote(body="Tea, or coffee?", **more):
    return wire.Quote(seq=1, sender="cyd", author=3, body=body, **more)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (message(quote=quote()), "> cyd: Tea, or coffee?"),
        (message(quote=quote("x" * 99)), f"> cyd: {'x' * 79}…"),
        (message(quote=quote("waves", action=True)), "> * cyd waves"),
        (message(quote=quote("", deleted=True)), "> cyd: (deleted)"),
        (message(quote=quote(), where=DEV), "#dev > cyd: Tea, or coffee?"),
        (message(quote=quote(), where=BOB), "[PRIVATE MESSAGE] > cyd: Tea, or coffee?"),
    ],
)
def test_before_a_reply_stands_what_it_answers(event, line):
    first, second = shows(somebody(DEV, BOB), event)
    assert first == line
    assert second.endswith("bob: hello")


def test_nothing_of_somebody_blocked_is_quoted():
    plain = somebody()
    shows(plain, wire.Blocked(name="cyd", author=3, on=True))
    first, _ = shows(plain, message(quote=quote()))
    assert first == "> A message of somebody you blocked"


def test_the_numbers_to_answer_by_stand_before_the_lines():
    plain = somebody()
    said = [
        past("one"),
        msgspec.structs.replace(past("two"), seq=2, quote=quote("so?")),
    ]
    asked = says(plain, "/reply")
    history = wire.History(conversation=LOBBY, messages=said, more=False)
    assert plain.encode(history, asked.ref).decode().splitlines() == [
        "1 [2026-01-31 12:00] bob: one",
        "2 [2026-01-31 12:00] > cyd: so?",
        "2 [2026-01-31 12:00] bob: two",
    ]


def test_rooms_are_a_line_each():
    dev = wire.Room(
        id=2,
        name="#dev",
        key="#dev",
        topic="Code",
        members=1,
        private=True,
        member=True,
    )
    lobby = wire.Room(
        id=1,
        name="#lobby",
        key="#lobby",
        topic="",
        members=5,
        private=False,
        member=False,
    )
    assert shows(somebody(), wire.Rooms(rooms=[dev, lobby])) == [
        "* #dev (1 person, private, you too): Code",
        "* #lobby (5 people)",
    ]


def test_many_departures_at_once_are_counted():
    names = [f"p{n}" for n in range(25)]
    lines = shows(somebody(), wire.Presence(version=2, online=[], offline=names))
    assert lines[-2:] == ["* p19 has left", "* and 5 more have left"]


def test_a_direct_conversation_that_appears_is_known_by_its_name():
    plain = somebody()
    joined = wire.Joined(conversation=conversation(BOB), sender="bob")
    assert shows(plain, joined) == []
    assert shows(plain, message(where=BOB)) == ["[PRIVATE MESSAGE] bob: hello"]


def test_what_was_said_here_is_not_echoed_but_once_more_it_would_be_shown():
    plain = somebody()
    post = says(plain, "hello")
    echo = message(sender="ada", id=post.id.int)
    assert shows(plain, echo) == []
    assert shows(plain, echo) == ["ada: hello"]


def test_somebody_elses_message_with_an_id_of_ours_is_shown():
    plain = somebody()
    post = says(plain, "hello")
    assert shows(plain, message(sender="bob", id=post.id.int)) == ["bob: hello"]
    assert shows(plain, message(sender="ada", id=post.id.int)) == []


def test_posts_that_never_come_back_are_forgotten():
    plain = somebody()
    first = says(plain, "0")
    for n in range(1, 2000):
        says(plain, str(n))
    assert len(plain._talk._said) == 1024
    assert shows(plain, message("0", sender="ada", id=first.id.int)) == ["ada: 0"]


# --- Whatever comes -------------------------------------------------------------------

NASTY = "".join(
    map(
        chr,
        [
            *range(0x20),
            *range(0x7F, 0xA0),
            *range(0x2028, 0x202F),
            *range(0x2066, 0x206A),
            0x200E,
            0x200F,
            0x061C,
            0xD800,
        ],
    )
)
TEXT = st.text(st.characters() | st.sampled_from(NASTY))


@pytest.mark.parametrize("character", NASTY, ids=lambda c: f"U+{ord(c):04X}")
def test_control_characters_never_reach_the_terminal(character):
    plain = somebody()
    text = f"a{character}b"
    joined = wire.Joined(conversation=conversation(DEV, name=f"#{text}"), sender="ada")
    for event in (
        welcome(text, me=text),
        joined,
        message(text),
        message(sender=text, where=DEV),
        change(wire.TopicSet, topic=text, conversation=DEV),
        change(wire.Reacted, target=1, emoji=text, on=True),
        wire.Online(version=1, users=[text]),
        wire.Presence(version=1, online=[text], offline=[text]),
        wire.History(conversation=LOBBY, messages=[past(text)], more=False),
        error(text),
    ):
        for line in plain.encoding.encode(event).decode().split("\n"):
            assert character not in line


def test_what_is_ordinary_in_hebrew_and_arabic_is_left_out_and_overrides_are_seen():
    said = (
        "שלום\u200f!\u200e\u061c \u202a+972 50\u202c \u2066a\u2067b\u2068c\u2069\u202b"
    )
    assert shows(somebody(), message(said)) == ["bob: שלום! +972 50 abc"]
    assert shows(somebody(), message("a\u202db\u202ec")) == ["bob: a\ufffdb\ufffdc"]


def test_the_names_joiner_and_letters_of_every_script_are_left_alone():
    body = "👩‍👩‍👧 שלום مرحبا é"
    assert shows(somebody(), message(body)) == [f"bob: {body}"]


def test_whoever_ends_a_telnet_says_goodbye_once():
    plain = somebody()
    plain.feed(b"one\n\xff\xec")
    assert [type(each) for each in iter(plain.next, None)] == [wire.Post, Quit]


@given(st.lists(st.binary() | st.sampled_from([b"\n", b"/", b"/history ", b"/msg "])))
def test_whatever_bytes_come_nothing_is_raised(chunks):
    plain = somebody()
    for chunk in chunks:
        plain.feed(chunk)
        for received in iter(plain.next, None):
            assert isinstance(received, wire.Command | wire.Rejected | Quit | bytes)


@given(st.binary())
def test_one_byte_at_a_time_reads_the_same(data):
    def read(*chunks):
        plain = somebody()
        for chunk in chunks:
            plain.feed(chunk)
        return [repr(received) for received in iter(plain.next, None)]

    assert read(*(bytes([byte]) for byte in data)) == read(data)


@given(TEXT, TEXT)
def test_every_line_of_a_message_has_its_author_in_front(name, body):
    lines = (
        somebody()
        .encoding.encode(message(body, sender=f"x{name}"))
        .decode()
        .split("\n")
    )
    assert lines.pop() == ""
    assert len(lines) == body.count("\n") + 1
    assert all(line.startswith("x") for line in lines)


def test_it_is_a_dialect_with_a_dialogue():
    dialect: Dialect = newcomer()
    assert not dialect.keeps_log


# --- Long messages --------------------------------------------------------------------


def long(lines):
    return "\n".join(f"line {number}" for number in range(1, lines + 1))


def test_a_message_of_many_lines_is_cut_and_says_how_to_see_the_rest():
    shown = shows(somebody(), message(long(2000)))
    assert [*shown[:2], *shown[49:]] == [
        *("bob: line 1", "bob: line 2", "bob: line 50"),
        "* 1,950 more lines: /more 1 50",
    ]
    assert len(shows(somebody(), message(long(50)))) == 50


@pytest.mark.parametrize(
    ("where", "words"), [(DEV, "/more #dev 1 50"), (BOB, "/more @bob 1 50")]
)
def test_the_rest_of_a_message_elsewhere_is_asked_for_by_its_place(where, words):
    shown = shows(somebody(DEV, BOB), message(long(51), where=where))
    assert shown[-1] == f"* 1 more line: {words}"


def rest_of(line, *messages):
    """What is shown for such a line, if the site answers it by these messages."""
    plain = somebody(DEV)
    asked = says(plain, line)
    history = wire.History(
        conversation=asked.conversation, messages=list(messages), more=False
    )
    return plain.encode(history, asked.ref).decode().splitlines()


def test_more_shows_the_lines_that_follow_and_how_to_go_on():
    shown = rest_of("/more 1 50", past(long(120)))
    assert [shown[0][-9:], *shown[50:]] == [": line 51", "* 20 more lines: /more 1 100"]
    assert rest_of("/more 1 120", past(long(120))) == ["* That was all of it."]


@pytest.mark.parametrize("messages", [[], [past(long(60), deleted=True)]])
def test_more_of_what_is_no_message_says_so(messages):
    assert rest_of("/more #dev 40 50", *messages) == ["* There is no such message."]


def test_the_topic_of_somebody_blocked_is_told_without_its_words():
    plain = somebody(DEV)
    shows(plain, wire.Blocked(name="bob", author=2, on=True))
    event = change(wire.TopicSet, conversation=DEV, topic="ugly words")
    assert shows(plain, event) == ["* Somebody you blocked set the topic of #dev"]
