"""What was missed live is found again: the log is mended from the database."""

import asyncio
import contextlib
import itertools
from uuid import UUID

import pytest
import redis
from django.conf import settings

from chat.broker.channels import ChatLayer
from chat.broker.layer import RESUMED, Turn
from chat.concurrency.threads import read, write
from chat.delivery.groups import EVERYONE, person_group, room_group
from chat.models import Conversation, Message, User, post
from chat.models.members import offer
from chat.models.messages import history, missed
from chat.sessions import ticker
from chat.sessions.process import Process, logged
from chat.sessions.ticker import tell_heads
from chat.wire.errors import DatabaseAway, NoSuchConversation
from tests.support.clients import PlainClient
from tests.support.people import Person, account, arrive, bring
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"


@pytest.fixture
def soon(monkeypatch):
    """Heads come every moment."""
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.05)
    monkeypatch.setattr("chat.sessions.ticker.HEADS_SECONDS", 0.2)


@pytest.fixture
def unheard(monkeypatch):
    """A context in which what is announced reaches nobody."""

    @contextlib.contextmanager
    def unheard():
        with monkeypatch.context() as redis_is_away:
            redis_is_away.setattr("chat.delivery.announce._send", lambda messages: None)
            yield

    return unheard


async def test_what_was_missed_is_told_in_the_order_it_was_said(doors, unheard):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with unheard():
        first = await bob.post("#lobby", "first")
        await bob.post("#lobby", "second")
        at = {"conversation": first["conversation"], "seq": first["seq"]}
        await bob.say("react", **at, emoji="👍", on=True)
    await bob.post("#lobby", "third")
    await ada.hears("third")
    heard = [line for line in ada.received if line.startswith("bob: ")]
    assert heard == ["bob: first", "bob: second", "bob: third"]


async def test_what_became_of_older_messages_is_told_after_what_was_said(
    doors, unheard
):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    helo = await bob.post("#lobby", "helo")
    await ada.hears("helo")
    with unheard():
        at = {"conversation": helo["conversation"], "seq": helo["seq"]}
        await bob.say("edit", **at, body="hello")
        gone = await bob.post("#lobby", "gone")
        await bob.say("delete", **{**at, "seq": gone["seq"]})
        await bob.post("#lobby", "second")
    await bob.post("#lobby", "third")
    await ada.hears("(edited)")
    heard = [line for line in ada.received if line.startswith("bob")]
    assert heard == [
        "bob: helo",
        "bob: second",
        "bob: third",
        "bob (edited): hello",
    ]


@pytest.mark.dear
async def test_a_page_of_what_was_missed_is_not_all(doors, unheard, monkeypatch):
    monkeypatch.setattr("chat.models.messages.history.PAGE_BYTES", 500)
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with unheard():
        for number in range(7):
            await bob.post("#lobby", f"{number}")
    await bob.post("#lobby", "last")
    await ada.hears("last")
    heard = [line for line in ada.received if line.startswith("bob: ")]
    assert heard == [*(f"bob: {number}" for number in range(7)), "bob: last"]


@pytest.mark.dear
async def test_a_database_that_goes_between_two_pages_makes_nothing_come_twice(
    doors, unheard, monkeypatch
):
    monkeypatch.setattr("chat.models.messages.history.PAGE_BYTES", 500)
    monkeypatch.setattr("chat.sessions.backfill.PATIENCE_SECONDS", 0.05)
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with unheard():
        for number in range(7):
            await bob.post("#lobby", f"{number}")
    page, pages = history.page, itertools.count()

    def page_or_not(*where, **which):
        if next(pages) in (1, 2):
            raise DatabaseAway
        return page(*where, **which)

    monkeypatch.setattr("chat.models.messages.history.page", page_or_not)
    await bob.post("#lobby", "last")
    await ada.hears("last")
    heard = [line for line in ada.received if line.startswith("bob: ")]
    assert heard == [*(f"bob: {number}" for number in range(7)), "bob: last"]


