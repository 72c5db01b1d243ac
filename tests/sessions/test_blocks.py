"""Who is blocked does not reach, and sees no difference; what is hidden comes back."""

import asyncio
from contextlib import contextmanager

import pytest
from asgiref.sync import sync_to_async

from chat.concurrency import threads
from chat.models import User
from chat.models.people import quiet
from chat.models.people.blocks import Block
from chat.sessions import places, ticker
from chat.sessions.process import Process
from tests.support.people import Person, arrive, eventually

pytestmark = pytest.mark.django_db(transaction=True)


async def block(person, name, on=True):
    return await person.say("block", name=name, on=on)


async def test_a_word_of_somebody_blocked_is_stored_and_not_heard():
    ada, bob = await arrive("ada", "bob")
    first = await bob.post("@ada", "hello")
    await ada.hears("message", body="hello")
    answer = await block(ada, "BOB")
    assert (answer["name"], answer["author"]) == ("bob", bob.user.pk)
    assert answer["conversation"] == first["conversation"]
    assert (await bob.post("@ada", "psst"))["seq"] == 2
    assert await ada.hears_nothing("message", body="psst")
    direct = {"conversation": first["conversation"]}
    history = await bob.say("history", **direct)
    assert [each["body"] for each in history["messages"]] == ["hello", "psst"]


@pytest.mark.dear
async def test_unblocked_the_direct_is_there_with_what_came_unread():
    ada, bob = await arrive("ada", "bob")
    await bob.post("@ada", "hello")
    joined = await ada.hears("joined")
    tablet = await Person(ada.user).arrive()
    await block(ada, "bob")
    await tablet.hears("blocked", name="bob", on=True)
    await bob.post("@ada", "psst")
    late = await Person(ada.user).arrive()
    assert [each["name"] for each in late.welcome["conversations"]] == ["#lobby"]
    assert late.welcome["blocked"] == [ada_knows(bob)]
    assert (await block(ada, "bob", on=False))["on"] is False
    for each in (ada, tablet, late):
        seen = (await each.hears("joined"))["conversation"]
        assert seen["id"] == joined["conversation"]["id"]
        assert (seen["name"], seen["head"], seen["unread"]) == ("@bob", 2, 2)
    await bob.post("@ada", "again")
    for each in (ada, tablet, late):
        await each.hears("message", body="again", seq=3)


def ada_knows(other):
    user = other.user
    return {"id": user.pk, "name": user.name, "key": user.key, "guest": user.guest}


@pytest.mark.dear
async def test_the_blocked_see_no_difference():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    await block(ada, "bob")
    answers = []
    for name in ("ada", "cyd"):
        posted = await bob.post(f"@{name}", "hello")
        joined = await bob.hears("joined")
        await bob.hears("message", body="hello")
        where = {"conversation": posted["conversation"], "seq": 1}
        reacted = await bob.say("react", **where, emoji="👍", on=True)
        edited = await bob.say("edit", **where, body="hi")
        answers.append([each.keys() for each in (posted, joined, reacted, edited)])
        assert (reacted["seq"], edited["seq"]) == (2, 3)
    assert answers[0] == answers[1]
    assert await bob.hears_nothing("blocked")
    assert await cyd.hears_nothing("blocked")


async def test_a_direct_that_somebody_blocked_opens_is_not_there():
    ada, bob = await arrive("ada", "bob")
    await block(ada, "bob")
    posted = await bob.post("@ada", "hello")
    await bob.post("@ada", "hello?")
    for event in ("joined", "message", "blocked"):
        assert await ada.hears_nothing(event, conversation=posted["conversation"])
    assert await ada.hears_nothing("joined")
    await heads()
    assert f"{posted['conversation']}" not in (await ada.hears("heads"))["heads"]
    await block(ada, "bob", on=False)
    assert (await ada.hears("joined"))["conversation"]["unread"] == 2


