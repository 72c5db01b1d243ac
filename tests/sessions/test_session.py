"""One connected person, against the contract."""

import asyncio
from uuid import uuid4

import pytest
import redis
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from chat.sessions.process import Process
from chatsite.asgi import application
from tests.support.people import Person, account, arrive, bring, log_in
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


async def test_welcome_says_who_and_where_you_are():
    [ada] = await arrive("Ada")
    assert ada.welcome["protocol"] == 1
    assert ada.welcome["you"]["name"] == "Ada"
    assert [c["name"] for c in ada.welcome["conversations"]] == ["#lobby"]
    assert ada.welcome["online"] == ["Ada"]
    assert ada.welcome["limits"]["body"] == 4000
    await ada.go()


async def test_welcome_says_whether_the_lobby_can_be_left(settings):
    [ada] = await arrive("ada")
    assert "free_lobby" not in ada.welcome
    settings.CHAT_LOBBY_FIXED = False
    [bob] = await arrive("bob")
    assert bob.welcome["free_lobby"] is True


async def test_a_post_is_answered_and_heard_by_everybody_once():
    ada, bob = await arrive("ada", "bob")
    posted = await ada.post("#lobby", "hello *you*")
    for person in (ada, bob):
        message = await person.hears("message", seq=posted["seq"])
        assert (message["from"], message["body"]) == ("ada", "hello *you*")
        assert message["html"] == "<p>hello <em>you</em></p>"
        assert await person.hears_nothing("message", seq=posted["seq"])


async def test_a_direct_message_is_heard_by_its_two_people_on_every_connection():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    tablet = await Person(bob.user).arrive()
    posted = await ada.post("@bob", "psst")
    for person, name in ((ada, "@bob"), (bob, "@ada"), (tablet, "@ada")):
        joined = await person.hears("joined")
        assert joined["conversation"]["name"] == name
        assert (await person.hears("message"))["seq"] == posted["seq"] == 1
    assert await eve.hears_nothing("message", body="psst")
    assert await eve.hears_nothing("joined")


async def test_the_same_id_is_one_message():
    ada, bob = await arrive("ada", "bob")
    id = uuid4()
    first = await ada.post("#lobby", "once", id)
    again = await ada.post("#lobby", "once", id)
    assert {**first, "ref": None} == {**again, "ref": None}
    await bob.hears("message", body="once")
    assert await bob.hears_nothing("message", body="once")


@pytest.mark.parametrize(("to", "body"), [("#lobby", "other"), ("@bob", "once")])
async def test_an_id_is_not_used_for_another_message(to, body):
    ada, _ = await arrive("ada", "bob")
    id = uuid4()
    await ada.post("#lobby", "once", id)
    assert (await ada.post(to, body, id))["code"] == "id-reused"


async def test_the_same_id_after_an_edit_is_still_the_same_message():
    [ada] = await arrive("ada")
    id = uuid4()
    posted = await ada.post("#lobby", "once", id)
    lobby = posted["conversation"]
    await ada.say("edit", conversation=lobby, seq=posted["seq"], body="twice")
    assert (await ada.post("#lobby", "once", id))["seq"] == posted["seq"]


async def test_the_same_id_is_answered_whatever_has_become_of_its_place():
    ada, bob = await arrive("ada", "bob")
    room = (await bob.say("create", name="secret", private=True))["conversation"]["id"]
    await bring(bob, ada, room)
    id = uuid4()
    posted = await ada.post("#secret", "once", id)
    await ada.say("leave", conversation=room)
    again = await ada.post("#secret", "once", id)
    assert (again["type"], again["seq"]) == ("posted", posted["seq"])
    assert (await ada.post("#secret", "new"))["code"] == "no-such-conversation"


async def test_a_room_is_found_by_any_spelling_of_its_name():
    ada, bob = await arrive("ada", "bob")
    await ada.say("create", name="Straße")
    joined = await bob.say("join", room="#STRASSE")
    assert joined["conversation"]["name"] == "#strasse"
    assert (await bob.post("#straße", "hello"))["type"] == "posted"


async def test_unknown_commands_close_nothing():
    [ada] = await arrive("ada")
    for _ in range(15):
        assert (await ada.say("dance"))["code"] == "unknown-command"
    assert (await ada.say("ping"))["type"] == "pong"