@pytest.mark.dear
async def test_a_private_word_that_opened_unheard_reaches_a_person_at_nc(
    doors, unheard, soon
):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with unheard():
        await bob.post("@ada", "psst")
    assert await ada.hears("psst") == "[PRIVATE MESSAGE] bob: psst"
    await bob.post("@ada", "and now?")
    assert await ada.hears("and now?") == "[PRIVATE MESSAGE] bob: and now?"


@pytest.mark.dear
async def test_a_private_word_that_opened_unheard_reaches_a_program(unheard, soon):
    ada, bob = await arrive("ada", "bob")
    with unheard():
        posted = await bob.post("@ada", "psst")
    joined = await ada.hears("joined")
    assert joined["conversation"]["id"] == posted["conversation"]
    assert joined["conversation"]["head"] == posted["seq"]
    while str(posted["conversation"]) not in (await ada.hears("heads"))["heads"]:
        pass


@pytest.mark.dear
async def test_whoever_was_taken_out_of_a_room_unheard_hears_no_more_of_it(
    unheard, soon
):
    ada, bob = await arrive("ada", "bob")
    room = (await bob.say("create", name="cellar", private=True))["conversation"]["id"]
    await bring(bob, ada, room)
    with unheard():
        await write(Conversation(pk=room, kind="room", name="cellar").expel, ada.user)
    await ada.hears("left", conversation=room)
    await bob.post("#cellar", "just between us")
    assert await ada.hears_nothing("message", conversation=room)


@pytest.mark.dear
async def test_heads_make_nothing_come_twice_to_people_at_nc(doors, monkeypatch):
    crowd = [await PlainClient.enter(doors["plain"], f"p{n}") for n in range(3)]
    [ada] = await arrive("ada")
    for n in range(5):
        await ada.post("#lobby", f"word {n}")
        for person in crowd:
            await person.hears(f"ada: word {n}")
        if n % 2:
            await tell_heads(Process.here(), Process.here().sessions)
    for person in crowd:
        words = [line for line in person.received if line.startswith("ada: word")]
        assert words == [f"ada: word {n}" for n in range(5)]


@pytest.mark.dear
async def test_whoever_does_something_at_nc_is_told_of_it_once(doors):
    cy = await PlainClient.enter(doors["plain"], "cy")
    [ada] = await arrive("ada")
    for line in ("/create #dev", "word", "/edit 1 other", "/topic tea", "/pin 1"):
        await cy.write(line)
    await cy.hears("pinned message 1")
    await ada.say("join", room="#dev")
    for n in range(2):
        await ada.post("#dev", f"hello {n}")
        await cy.hears(f"ada: hello {n}")
        await tell_heads(Process.here(), Process.here().sessions)
    for word in ("(edited)", "the topic", "pinned"):
        assert len([line for line in cy.received if word in line]) == 1


@pytest.mark.dear
async def test_a_connection_that_is_busy_is_told_the_heads_too(soon, monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.HEADS_SECONDS", 1.0)
    ada, bob = await arrive("ada", "bob")

    async def chatter():
        while True:
            await bob.post("#lobby", "and so on")

    talking = asyncio.create_task(chatter())
    await ada.hears("heads")
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)


async def test_what_could_not_be_told_is_made_good_by_the_next_word(monkeypatch):
    monkeypatch.setattr("chat.delivery.doubt._made_good_at", float("-inf"))
    ada, bob = await arrive("ada", "bob")
    first = await bob.post("@ada", "hello")
    send = ChatLayer.group_send_all_now

    def hang(self, messages):
        monkeypatch.setattr(ChatLayer, "group_send_all_now", send)
        raise redis.TimeoutError

    monkeypatch.setattr(ChatLayer, "group_send_all_now", hang)
    second = await bob.post("@ada", "are you there?")
    await bob.post("#lobby", "hello?")
    heads = (await ada.hears("heads"))["heads"]
    assert heads[str(first["conversation"])] == second["seq"]