async def test_nobody_writes_to_those_whom_they_have_blocked():
    ada, bob = await arrive("ada", "bob")
    await block(ada, "bob")
    assert (await ada.post("@bob", "you"))["code"] == "not-allowed"
    assert await bob.hears_nothing("joined")
    direct = (await bob.post("@ada", "hello"))["conversation"]
    refused = await ada.post(direct, "you")
    assert (refused["code"], refused["detail"]) == (
        "not-allowed",
        "You have blocked them: unblock them first.",
    )
    await block(ada, "bob", on=False)
    assert (await ada.post("@bob", "you"))["seq"] == 2


async def test_neither_typing_nor_an_invitation_of_theirs_reaches():
    ada, bob = await arrive("ada", "bob")
    lobby = bob.welcome["conversations"][0]["id"]
    await block(ada, "bob")
    room = (await bob.say("create", name="den"))["conversation"]["id"]
    direct = (await bob.post("@ada", "hello"))["conversation"]
    for number in (lobby, direct):
        await bob.tell("typing", conversation=number)
    invited = await bob.say("invite", conversation=room, name="ada")
    assert (invited["type"], invited["name"]) == ("invited", "ada")
    assert await ada.hears_nothing("typing")
    assert await ada.hears_nothing("invited")
    assert (await Person(ada.user).arrive()).welcome["invitations"] == []


async def test_what_happens_in_a_shut_direct_is_there_when_it_is_open_again():
    ada, bob = await arrive("ada", "bob")
    direct = {"conversation": (await bob.post("@ada", "one"))["conversation"]}
    await ada.hears("message", seq=1)
    await ada.tell("read", seq=1, **direct)
    await block(ada, "bob")
    ada.heard.clear()
    await bob.tell("typing", **direct)
    await bob.say("edit", seq=1, body="two", **direct)
    await bob.say("react", seq=1, emoji="👍", on=True, **direct)
    await bob.post("@ada", "three")
    await bob.say("delete", seq=4, **direct)
    assert await ada.hears_nothing("heads")  # a fence
    assert {each.get("conversation") for each in ada.heard}.isdisjoint(direct.values())
    await block(ada, "bob", on=False)
    seen = (await ada.hears("joined"))["conversation"]
    assert (seen["head"], seen["read"], seen["unread"]) == (5, 1, 0)
    page = await ada.say("changes", since=1, **direct)
    first, gone = page["messages"]
    assert (first["body"], first["changed"], first["reactors"]) == (
        *("two", 3),
        {"👍": [bob.user.pk]},
    )
    assert (gone["seq"], gone["deleted"], page["upto"]) == (4, True, 5)
    await bob.say("edit", seq=1, body="six", **direct)
    assert (await ada.hears("edited", **direct))["seq"] == 6


async def test_who_has_blocked_somebody_says_nothing_to_them_by_a_change_either():
    ada, bob = await arrive("ada", "bob")
    posted = await ada.post("@bob", "hello")
    where = {"conversation": posted["conversation"], "seq": 1}
    await block(ada, "bob")
    refused = await ada.say("edit", body="you", **where)
    assert (refused["code"], refused["detail"]) == (
        "not-allowed",
        "You have blocked them: unblock them first.",
    )
    refused = await ada.say("react", emoji="👍", on=True, **where)
    assert refused["code"] == "not-allowed"
    await ada.tell("typing", conversation=posted["conversation"])
    assert await bob.hears_nothing("typing")
    # Their own words they may take back.
    assert (await ada.say("delete", **where))["type"] == "deleted"