async def test_everything_that_happens_takes_the_next_number():
    ada, bob = await arrive("ada", "bob")
    posted = await ada.post("#lobby", "helo")
    at = {"conversation": posted["conversation"], "seq": posted["seq"]}
    answers = [
        await ada.say("edit", **at, body="hello"),
        await bob.say("react", **at, emoji="👍", on=True),
        await bob.say("topic", conversation=at["conversation"], topic="Greetings"),
        await ada.say("delete", **at),
    ]
    assert [a["type"] for a in answers] == ["edited", "reacted", "topic", "deleted"]
    assert [a["seq"] for a in answers] == [posted["seq"] + n for n in (1, 2, 3, 4)]
    for type in ("edited", "reacted", "topic", "deleted"):
        await ada.hears(type) if type in ("reacted", "topic") else None
        await bob.hears(type) if type in ("edited", "deleted") else None


async def test_an_answer_comes_once_to_who_asked():
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "helo")
    at = {"conversation": posted["conversation"], "seq": posted["seq"]}
    await ada.say("edit", **at, body="hello")
    assert await ada.hears_nothing("edited")


async def test_a_reaction_that_is_there_takes_no_number():
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "hello")
    at = {"conversation": posted["conversation"], "seq": posted["seq"]}
    first = await ada.say("react", **at, emoji="👍", on=True)
    again = await ada.say("react", **at, emoji="👍", on=True)
    # Any number of the log could be the one that a client waits for: it would take this
    # answer for it, and drop what has that number.
    assert again["seq"] == 0
    assert (await ada.post("#lobby", "next"))["seq"] == first["seq"] + 1


async def test_changes_since_a_number_are_each_message_once_as_it_reads_now():
    [ada] = await arrive("ada")
    posted = [await ada.post("#lobby", str(n)) for n in range(3)]
    lobby = posted[0]["conversation"]
    for body in ("zero", "nought"):
        await ada.say("edit", conversation=lobby, seq=posted[0]["seq"], body=body)
    changes = await ada.say("changes", conversation=lobby, since=posted[0]["seq"])
    assert [m["body"] for m in changes["messages"]] == ["1", "2", "nought"]
    assert changes["upto"] == posted[2]["seq"] + 2
    assert not changes["more"]


async def test_changes_come_page_by_page():
    [ada] = await arrive("ada")
    posted = [await ada.post("#lobby", str(n)) for n in range(5)]
    lobby, since, seen = posted[0]["conversation"], 0, []
    more = True
    while more:
        page = await ada.say("changes", conversation=lobby, since=since, limit=2)
        seen += [m["body"] for m in page["messages"]]
        since, more = page["upto"], page["more"]
    assert seen == ["0", "1", "2", "3", "4"]


async def test_history_pages_both_ways():
    [ada] = await arrive("ada")
    seqs = [(await ada.post("#lobby", str(n)))["seq"] for n in range(6)]
    lobby = 1
    lobby = ada.welcome["conversations"][0]["id"]
    last = await ada.say("history", conversation=lobby, limit=2)
    assert [m["seq"] for m in last["messages"]] == seqs[4:]
    assert last["more"]
    before = await ada.say("history", conversation=lobby, before=seqs[4], limit=10)
    assert [m["seq"] for m in before["messages"]] == seqs[:4]
    assert not before["more"]
    after = await ada.say("history", conversation=lobby, after=seqs[0], limit=2)
    assert [m["seq"] for m in after["messages"]] == seqs[1:3]
    assert after["more"]


@pytest.mark.dear
async def test_a_page_of_long_messages_is_shorter_but_says_so():
    [ada] = await arrive("ada")
    lobby = ada.welcome["conversations"][0]["id"]
    for n in range(20):
        await ada.post("#lobby", f"{n} " + "<" * 3990)
    page = await ada.say("history", conversation=lobby, limit=200)
    assert page["more"]
    assert 0 < len(page["messages"]) < 20


async def test_posts_sent_at_once_are_stored_together_in_their_order(monkeypatch):
    [ada] = await arrive("ada")
    sizes, store = [], Process.here().posts._work
    monkeypatch.setattr(
        Process.here().posts,
        "_work",
        lambda said: (sizes.append(len(said)), store(said))[1],
    )
    for number in range(20):
        await ada.tell("post", to="#lobby", body=str(number), id=str(uuid4()))
    history = await ada.say("history", conversation=_lobby(ada))
    assert [m["body"] for m in history["messages"]] == [str(n) for n in range(20)]
    assert len(sizes) < 20
    answers = [event["seq"] for event in ada.heard if event["type"] == "posted"]
    assert answers == [m["seq"] for m in history["messages"]]


def _lobby(person):
    return person.welcome["conversations"][0]["id"]