def test_only_one_waits_for_a_redis_that_hangs(monkeypatch):
    layer = ChatLayer(settings.REDIS_URLS)
    tries = []

    def ask(*_, **__):
        tries.append(1)
        raise redis.TimeoutError

    monkeypatch.setattr(layer._senders[0], "_ask", ask)
    for _ in range(3):
        with pytest.raises(redis.TimeoutError):
            layer.group_send_now("everyone", {})
    assert len(tries) == 1


async def test_the_heads_wait_for_nobody_who_looks_for_the_list(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RETURN_SECONDS", 3600)
    [ada] = await arrive("ada")
    for _ in range(3):
        Process.here().ticker(Turn([RESUMED]))
        await ada.hears("heads")


async def test_heads_that_a_database_keeps_back_are_told_when_it_is_there(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RETRY_SECONDS", 0.05)
    [ada] = await arrive("ada")
    look = ticker._look

    def away(users):
        monkeypatch.setattr(ticker, "_look", look)
        raise DatabaseAway

    monkeypatch.setattr(ticker, "_look", away)
    Process.here().ticker(Turn([RESUMED]))
    await ada.hears("heads")


async def test_whose_welcome_was_older_than_the_heads_is_told_them_soon(monkeypatch):
    """Redis was lost and is back, between what the welcome says and the welcome."""
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.1)
    process = Process.here()
    online, bob = process.roster.seen_by, await account("bob")

    async def said_meanwhile(*who):
        await write(post, bob, "#lobby", "hello", _id(1))
        await tell_heads(process, process.sessions)
        return await online(*who)

    ada = Person(await account("ada"))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(process.roster, "seen_by", said_meanwhile)
        await ada.arrive()
    assert 1 in (await ada.hears("heads"))["heads"].values()


async def test_no_delay_ends_before_a_live_event_has_come(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.1)
    monkeypatch.setattr("chat.sessions.ticker.RETRY_SECONDS", 0.1)
    [ada] = await arrive("ada")
    layer = Process.here().layer
    hears_itself = layer.hears_itself

    async def is_deaf():
        return False

    monkeypatch.setattr(layer, "hears_itself", is_deaf)
    await ada.hears("delayed", on=True)
    await ada.hears("heads")
    assert await ada.hears_nothing("delayed")
    monkeypatch.setattr(layer, "hears_itself", hears_itself)
    await ada.hears("delayed", on=False)


async def test_whom_a_dead_process_had_is_marked_as_gone_if_they_may_return():
    names = {"bob": False, "cyd": True}
    guests = [
        await write(User.objects.admit_guest, name, may_return=may_return)
        for name, may_return in names.items()
    ]
    numbers = [each.pk for each in guests]
    await Process.here()._mark_gone(numbers)
    seen = [(await User.objects.aget(pk=number)).seen for number in numbers]
    assert [seen[0] > guests[0].seen, seen[1] > guests[1].seen] == [False, True]


async def test_people_come_in_at_the_moment_when_redis_is_lost():
    await arrive("bob")
    Process.here().layer._hub._shards[0]._subscription._transport.abort()
    assert (await arrive("ada"))[0].welcome["you"]["name"] == "ada"


@pytest.mark.dear
async def test_while_redis_is_away_everybody_hears_so_and_gets_heads(
    unheard, monkeypatch
):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.1)
    ada, bob = await arrive("ada", "bob")
    presence = Process.here().presence
    renew = presence.renew

    async def away():
        return False

    monkeypatch.setattr(presence, "renew", away)
    await ada.hears("delayed", on=True)
    assert await (await arrive("cyd"))[0].hears("delayed", on=True)
    with unheard():
        posted = await bob.post("#lobby", "hello")
    number = str(posted["conversation"])
    while (await ada.hears("heads"))["heads"][number] != posted["seq"]:
        pass
    monkeypatch.setattr(presence, "renew", renew)
    await ada.hears("delayed", on=False)