@pytest.mark.dear
async def test_what_happens_by_somebody_carries_their_number():
    ada, bob = await arrive("ada", "bob")
    room = (await bob.say("create", name="den"))["conversation"]["id"]
    await bob.say("invite", conversation=room, name="ada")
    assert (await ada.hears("invited"))["author"] == bob.user.pk
    await ada.say("accept", conversation=room)
    assert (await bob.hears("joined", conversation=room))["author"] == ada.user.pk
    seq = (await bob.post(room, "one"))["seq"]
    await bob.tell("typing", conversation=room)
    await bob.say("edit", conversation=room, seq=seq, body="two")
    await bob.say("react", conversation=room, seq=seq, emoji="👍", on=True)
    await bob.say("topic", conversation=room, topic="x")
    await bob.say("delete", conversation=room, seq=seq)
    await bob.say("leave", conversation=room)
    for type in ("typing", "edited", "reacted", "topic", "deleted", "left"):
        assert (await ada.hears(type, conversation=room))["author"] == bob.user.pk


async def test_typing_is_kept_out_by_the_number_whoever_has_the_name():
    [ada] = await arrive("ada")
    old = await Person(await guest("bob")).arrive()
    await block(ada, "bob")
    await User.objects.filter(pk=old.user.pk).aupdate(key=f"~{old.user.pk}")
    new = await Person(await guest("bob")).arrive()
    lobby = ada.welcome["conversations"][0]["id"]
    await old.tell("typing", conversation=lobby)
    await new.tell("typing", conversation=lobby)
    assert (await ada.hears("typing"))["author"] == new.user.pk
    assert await ada.hears_nothing("typing")


@pytest.mark.dear
async def test_what_somebody_has_offered_is_gone_when_they_are_blocked():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    tablet = await Person(ada.user).arrive()
    made = await bob.say("create", name="den", private=True)
    den = made["conversation"]["id"]
    await bob.say("invite", conversation=den, name="cyd")
    assert await cyd.say("accept", conversation=den)
    await bob.say("invite", conversation=den, name="ada")
    await ada.hears("invited")
    await block(ada, "bob")
    for each in (ada, tablet):
        await each.hears("declined", conversation=den)
    assert (await Person(ada.user).arrive()).welcome["invitations"] == []
    refused = await ada.say("accept", conversation=den)
    assert refused["code"] == "no-such-conversation"
    await cyd.say("invite", conversation=den, name="ada")
    assert (await ada.hears("invited"))["from"] == "cyd"


async def test_pages_of_conversations_leave_out_what_is_hidden_or_of_the_blocked():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    await bob.post("@ada", "hello")
    talk = (await cyd.post("@ada", "hello"))["conversation"]
    await block(ada, "bob")
    await ada.say("hide", conversation=talk)
    page = await ada.say("conversations", limit=2)
    assert [each["name"] for each in page["conversations"]] == ["#lobby"]
    assert page["more"] is False


async def test_in_rooms_their_words_come_and_are_nothing_unread():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    await block(ada, "bob")
    for each in (bob, cyd, bob):
        await each.post("#lobby", "hello")
    heard = [await ada.hears("message", body="hello") for _ in range(3)]
    assert [each["author"] == bob.user.pk for each in heard] == [True, False, True]
    late = await Person(ada.user).arrive()
    assert late.welcome["conversations"][0]["unread"] == 1


async def test_a_block_is_of_the_account_whatever_it_is_called():
    ada, bob = await arrive("ada", "bob")
    await block(ada, "bob")
    rename = User.objects.filter(pk=bob.user.pk).aupdate
    await rename(name="rob", key="rob")
    await heads()
    told = await ada.hears("blocked")
    assert (told["name"], told["author"]) == ("rob", bob.user.pk)
    late = await Person(ada.user).arrive()
    assert late.welcome["blocked"][0]["name"] == "rob"
    assert (await block(ada, "rob", on=False))["type"] == "blocked"


@pytest.mark.dear
async def test_whom_one_cannot_block():
    [ada] = await arrive("ada")
    assert (await block(ada, "Ada"))["code"] == "not-allowed"
    assert (await block(ada, "nobody"))["code"] == "no-such-user"


