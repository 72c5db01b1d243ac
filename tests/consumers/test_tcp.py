"""The TCP doors over real sockets: the bridge, the consumer, the session, the log."""

import asyncio
import contextlib
import json
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from chat import wire
from chat.concurrency.threads import read, write
from chat.dialects.plain.dialect import Plain
from chat.models import Conversation, User, conversations_of, post
from chat.net.lost import Lost
from chat.presence.leases import online_now
from chat.sessions.prices import PRICES
from chat.sessions.process import Process
from chat.sessions.rate import Allowed
from tests.support.bridge import server
from tests.support.clients import JsonClient, Lines, PlainClient
from tests.support.people import Person, account, arrive, eventually
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"


# --- Getting in -----------------------------------------------------------------------


async def test_a_name_is_enough_at_the_plain_door(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    await ada.hears("* bob is here")
    await bob.write("hello *ada*")
    assert await ada.hears("hello") == "bob: hello *ada*"
    await bob.write("/quit")
    await bob.ends()
    await ada.hears("* bob has left")


async def test_a_registered_name_is_asked_for_its_password(doors):
    await account("ada")
    ada = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    await ada.write("/me")
    await ada.hears("You are ada")


async def test_a_wrong_password_is_told_and_asked_again_until_five_lines_were(doors):
    await account("ada")
    eve = await PlainClient.connect(doors["plain"])
    await eve.write("ada")
    await eve.hears("password")
    for _ in range(4):
        await eve.write("wrong")
        assert await eve.hears("!") == "! The name or the password is wrong."
    await eve.ends()
    assert eve.received.count("What is your password?") == 3


async def test_a_name_that_is_none_or_taken_is_asked_again_with_the_reason(doors):
    await JsonClient.enter(doors["json"], "taken")
    await account("ada")
    jean = await PlainClient.connect(doors["plain"])
    await jean.write("Jean Luc")
    await jean.hears("! A name starts with a letter")
    await jean.write("taken")
    await jean.hears("! ")
    assert await jean.read() == "What is your name?"
    await jean.write("ada\nwrong")
    await jean.hears("! The name or the password is wrong.")
    await jean.write(PASSWORD)
    await jean.hears("Hello ada")


async def test_whoever_is_shut_out_or_must_wait_is_not_asked_again(doors, monkeypatch):
    await account("ada", is_active=False)
    eve = await PlainClient.connect(doors["plain"])
    await eve.write(f"ada\n{PASSWORD}")
    await eve.hears("! This account has been closed")
    await eve.ends()
    monkeypatch.setattr(settings, "CHAT_GUESTS_PER_HOUR", 0)
    late = await PlainClient.connect(doors["plain"])
    await late.write("late")
    await late.hears("! Too many newcomers")
    await late.ends()


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ({"name": "7up"}, "name-invalid"),
        ({"name": "taken"}, "name-taken"),
        ({"name": "ada"}, "name-taken"),
        ({"name": "ada", "password": "wrong"}, "bad-credentials"),
        ({"name": "nobody", "password": "wrong"}, "bad-credentials"),
        ({"name": "ada", "token": "forged"}, "bad-credentials"),
        ({"name": "banned", "password": PASSWORD}, "banned"),
    ],
)
async def test_a_refusal_has_its_code_and_ref_and_ends_the_connection(
    doors, login, code
):
    await account("ada")
    await account("banned", is_active=False)
    await JsonClient.enter(doors["json"], "taken")
    robot = await JsonClient.connect(doors["json"])
    answer = await robot.ask("login", **login)
    assert (answer["type"], answer["code"]) == ("error", code)
    await robot.ends()


async def test_guests_are_refused_where_they_are_not_allowed(doors, monkeypatch):
    monkeypatch.setattr(settings, "CHAT_ALLOW_GUESTS", False)
    robot = await JsonClient.connect(doors["json"])
    assert (await robot.ask("login", name="robot"))["code"] == "guests-refused"
    await robot.ends()


async def test_nothing_is_done_before_the_log_in(doors):
    robot = await JsonClient.connect(doors["json"])
    for command in ("ping", "who", "post"):
        fields = {"to": "#lobby", "body": "x", "id": "6f" * 16}
        answer = await robot.ask(command, **fields)
        assert answer["code"] == "login-required"
    assert (await robot.ask("login", name="robot"))["type"] == "welcome"