async def test_a_word_to_look_again_ends_no_delay_while_a_server_is_away(monkeypatch):
    """It comes by the server that is there, when not all could be told by the other."""
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.1)
    [ada] = await arrive("ada")
    layer = Process.here().layer
    monkeypatch.setattr(type(layer), "is_listening", False)
    await ada.hears("delayed", on=True)
    layer.group_send_now(EVERYONE, RESUMED)
    for _ in range(5):
        await ada.hears("heads")
    assert await ada.hears_nothing("delayed")


async def test_a_database_that_is_locked_costs_nobody_the_lease(monkeypatch):
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.05)
    await arrive("ada")
    process, renewed = Process.here(), asyncio.Queue()

    async def renew():
        renewed.put_nowait(True)
        return True

    monkeypatch.setattr(process.presence, "renew", renew)
    locked = asyncio.Event()

    async def wait(*_):
        await locked.wait()

    monkeypatch.setattr("chat.sessions.ticker.read", wait)
    monkeypatch.setattr("chat.sessions.ticker.write", wait)
    async with asyncio.timeout(SECONDS):
        for _ in range(5):
            await renewed.get()
    locked.set()


async def test_what_a_hung_redis_did_all_the_same_is_told_when_it_is_back(
    monkeypatch,
):
    """The answer that says who has come is lost, and nobody gets another one."""
    monkeypatch.setattr("chat.sessions.ticker.RENEW_SECONDS", 0.2)
    monkeypatch.setattr("chat.sessions.ticker.RETURN_SECONDS", 0.1)
    [ada] = await arrive("ada")
    process = Process.here()
    await process.presence.renew()
    update = process.presence._update

    async def lose_the_answer(*words):
        monkeypatch.setattr(process.presence, "_update", update)
        await update(*words)
        raise redis.TimeoutError

    process.presence.arrive(999, "zoe", "plain")
    monkeypatch.setattr(process.presence, "_update", lose_the_answer)
    while "zoe" not in (await ada.hears("online"))["users"]:
        pass
    process.presence.depart(999, "plain")


async def test_who_was_put_out_while_pages_were_read_gets_none(monkeypatch):
    ada, eve = await account("ada"), await account("eve")
    room = await write(Conversation.objects.create_room, ada, "den", private=True)
    await write(offer.invite, room, ada, eve)
    await write(offer.accept, room.pk, eve)
    await write(post, ada, room.pk, "before", _id(1))
    changes = history.changes

    def put_out(number, reader, *rest):
        page = changes(number, reader, *rest)
        room.memberships.filter(user=eve).delete()
        return page

    monkeypatch.setattr("chat.models.messages.missed.changes", put_out)
    asked = [missed.Asked(room.pk, each, 0) for each in (ada, eve)]
    for_ada, for_eve = await read(missed.changes_of_each, asked)
    assert [each.body for each in for_ada.messages] == ["before"]
    assert isinstance(for_eve, NoSuchConversation)


async def test_a_session_that_is_closed_while_it_joins_hears_nothing_more():
    [ada] = await arrive("ada")
    room = await write(Conversation.objects.create_room, ada.user, "den")
    [session] = Process.here().sessions
    session.places.unfollow(room.pk)
    joining = asyncio.create_task(session.places.follow(room))
    await asyncio.sleep(0)
    await session.close()
    await joining
    assert not Process.here().audiences.get(room_group(room.pk))


async def test_a_room_that_nobody_follows_has_no_audience():
    ada, _bob = await arrive("ada", "bob")
    room = await write(Conversation.objects.create_room, ada.user, "den")
    sessions = list(Process.here().sessions)
    for session in sessions:
        await session.places.follow(room)
    assert Process.here().audiences.get(room_group(room.pk))
    sessions[0].places.unfollow(room.pk)
    assert Process.here().audiences.get(room_group(room.pk))
    await sessions[1].close()
    assert not Process.here().audiences.get(room_group(room.pk))