@pytest.mark.dear
async def test_read_goes_to_the_persons_other_connections_and_never_back():
    [ada] = await arrive("ada")
    tablet = await Person(ada.user).arrive()
    for n in range(3):
        posted = await ada.post("#lobby", str(n))
    lobby, head = posted["conversation"], posted["seq"]
    await ada.tell("read", conversation=lobby, seq=head)
    assert (await tablet.hears("read"))["seq"] == head
    await ada.tell("read", conversation=lobby, seq=head - 2)
    assert await tablet.hears_nothing("read")
    assert await ada.hears_nothing("read")
    later = await Person(ada.user).arrive()
    assert later.welcome["conversations"][0]["read"] == head


async def test_typing_is_seen_by_the_others():
    ada, bob = await arrive("ada", "bob")
    lobby = ada.welcome["conversations"][0]["id"]
    await ada.tell("typing", conversation=lobby)
    assert (await bob.hears("typing"))["from"] == "ada"
    assert await ada.hears_nothing("typing")


async def test_rooms_are_made_joined_and_left():
    ada, bob = await arrive("ada", "bob")
    made = await ada.say("create", name="dev", topic="Code")
    room = made["conversation"]
    assert (room["name"], room["topic"], made["from"]) == ("#dev", "Code", "ada")
    rooms = await bob.say("rooms")
    assert [(r["name"], r["member"]) for r in rooms["rooms"]] == [
        ("#dev", False),
        ("#lobby", True),
    ]
    joined = await bob.say("join", room="#dev")
    assert joined["conversation"]["id"] == room["id"]
    assert (await ada.hears("joined", **{"from": "bob"}))["conversation"] == room["id"]
    await ada.post("#dev", "welcome")
    await bob.hears("message", body="welcome")
    left = await bob.say("leave", conversation=room["id"])
    assert (left["conversation"], left["from"]) == (room["id"], "bob")
    await ada.hears("left", **{"from": "bob"})
    await ada.post("#dev", "gone")
    assert await bob.hears_nothing("message", body="gone")


async def test_a_room_joined_here_appears_on_the_persons_other_connections():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(bob.user).arrive()
    room = (await ada.say("create", name="dev"))["conversation"]["id"]
    await bob.say("join", room="#dev")
    assert (await tablet.hears("joined"))["conversation"]["id"] == room
    await ada.post("#dev", "hello")
    await tablet.hears("message", body="hello")


@pytest.mark.dear
async def test_an_invitation_opens_a_private_room():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    room = (await ada.say("create", name="secret", private=True))["conversation"]
    assert (await bob.say("join", room="#secret"))["code"] == "no-such-conversation"
    joined = await bring(ada, bob, room["id"])
    assert joined["conversation"]["name"] == "#secret"
    await ada.post("#secret", "psst")
    await bob.hears("message", body="psst")
    assert await eve.hears_nothing("message", body="psst")
    assert (await eve.say("join", room="#secret"))["code"] == "no-such-conversation"


async def test_presence_follows_arrivals_and_departures():
    [ada] = await arrive("ada")
    await ada.hears("presence", online=["ada"])
    [bob] = await arrive("bob")
    came = await ada.hears("presence", online=["bob"])
    tablet = await Person(bob.user).arrive()
    await tablet.go()
    await bob.go()
    went = await ada.hears("presence", offline=["bob"])
    assert went["version"] == came["version"] + 1
    who = await ada.say("who")
    assert who["users"] == ["ada"]
    assert who["version"] == went["version"]


async def test_a_quiet_connection_is_told_the_heads(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.05)
    monkeypatch.setattr("chat.sessions.ticker.HEADS_SECONDS", 0.1)
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "the last of the evening")
    # The first may have been on its way before.
    while (await ada.hears("heads"))["heads"] != _head(posted):
        pass


async def test_heads_say_how_far_somebody_has_read(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.05)
    monkeypatch.setattr("chat.sessions.ticker.HEADS_SECONDS", 0.1)
    monkeypatch.setattr("chat.models.members.membership.announce", lambda *_: None)
    [ada] = await arrive("ada")
    tablet = await Person(ada.user).arrive()
    posted = await ada.post("#lobby", "nobody hears that it was read")
    number, seq = posted["conversation"], posted["seq"]
    await ada.tell("read", conversation=number, seq=seq)
    while (await tablet.hears("heads"))["read"] != {str(number): seq}:
        pass


def _head(posted):
    return {str(posted["conversation"]): posted["seq"]}


def test_heads_come_at_least_every_25_seconds():
    from chat.presence.leases import RENEW_SECONDS
    from chat.sessions.ticker import HEADS_SECONDS

    assert HEADS_SECONDS + RENEW_SECONDS < 25