@pytest.mark.dear
async def test_a_person_blocks_only_so_many(monkeypatch):
    monkeypatch.setattr(quiet, "BLOCKS_MOST", 2)
    ada, *_ = await arrive("ada", "bob", "cyd", "dan")
    for name in ("bob", "cyd", "bob"):
        assert (await block(ada, name))["type"] == "blocked"
    assert (await block(ada, "dan"))["code"] == "not-allowed"
    assert await Block.objects.acount() == 2
    assert (await block(ada, "cyd", on=False))["type"] == "blocked"
    assert (await block(ada, "dan"))["type"] == "blocked"


@pytest.mark.dear
async def test_blocking_back_and_forth_leaves_nothing_behind():
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "hello"))["conversation"]
    await ada.hears("message")
    for turn in range(40):
        await block(ada, "bob", on=turn % 2 == 0)
    await bob.post(direct, "there")
    await ada.hears("message", body="there")
    assert not await Block.objects.aexists()


async def test_what_was_missed_of_blocks_is_right_with_the_next_heads():
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "hello"))["conversation"]
    await ada.hears("joined")
    await ada.hears("message")
    row = await Block.objects.acreate(
        blocker=ada.user, blocked=bob.user, pair=f"{ada.user.pk}:{bob.user.pk}"
    )
    await heads()
    assert (await ada.hears("blocked"))["on"] is True
    await bob.post(direct, "psst")
    assert await ada.hears_nothing("message", body="psst")
    await row.adelete()
    await heads()
    assert (await ada.hears("blocked"))["on"] is False
    assert (await ada.hears("joined"))["conversation"]["unread"] == 2
    await bob.post(direct, "there")
    await ada.hears("message", body="there")


async def test_a_look_that_began_before_a_block_does_not_end_it(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "hello"))["conversation"]
    await ada.hears("message")
    for on in (True, False):
        with meanwhile(monkeypatch, ticker, ticker._look, ada, on=on):
            await heads()
        assert await ada.hears_nothing("blocked", on=not on)
        assert await ada.hears_nothing("hidden")
    await bob.post(direct, "there")
    await ada.hears("message", body="there", seq=2)