async def test_who_has_left_is_seated_nowhere_whatever_becomes_of_the_line():
    [_, bob] = await arrive("ada", "bob")
    lobby = await read(Conversation.objects.lobby)
    [session] = [each for each in Process.here().sessions if each.user == bob.user]
    await session.close()
    session.outbox_changed(refused=False)
    session.stand_aside(lobby.pk)
    [ada] = Process.here().sessions
    ada.places.unfollow(lobby.pk)
    assert not Process.here().audiences.get(room_group(lobby.pk))


async def test_what_runs_beside_ends_though_its_cancellation_is_lost():
    """As redis-py loses one before Python 3.12, when a write ends at that moment."""

    async def loses_it():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    task = asyncio.create_task(logged(loses_it()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_reader_outlives_whatever_happens_to_it(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    shard = Process.here().layer._hub._shards[0]

    def stumble(topic, data):
        raise AttributeError("'NoneType' object has no attribute 'readline'")

    monkeypatch.setattr(shard._subscription, "_route", stumble)
    await bob.post("#lobby", "lost")
    await ada.hears("heads")
    await bob.post("#lobby", "heard")
    await ada.hears("message", body="heard")


@pytest.mark.parametrize(
    ("end", "code"), [("ban", "banned"), ("log_out_everywhere", "login-required")]
)
async def test_an_end_of_a_log_in_that_nobody_heard_of_comes_with_the_heads(
    unheard, soon, end, code
):
    [ada] = await arrive("ada")
    with unheard():
        await write(getattr(await User.objects.aget(pk=ada.user.pk), end))
    await ada.hears("error", code=code)
    await ada.hears("closed")


async def test_nothing_is_told_before_the_welcome(monkeypatch):
    bob = await account("bob")
    await write(post, bob, "#lobby", "hello", _id(1))
    online = Process.here().presence.online

    async def resumed_meanwhile():
        await tell_heads(Process.here(), Process.here().sessions)
        return await online()

    monkeypatch.setattr(Process.here().presence, "online", resumed_meanwhile)
    ada = await Person(await account("ada")).arrive()
    assert not [event for event in ada.heard if event["type"] == "heads"]


async def test_what_changes_while_changes_are_read_is_not_left_out(monkeypatch):
    """Somebody edits between two queries: ``upto`` must not pass over the message."""
    ada = await account("ada")
    message = await write(post, ada, "#lobby", "helo", _id(1))
    numbered = Conversation.objects.numbered

    def edited_meanwhile(*who):
        conversation = numbered(*who)
        monkeypatch.setattr(Conversation.objects, "numbered", numbered)
        Message.objects.get(pk=message.pk).edit(ada, "hello")
        return conversation

    monkeypatch.setattr(Conversation.objects, "numbered", edited_meanwhile)
    changes = await read(history.changes, message.conversation_id, ada, 1)
    assert [each.changed for each in changes.messages] == [2]
    assert changes.upto == 2


def _id(number):
    return UUID(int=number, version=4)


async def test_what_only_a_newer_version_knows_is_passed_over(doors, unheard, caplog):
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    with unheard():
        first = await bob.post("#lobby", "first")
    lobby = first["conversation"]
    future = {"type": "chat.event", "event": b'{"type":"future"}', "origin": ""}
    layer = Process.here().layer
    for group in person_group(bob.user.pk), EVERYONE:
        layer.group_send_now(group, future)
    layer.group_send_now(room_group(lobby), future | {"place": (lobby, first["seq"])})
    await bob.post("#lobby", "second")
    await ada.hears("second")
    heard = [line for line in ada.received if line.startswith("bob: ")]
    assert heard == ["bob: first", "bob: second"]
    assert "could not" not in caplog.text