async def test_at_nc_an_answer_comes_when_what_was_said_before_is_stored(doors):
    """Each line of a script counts on those before it, also those that the dialect
    answers by itself.
    """
    ada = await PlainClient.enter(doors["plain"], "ada")
    for _ in range(5):
        await ada.write("\n".join(["one", "two", "three", "/me"]))
        await ada.hears("talking in")
        stored = await Conversation.objects.filter(name="lobby").values("head").aget()
        assert stored["head"] % 3 == 0
        assert stored["head"]
    await ada.write("the end\n/quit")
    await ada.ends()
    assert (await Conversation.objects.aget(name="lobby")).head == 16


async def test_who_does_not_log_in_is_sent_away(doors, monkeypatch):
    monkeypatch.setattr(settings, "CHAT_LOGIN_SECONDS", 0.1)
    robot = await JsonClient.connect(doors["json"])
    assert (await robot.hears("error"))["code"] == "login-required"
    await robot.ends()


async def test_a_token_brings_the_same_guest_back(doors):
    robot = await JsonClient.enter(doors["json"], "robot")
    await robot.post("#lobby", "I was here")
    robot.cut()
    token = robot.welcome["token"]
    again = await JsonClient.enter(doors["json"], "robot", token=token)
    assert again.welcome["you"] == robot.welcome["you"]


@pytest.mark.parametrize(
    ("client", "way"),
    [("robot-2", "json/robot-2"), ("a b,c", "json"), ("x" * 21, "json"), ("", "json")],
)
async def test_a_client_is_known_by_the_name_that_it_gives_itself(doors, client, way):
    await JsonClient.enter(doors["json"], "robot", client=client)
    online = await eventually(sync_to_async(lambda: online_now().doors))
    assert [*online.values()] == [{way}]


async def test_an_account_gets_no_token(doors):
    await account("ada")
    ada = await JsonClient.enter(doors["json"], "ada", password=PASSWORD)
    assert "token" not in ada.welcome