@pytest.mark.dear
async def test_a_direct_that_is_shut_while_it_is_looked_for_stays_shut(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    where = {"conversation": (await bob.post("@ada", "hello"))["conversation"]}
    await ada.say("hide", **where)
    for look in (places.sight, places.as_seen_by):
        # What comes of what was done before has come.
        await has_looked(ada)
        await ada.say("ping")
        ada.heard.clear()
        with meanwhile(monkeypatch, places, look, ada, on=True) as is_blocked:
            await bob.post("@ada", "are you there?")
            await is_blocked.wait()
            await has_looked(ada)
            assert await ada.hears_nothing("joined")
        await bob.say("edit", seq=1, body="psst", **where)
        assert await ada.hears_nothing("edited")
        await block(ada, "bob", on=False)
        await ada.hears("joined")
        await ada.say("hide", **where)


async def test_nothing_of_a_conversation_that_one_is_not_in_is_offered():
    ada, bob = await arrive("ada", "bob")
    posted = await bob.post("@ada", "hello")
    where = {"conversation": posted["conversation"], "seq": 1}
    await ada.say("hide", conversation=posted["conversation"])
    ada.heard.clear()
    await bob.tell("typing", conversation=posted["conversation"])
    await bob.say("edit", body="psst", **where)
    await bob.say("react", emoji="👍", on=True, **where)
    assert await ada.hears_nothing("edited")
    kinds = {each["type"] for each in ada.heard}
    assert kinds.isdisjoint({"typing", "reacted", "joined"})


@contextmanager
def meanwhile(monkeypatch, module, look, blocker, *, on):
    """Let somebody block Bob, or unblock him, between a look and what comes of it."""
    begun, done = asyncio.Event(), asyncio.Event()

    async def read(work, *args):
        found = await threads.read(work, *args)
        if work is look and not begun.is_set():
            begun.set()
            await block(blocker, "bob", on=on)
            done.set()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(module, "read", read)
        yield done
    assert done.is_set()


async def has_looked(person):
    here = Process.here().sessions
    [session] = [each for each in here if each.user == person.user]

    async def is_over():
        return not session.places._looking

    await eventually(is_over)


async def heads():
    await ticker.tell_heads(Process.here(), Process.here().sessions)


# --- Hiding ---------------------------------------------------------------------------


@pytest.mark.dear
async def test_a_hidden_direct_is_in_no_list_and_comes_back_with_the_next_word():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(ada.user).arrive()
    direct = (await bob.post("@ada", "hello"))["conversation"]
    assert (await ada.say("hide", conversation=direct))["conversation"] == direct
    await tablet.hears("hidden", conversation=direct)
    late = await Person(ada.user).arrive()
    assert [each["name"] for each in late.welcome["conversations"]] == ["#lobby"]
    await heads()
    assert f"{direct}" not in (await late.hears("heads"))["heads"]
    ada.heard.clear()
    tablet.heard.clear()
    await bob.post(direct, "are you there?")
    for each in (ada, tablet, late):
        seen = (await each.hears("joined"))["conversation"]
        assert (seen["name"], seen["head"]) == ("@bob", 1)
        assert (await each.hears("heads", heads={str(direct): 2}))["read"]
        page = await each.say("changes", conversation=direct, since=1)
        assert [message["body"] for message in page["messages"]] == ["are you there?"]
    await bob.post(direct, "still")
    await late.hears("message", seq=3)


async def test_only_a_direct_of_ones_own_can_be_hidden():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    direct = (await bob.post("@ada", "hello"))["conversation"]
    refused = await eve.say("hide", conversation=direct)
    assert refused["code"] == "no-such-conversation"
    assert (await bob.say("hide", conversation=direct))["type"] == "hidden"
    assert await ada.hears_nothing("hidden")


async def test_a_word_that_was_not_seen_when_it_was_hidden_brings_it_back():
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "one"))["conversation"]
    await bob.post("@ada", "two")
    await ada.hears("message", body="two")
    await ada.say("hide", conversation=direct, seq=1)
    await ada.hears("joined", **{"from": "ada"})
    await ada.hears("heads", heads={str(direct): 2})


async def test_what_was_hidden_can_be_shown_again():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(ada.user).arrive()
    direct = (await bob.post("@ada", "one"))["conversation"]
    await ada.say("hide", conversation=direct)
    await tablet.hears("hidden")
    joined = await ada.say("show", name="bob")
    assert joined["conversation"]["id"] == direct
    await tablet.hears("joined", **{"from": "ada"})
    await bob.post(direct, "two")
    for each in (ada, tablet):
        await each.hears("message", body="two")


async def test_a_look_that_began_before_it_was_shown_does_not_hide_it(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "one"))["conversation"]
    looks, may_end = asyncio.Queue(), asyncio.Event()

    async def read(work, *args):
        found = await threads.read(work, *args)
        if work is places.sight:
            looks.put_nowait(found)
            await may_end.wait()
        return found

    monkeypatch.setattr(places, "read", read)
    await ada.say("hide", conversation=direct)
    assert await looks.get() is None
    await ada.say("show", name="bob")
    may_end.set()
    await has_looked(ada)
    await bob.post(direct, "two")
    await ada.hears("message", body="two")


async def test_what_is_not_there_is_not_shown():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    await bob.post("@ada", "one")
    await block(ada, "bob")
    for name, code in (
        ("bob", "no-such-conversation"),
        ("eve", "no-such-conversation"),
        ("ada", "no-such-conversation"),
        ("nobody", "no-such-user"),
    ):
        assert (await ada.say("show", name=name))["code"] == code
    assert (await eve.say("show", name="ada"))["code"] == "no-such-conversation"


@pytest.mark.dear
async def test_a_word_that_comes_while_it_is_hidden_is_not_lost():
    ada, bob = await arrive("ada", "bob")
    direct = (await bob.post("@ada", "0"))["conversation"]
    for turn in range(1, 20):
        ada.heard.clear()
        hidden = ada.say("hide", conversation=direct, seq=turn)
        await asyncio.gather(hidden, bob.post(direct, f"{turn}"))
        await ada.hears("heads", heads={str(direct): turn + 1})