async def test_after_redis_was_away_everybody_is_told_the_heads(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RETURN_SECONDS", 0)
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "hello")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for connection in client.client_list(_type="pubsub"):
            client.client_kill_filter(_id=connection["id"])
    assert (await ada.hears("heads"))["heads"] == _head(posted)
    assert (await ada.hears("online"))["users"] == ["ada"]


async def test_logging_out_everywhere_closes_every_connection():
    [ada] = await arrive("ada")
    tablet = await Person(ada.user).arrive()
    await asyncio.to_thread(_in_thread, ada.user.log_out_everywhere)
    for connection in (ada, tablet):
        assert (await connection.hears("error"))["code"] == "login-required"
        assert (await connection.hears("closed"))["code"] == 4401


@pytest.mark.parametrize(
    ("verb", "code"), [("ban", "banned"), ("log_out_everywhere", "login-required")]
)
async def test_a_login_that_ended_before_it_could_hear_of_it_is_closed(verb, code):
    user = await account("ada")
    late = Person(user, session=await log_in(user))
    await asyncio.to_thread(_in_thread, getattr(late.user, verb))
    await late.knock()
    assert (await late.hears("error"))["code"] == code
    await late.hears("closed")


@pytest.mark.parametrize(
    ("verb", "code"), [("ban", "banned"), ("log_out_everywhere", "login-required")]
)
async def test_a_login_that_ends_while_it_is_let_in_is_closed(verb, code, monkeypatch):
    process, late = Process.here(), Person(await account("ada"))
    find = process.users

    async def find_and_end(key):
        user = await find(key)
        await asyncio.to_thread(_in_thread, getattr(late.user, verb))
        return user

    monkeypatch.setattr(process, "users", find_and_end)
    await late.knock()
    assert (await late.hears("error"))["code"] == code
    await late.hears("closed")


async def test_a_ban_says_so_and_closes():
    [ada] = await arrive("ada")
    await asyncio.to_thread(_in_thread, ada.user.ban)
    assert (await ada.hears("error"))["code"] == "banned"
    await ada.hears("closed")


async def test_the_muted_read_but_do_not_write():
    [ada] = await arrive("ada")
    user = ada.user
    user.muted = True
    await user.asave(update_fields=["muted"])
    assert (await ada.post("#lobby", "hello"))["code"] == "muted"
    assert (await ada.say("who"))["type"] == "online"


async def test_too_fast_is_refused_with_the_time_to_wait(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_RATE", 0.01)
    monkeypatch.setattr(settings, "CHAT_BURST", 3)
    [ada] = await arrive("ada")
    answers = [await ada.say("who") for _ in range(5)]
    refused = [a for a in answers if a["type"] == "error"]
    assert {a["code"] for a in refused} == {"rate-limited"}
    assert 0 < refused[0]["retry"] <= 100


async def test_the_tenth_malformed_frame_in_a_row_closes():
    [ada] = await arrive("ada")
    for _ in range(9):
        await ada.tell("post")
        assert (await ada.hears("error"))["code"] == "malformed"
    await ada.say("ping")
    for _ in range(10):
        await ada.tell("post")
        await ada.hears("error")
    await ada.hears("closed")


async def test_nobody_without_a_login_gets_in():
    stranger = Person(None)
    await stranger.knock()
    assert (await stranger.hears("error"))["code"] == "login-required"
    assert (await stranger.hears("closed"))["code"] == 4401


@pytest.mark.parametrize("cookie", ["\\000abc", "a" * 5000, "ü", "../x"])
async def test_a_cookie_of_rubbish_is_its_owners_trouble_alone(cookie):
    ada = Person(await account("ada"))
    stranger = Person(ada.user, session=f'"{cookie}"')
    await asyncio.gather(stranger.knock(), ada.arrive())
    assert (await stranger.hears("error"))["code"] == "login-required"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "file://", "http://["]
)
async def test_another_sites_page_is_turned_away(origin):
    ada = Person(await account("ada"))
    assert await ada.knock(origin) == {"type": "websocket.close", "code": 4403}


def _in_thread(verb):
    from django.db import connection

    try:
        verb()
    finally:
        connection.close()


async def test_a_websocket_to_another_path_is_turned_away():
    scope = {
        "type": "websocket",
        "path": "/elsewhere",
        "headers": [],
        "query_string": b"",
    }
    socket = ApplicationCommunicator(application, scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(SECONDS))["type"] == "websocket.close"
    await socket.wait(SECONDS)