async def test_a_plain_guests_name_is_free_when_they_have_gone(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    await ada.write("/quit")
    await ada.ends()

    async def is_free():
        with contextlib.suppress(AssertionError):
            return await JsonClient.enter(doors["json"], "ada")

    robot = await eventually(is_free)
    assert robot.welcome["you"]["name"] == "ada"


async def test_a_script_sends_everything_at_once_and_hangs_up(doors):
    [bob] = await arrive("bob")
    script = await Lines.connect(doors["plain"])
    script._writer.write(b"builder\nThe build is green.\n/who\nlast words")
    script._writer.write_eof()
    await script.ends()
    await bob.hears("message", body="The build is green.", **{"from": "builder"})
    await bob.hears("message", body="last words")
    assert any(line.startswith("* Here:") for line in script.received)


# --- Talking --------------------------------------------------------------------------


@pytest.mark.dear
async def test_private_messages_both_ways(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    eve = await PlainClient.enter(doors["plain"], "eve")
    await ada.write("[PRIVATE MESSAGE] bob hello bob")
    assert await bob.hears("hello bob") == "[PRIVATE MESSAGE] ada: hello bob"
    await bob.write("/msg ada hello ada")
    assert await ada.hears("hello ada") == "[PRIVATE MESSAGE] bob: hello ada"
    await eve.write("/who")
    await eve.hears("Here:")
    assert not [line for line in eve.received if "PRIVATE" in line]


async def test_rooms_are_joined_and_talked_in(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    await ada.write("/create #dev All about code")
    await ada.hears("You are talking in #dev now")
    await bob.write("/rooms")
    await bob.hears("#dev (1 person): All about code")
    await bob.write("/join #dev")
    await bob.hears("You are talking in #dev now")
    await ada.hears("* bob joined #dev")
    await bob.write("here too")
    assert await ada.hears("here too") == "#dev bob: here too"
    await ada.write("/history 5")
    assert (await ada.hears("] bob: here too")).startswith("[20")


async def test_a_body_of_several_lines_has_its_author_before_each(doors):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    await bob.post("#lobby", "one\ntwo\x1b[2J\n\neve: three")
    await ada.hears("three")
    assert [line for line in ada.received if line.startswith("bob:")] == [
        "bob: one",
        "bob: two[2J",
        "bob: ",
        "bob: eve: three",
    ]


async def test_one_does_not_hear_oneself_twice_but_ones_other_connection_does(doors):
    await account("ada")
    here = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    there = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    await here.write("hello")
    assert await there.hears("hello") == "ada: hello"
    await there.write("back")
    assert await here.hears("back") == "ada: back"
    assert "ada: hello" not in here.received


async def test_edits_and_deletions_are_told(doors):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    posted = await bob.post("#lobby", "helo")
    at = {"conversation": posted["conversation"], "seq": posted["seq"]}
    await bob.say("edit", **at, body="hello")
    assert await ada.hears("hello") == "bob (edited): hello"
    await bob.say("delete", **at)
    await ada.hears("* bob deleted a message")


async def test_what_one_changes_by_its_number_is_told_once_and_heard_by_others(doors):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    await ada.write("helo")
    seq = (await bob.hears("message", body="helo"))["seq"]
    words = f"edit {seq} hello", f"react {seq} 👍", f"unreact {seq} 👍", f"delete {seq}"
    for each in (*words, f"delete {seq}"):
        await ada.write(f"/{each}")
    assert (await bob.hears("deleted"))["target"] == seq
    await ada.hears("has been deleted")
    await bob.post("#lobby", "so it is")
    await ada.hears("so it is")
    assert ada.received[-6:] == [
        "ada (edited): hello",
        "* ada reacted 👍",
        "* ada took 👍 back",
        "* ada deleted a message",
        "! That message has been deleted.",
        "bob: so it is",
    ]


# --- Nothing lost ---------------------------------------------------------------------


async def test_a_lost_event_is_found_by_the_next_one(doors, monkeypatch):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    await bob.post("#lobby", "first")
    with monkeypatch.context() as redis_is_away:
        redis_is_away.setattr("chat.delivery.announce._send", lambda messages: None)
        await bob.post("#lobby", "second")
        await bob.post("#lobby", "third")
    await bob.post("#lobby", "fourth")
    await ada.hears("fourth")
    heard = [line for line in ada.received if line.startswith("bob: ")]
    assert heard == ["bob: first", "bob: second", "bob: third", "bob: fourth"]


@pytest.mark.dear
async def test_the_last_event_of_an_evening_is_found_by_the_heads(doors, monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.05)
    monkeypatch.setattr("chat.sessions.ticker.HEADS_SECONDS", 0.2)
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with monkeypatch.context() as redis_is_away:
        redis_is_away.setattr("chat.delivery.announce._send", lambda messages: None)
        await bob.post("#lobby", "good night")
    assert await ada.hears("good night") == "bob: good night"


async def say_much(speaker, count, character):
    """Say more than the kernel holds for a peer that does not read."""
    for number in range(count):
        body = f"{number:04} " + character * 3990
        await write(post, speaker, "#lobby", body, uuid4())
        held = [each.peer.outbox.writer.waiting() for each in Process.here().sessions]
        assert max(held) < 2**20


@pytest.mark.long
async def test_a_reader_that_stops_is_whole_again_when_it_reads(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    ada.stop_reading()
    await say_much(await account("bob"), 1500, "x")
    [skipped] = Process.here().sessions
    assert max(skipped._backfill._have.values()) < 1500
    ada.go_on_reading()
    await ada.hears("bob: 1499")
    heard = [line[5:9] for line in ada.received if line.startswith("bob: ")]
    assert heard == [f"{n:04}" for n in range(1500)]


@pytest.mark.long
async def test_a_program_that_stops_reading_is_told_the_heads(doors):
    robot = await JsonClient.enter(doors["json"], "robot")
    lobby = robot.welcome["conversations"][0]["id"]
    robot.stop_reading()
    await say_much(await account("bob"), 400, "💬")
    robot.go_on_reading()
    while (await robot.hears("heads"))["heads"][str(lobby)] < 400:
        pass
    got = {e["seq"] for e in robot.events if e["type"] == "message"}
    assert 0 < len(got) < 400
    since, more = max(seq for seq in got if set(range(1, seq + 1)) <= got), True
    while more:
        page = await robot.ask("changes", conversation=lobby, since=since)
        got |= {message["seq"] for message in page["messages"]}
        since, more = page["upto"], page["more"]
    assert got == set(range(1, 401))


async def test_too_fast_is_refused_and_nothing_is_lost_silently(doors, monkeypatch):
    monkeypatch.setattr(settings, "CHAT_BURST", 5)
    monkeypatch.setattr(settings, "CHAT_RATE", 0.01)
    robot, other = [await JsonClient.enter(doors["json"], n) for n in ("robot", "eve")]
    answers = [await robot.post("#lobby", str(n)) for n in range(20)]
    kinds = [a.get("code", a["type"]) for a in answers]
    assert kinds == ["posted"] * 5 + ["rate-limited"] * 15
    lobby = robot.welcome["conversations"][0]["id"]
    kept = await other.ask("history", conversation=lobby)
    assert len(kept["messages"]) == kinds.count("posted")


@pytest.mark.dear
async def test_who_hangs_up_on_a_script_is_heard_to_its_end(doors, monkeypatch):
    waited_for, go_on = [], Lost.go_on
    monkeypatch.setattr(Lost, "go_on", lambda own: waited_for.append(1) or go_on(own))
    monkeypatch.setattr(settings, "CHAT_BURST", 5)
    monkeypatch.setattr(settings, "CHAT_RATE", 100)
    [bob] = await arrive("bob")
    script = await Lines.connect(doors["plain"])
    lines = [str(n) for n in range(150)]
    script._writer.write("\n".join(["builder", *lines]).encode())
    await script._writer.drain()
    script._writer.close()  # both halves, as nc -q0 does: it is reset by the answers
    for body in lines:
        assert (await bob.hears("message"))["body"] == body
    assert len(waited_for) > len(lines)  # each is a reason to wait for the next
    await bob.hears("presence", offline=["builder"])


@pytest.fixture
def slowly(monkeypatch):
    """Two commands at once, and then ten a second."""
    monkeypatch.setattr(settings, "CHAT_BURST", 2)
    monkeypatch.setattr(settings, "CHAT_RATE", 10)


async def test_nothing_of_what_a_script_sends_is_thrown_away(doors, slowly):
    [bob] = await arrive("bob")
    script = await Lines.connect(doors["plain"])
    lines = ["/dance", "caf\xe9", *map(str, range(10)), "*a*", "/who", "the end"]
    said = "\r\n".join(["builder", *lines]).encode("latin-1")
    script._writer.write(said)
    script._writer.write_eof()
    await script.ends()
    assert not [line for line in script.received if "too fast" in line]
    assert sum(line.startswith(("! ", "* Here")) for line in script.received) == 3
    for body in [*map(str, range(10)), "*a*", "the end"]:
        assert (await bob.hears("message"))["body"] == body
    await bob.hears("presence", offline=["builder"])


async def test_a_script_that_waits_does_not_hold_up_the_servers_end(slowly):
    async with server("plain") as running, asyncio.timeout(SECONDS):
        # Longer than that it waits for whoever does not end.
        grace_seconds = 10 * SECONDS
        ada = await PlainClient.enter(running.addresses["plain"], "ada")
        await ada.write("\n".join(["/dance", *map(str, range(100))]))
        await ada.hears("no /dance")
        stopping = asyncio.create_task(running.stop(grace_seconds))
        await ada.hears("* What you sent last was not said")
        await ada.hears("* The server restarts")
        await ada.ends()
        await stopping


# --- Read -----------------------------------------------------------------------------


async def unread_by(user):
    """How much is unread in the lobby."""
    [lobby] = await read(conversations_of, user)
    return lobby.unread


async def test_what_was_shown_is_read_when_one_types_again(doors):
    [bob] = await arrive("bob")
    user = await account("ada")
    ada = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    page = await Person(user).arrive()
    await bob.post("#lobby", "one")
    await bob.post("#lobby", "two")
    await ada.hears("two")
    assert await unread_by(user) == 2
    await ada.write("hello")
    await bob.hears("message", body="hello")
    assert await unread_by(user) == 0
    assert (await page.hears("read"))["seq"] == 2


async def test_pressing_enter_costs_what_it_costs_to_say_what_was_read(
    doors, monkeypatch
):
    paid, awaited = [], Allowed.awaited
    monkeypatch.setattr(
        Allowed, "awaited", lambda own, price: paid.append(price) or awaited(own, price)
    )
    [bob] = await arrive("bob")
    user = await account("ada")
    ada = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    page = await Person(user).arrive()
    await bob.post("#lobby", "one")
    await ada.hears("one")
    await ada.write("\n\n\n")
    await page.hears("read")
    assert paid == [PRICES[wire.MarkRead]]


async def test_what_a_script_could_not_see_it_has_not_read(doors, monkeypatch):
    done, meanwhile, awaited = [], asyncio.Event(), Allowed.awaited

    async def held(own, price):
        if len(done) >= 3:
            await meanwhile.wait()
        await awaited(own, price)
        done.append(price)

    monkeypatch.setattr(Allowed, "awaited", held)
    [bob] = await arrive("bob")
    user = await account("ada")
    await bob.post("#lobby", "before")
    script = await Lines.connect(doors["plain"])
    script._writer.write(f"ada\n{PASSWORD}\n1\n2\n3\n4\n5".encode())
    script._writer.write_eof()
    await bob.hears("message", body="3")
    await bob.post("#lobby", "meanwhile")
    meanwhile.set()
    await script.ends()
    assert "bob: meanwhile" in script.received
    assert await unread_by(user) == 2


async def test_what_was_said_before_one_came_is_read_once_it_was_shown(doors):
    [bob] = await arrive("bob")
    user = await account("ada")
    await bob.post("#lobby", "before")
    ada = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    assert await ada.read() == "* Unread: 1 in #lobby: /history #lobby"
    await bob.post("#lobby", "since")
    await ada.hears("since")
    await ada.write("/history")
    await ada.hears("] bob: since")
    assert await unread_by(user) == 2
    await ada.write("/me")
    await ada.hears("You are ada")
    assert await unread_by(user) == 0


async def test_a_program_says_itself_what_it_has_read(doors):
    [bob] = await arrive("bob")
    user = await account("ada")
    robot = await JsonClient.enter(doors["json"], "ada", password=PASSWORD)
    await bob.post("#lobby", "one")
    await robot.hears("message")
    await robot.post("#lobby", "two")
    assert await unread_by(user) == 1


# --- Rubbish --------------------------------------------------------------------------


async def test_rubbish_is_answered_and_the_tenth_in_a_row_ends_it(doors):
    robot = await JsonClient.enter(doors["json"], "robot")
    for line in ("{", "[]", "null", '{"type":"post"}', "x" * 70_000, "\x00"):
        await robot.write(line)
        assert (await robot.hears("error"))["code"] in ("malformed", "too-long")
    assert (await robot.ask("ping"))["type"] == "pong"
    for _ in range(10):
        await robot.write("rubbish")
    await robot.ends()
    codes = [e["code"] for e in robot.events if e["type"] == "error"]
    assert codes[-10:] == ["malformed"] * 10


async def test_at_nc_lines_of_rubbish_are_told_and_the_next_is_heard(doors):
    [bob] = await arrive("bob")
    eve = await PlainClient.enter(doors["plain"], "eve")
    eve._writer.write(b"caf\xe9\n" * 12 + b"hello\n")
    await bob.hears("message", body="hello")
    for _ in range(12):
        await eve.hears("! That line is not UTF-8")


async def test_a_name_plays_with_no_terminal(doors):
    eve = await PlainClient.connect(doors["plain"])
    await eve.write("\x1b[31meve\x07\n\x1b[31meve")
    await eve.hears("! A name starts with a letter")
    await eve.hears("* Hello eve")


async def test_a_log_out_everywhere_reaches_the_tcp_doors(doors):
    user = await account("ada")
    ada = await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    robot = await JsonClient.enter(doors["json"], "ada", password=PASSWORD)
    await asyncio.to_thread(_then_close, user.log_out_everywhere)
    await ada.hears("! You were logged out.")
    await ada.ends()
    await robot.hears("error", code="login-required")
    await robot.ends()


async def test_who_is_here_names_the_doors(doors):
    from chat.presence.leases import online_now

    await account("ada")
    await PlainClient.enter(doors["plain"], "ada", PASSWORD)
    robot = await JsonClient.enter(doors["json"], "ada", password=PASSWORD)

    async def both():
        doors_of = (await asyncio.to_thread(online_now)).doors.values()
        return list(doors_of) == [{"plain", "json"}]

    await eventually(both)
    assert json.dumps(robot.welcome["online"]) == '["ada"]'
    assert await User.objects.filter(key="ada").acount() == 1


def _then_close(verb):
    from django.db import connection

    try:
        verb()
    finally:
        connection.close()


# --- Before the log-in ----------------------------------------------------------------


async def test_before_the_log_in_a_line_is_short_and_there_are_few(doors):
    eve = await JsonClient.connect(doors["json"])
    nested = '{"type":"login","name":"eve","x":' + "[" * 30_000 + "]" * 30_000 + "}"
    for line in [nested, '{"type":"dance"}', '{"type":"ping"}', "rubbish", "{}"]:
        await eve.write(line)
    await eve.write('{"type":"login","name":"eve"}')
    codes = [(await eve.hears("error"))["code"] for _ in range(6)]
    assert codes[:3] == ["too-long", "unknown-command", "login-required"]
    assert codes[3:] == ["malformed", "malformed", "login-required"]
    await eve.ends()


async def test_lines_that_say_nothing_cost_nothing_and_are_no_messages(doors):
    ada = await JsonClient.connect(doors["json"])
    await ada.write(" \r\n" * 20_000 + '{"type":"login","name":"ada"}')
    await ada.hears("welcome")


@pytest.mark.parametrize(
    "nothing", [b"\n" * 4096, b"\xff\xfa" + b"x" * 4094, b"x" * 4096]
)
@pytest.mark.parametrize("login", [b"", b"ada\n"])
async def test_whoever_says_nothing_is_read_slowly(doors, monkeypatch, nothing, login):
    monkeypatch.setattr("chat.consumers.tcp.QUIET_BURST", 3)
    monkeypatch.setattr("chat.consumers.tcp.QUIET_RATE", 0.001)
    fed, feed = [], Plain.feed
    monkeypatch.setattr(
        Plain, "feed", lambda door, data: fed.append(len(data)) or feed(door, data)
    )
    eve = await PlainClient.connect(doors["plain"])
    eve._writer.write(login + nothing * 1024)
    bob = await PlainClient.enter(doors["plain"], "bob")
    await bob.write("/who")
    await bob.hears("Here")
    assert 0 < sum(fed) < 4 * 2**16


async def test_what_comes_right_behind_the_log_in_may_be_long(doors):
    ada = await JsonClient.connect(doors["json"])
    post = {"type": "post", "to": "#lobby", "body": "x" * 4000, "id": str(uuid4())}
    long = json.dumps({**post, "more": "y" * 50_000})
    await ada.write('{"type":"login","name":"ada"}\n' + long)
    await ada.hears("posted")


async def test_whoever_guesses_at_the_plain_door_has_five_lines(doors):
    eve = await PlainClient.connect(doors["plain"])
    await eve.write("\n".join(["x" * 5000] * 6))
    await eve.hears("goodbye")
    await eve.ends()


async def test_a_person_is_connected_so_many_times_and_no_more(doors, settings):
    settings.CHAT_CONNECTIONS_PER_PERSON = 2
    await account("ada")
    first, _ = [
        await JsonClient.enter(doors["json"], "ada", password=PASSWORD)
        for _ in range(2)
    ]
    third = await JsonClient.connect(doors["json"])
    await third.tell("login", name="ada", password=PASSWORD)
    error = await third.hears("error")
    assert (error["code"], error["retry"]) == ("rate-limited", 30)
    await third.ends()
    await first.tell("ping")
    await first.hears("pong")