async def test_a_guest_who_has_lost_the_name_is_blocked_by_the_number():
    [ada] = await arrive("ada")
    old = await Person(await guest("bob")).arrive()
    posted = await old.post("#lobby", "hello")
    await User.objects.filter(pk=old.user.pk).aupdate(key=f"~{old.user.pk}")
    new = await Person(await guest("bob")).arrive()
    number = (await ada.hears("message", seq=posted["seq"]))["author"]
    told = await ada.say("block", name="bob", author=number, on=True)
    assert (told["name"], told["author"]) == (f"bob~{number}", number)
    await new.post("@ada", "I am another")
    await ada.hears("message", body="I am another")
    wrong = await ada.say("block", name="eve", author=number, on=True)
    assert wrong["code"] == "no-such-user"
    assert (await block(ada, f"bob~{number}", on=False))["type"] == "blocked"


@pytest.mark.dear
async def test_a_guest_whose_name_somebody_else_has_is_unblocked():
    [ada] = await arrive("ada")
    old = await Person(await guest("bob", may_return=False)).arrive()
    await block(ada, "bob")
    await old.post("@ada", "psst")
    await old.go()
    await eventually(User.objects.filter(key=f"~{old.user.pk}").aexists)
    new = await Person(await guest("bob")).arrive()
    late = await Person(ada.user).arrive()
    number = old.user.pk
    [known] = late.welcome["blocked"]
    assert (known["id"], known["name"], known["key"]) == (
        *(number, f"bob~{number}", f"~{number}"),
    )
    await new.post("@ada", "I am another")
    await ada.hears("message", body="I am another")
    told = await ada.say("block", name="bob", author=number, on=False)
    assert (told["name"], told["on"]) == (f"bob~{number}", False)
    back = (await late.hears("joined", **{"from": "ada"}))["conversation"]
    assert (back["name"], back["unread"]) == (f"@bob~{number}", 1)
    assert not await Block.objects.aexists()


async def test_who_is_blocked_is_unblocked_by_the_name_that_they_had():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    await block(ada, "bob")
    await User.objects.filter(pk=bob.user.pk).aupdate(name="rob", key="rob")
    both = {"name": "bob", "on": False}
    refused = await ada.say("block", author=eve.user.pk, **both)
    assert refused["code"] == "no-such-user"
    told = await ada.say("block", author=bob.user.pk, **both)
    assert (told["name"], told["on"]) == ("rob", False)
    refused = await ada.say("block", author=bob.user.pk, **both)
    assert refused["code"] == "no-such-user"


@sync_to_async
def guest(name, **how):
    return User.objects.admit_guest(name, **how)


async def test_a_guest_who_goes_for_good_takes_the_blocks_along():
    [ada] = await arrive("ada")
    bob = await guest("bob")
    await block(ada, "bob")
    await sync_to_async(bob.delete)()
    assert not await Block.objects.aexists()


@pytest.mark.dear
async def test_what_is_no_word_brings_nothing_back_and_is_nothing_unread():
    ada, bob = await arrive("ada", "bob")
    posted = await bob.post("@ada", "hello")
    number = posted["conversation"]
    await ada.tell("read", conversation=number, seq=1)
    await ada.say("hide", conversation=number)
    react = {"conversation": number, "seq": 1, "emoji": "👍"}
    for n in range(101):
        await bob.tell("react", **react, on=n % 2 == 0)
    assert (await bob.say("ping"))["type"] == "pong"
    late = await Person(ada.user).arrive()
    assert [each["name"] for each in late.welcome["conversations"]] == ["#lobby"]
    await ada.say("show", name="bob")
    back = await Person(ada.user).arrive()
    assert back.welcome["conversations"][1]["unread"] == 0
