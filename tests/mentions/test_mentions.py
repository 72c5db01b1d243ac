"""Whom a message names: kept by number, told, counted and listed."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.mentions import resolving
from chat.mentions.models import Mention
from chat.models import PostRequest, User, post_all
from chat.models.permissions import CALLED_MOST
from chat.models.posting.bringing import Old, bring
from tests.support.people import Person, account, arrive
from tests.support.people import bring as bring_into

pytestmark = pytest.mark.django_db(transaction=True)


def named(message):
    """Whom a message names, by number, as it was typed."""
    return [(each["author"], each["name"]) for each in message.get("mentions", [])]


async def listed(person, **more):
    page = await person.say("mentions", **more)
    return [(each["name"], each["message"]["body"]) for each in page["mentions"]], page


async def counts(person):
    """What is unread and names somebody, as they come in."""
    late = await Person(person.user).arrive()
    await late.go()
    seen = late.welcome["conversations"]
    return {each["name"]: each["mentions"] for each in seen if each["mentions"]}


@pytest.mark.dear
async def test_a_name_is_told_with_the_message_and_stays_somebodys():
    ada, bob, cyd = await arrive("ada", "Bob", "cyd")
    await ada.post("#lobby", "Hi @BOB's, `@cyd` and @nobody: @bob")
    heard = await cyd.hears("message")
    assert named(heard) == [(bob.user.pk, "BOB"), (bob.user.pk, "bob")]
    assert heard["mentions"][0] == {
        "author": bob.user.pk,
        "name": "BOB",
        "within": "BOB's",
        "called": "Bob",
    }
    assert (await bob.hears("mentioned"))["author"] == ada.user.pk
    assert await cyd.hears_nothing("mentioned")
    await sync_to_async(bob.user.rename)("Robert")
    for asked in ({"type": "history"}, {"type": "changes", "since": 0}):
        page = await cyd.say(conversation=heard["conversation"], **asked)
        [first] = [each for each in page["messages"] if each["seq"] == heard["seq"]]
        assert named(first) == named(heard)
        assert first["mentions"][0]["called"] == "Robert"
    assert await counts(bob) == {"#lobby": 1}


@pytest.mark.dear
async def test_other_words_name_others_and_deleted_ones_nobody():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    said = await ada.post("#lobby", "@bob and @cyd")
    place = {"conversation": said["conversation"], "seq": said["seq"]}
    await cyd.hears("mentioned")
    edited = await ada.say("edit", **place, body="@bob or @ada")
    assert named(edited) == [(bob.user.pk, "bob"), (ada.user.pk, "ada")]
    assert named(await cyd.hears("edited")) == named(edited)
    await bob.hears("mentioned")
    assert await bob.hears_nothing("mentioned")
    assert (await counts(bob), await counts(cyd), await counts(ada)) == (
        {"#lobby": 1},
        {},
        {},
    )
    await ada.say("edit", **place, body="nobody")
    assert await counts(bob) == {}
    await ada.say("edit", **place, body="@bob")
    await bob.hears("mentioned")
    await ada.say("delete", **place)
    assert (await counts(bob), await listed(bob))[1][0] == []
    assert not await Mention.objects.aexists()


@pytest.mark.dear
async def test_reading_on_lowers_the_count_and_the_list_stays():
    ada, bob = await arrive("ada", "bob")
    for number in range(3):
        said = await ada.post("#lobby", f"@bob {number}")
    assert await counts(bob) == {"#lobby": 3}
    place = {"conversation": said["conversation"]}
    await bob.tell("read", **place, seq=said["seq"] - 1)
    await bob.say("ping")
    assert await counts(bob) == {"#lobby": 1}
    words, page = await listed(bob, limit=2)
    assert words == [("#lobby", "@bob 2"), ("#lobby", "@bob 1")]
    assert page["more"]
    words, page = await listed(bob, before=page["upto"])
    assert (words, page["more"]) == ([("#lobby", "@bob 0")], False)


@pytest.mark.dear
async def test_only_those_who_may_read_it_are_told():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    for private in (True, False):
        room = await ada.say("create", name=f"den-{private}", private=private)
        number = room["conversation"]["id"]
        await ada.post(number, "@bob @cyd")
        heard = await ada.hears("message", conversation=number)
        assert bool(named(heard)) is not private
        await bring_into(ada, bob, number)
        await ada.post(number, "@bob!")
        assert (await bob.hears("mentioned"))["conversation"] == number
    assert await cyd.hears_nothing("mentioned")
    assert (await listed(cyd))[0] == []
    await bob.say("leave", conversation=number)
    assert [name for name, _ in (await listed(bob))[0]] == ["#den-true"]


async def test_somebody_blocked_names_nobody():
    ada, bob = await arrive("ada", "bob")
    await ada.post("#lobby", "@bob before")
    await bob.hears("mentioned")
    await bob.say("block", name="ada", on=True)
    await ada.post("#lobby", "@bob after")
    assert await bob.hears_nothing("mentioned")
    assert (await counts(bob), (await listed(bob))[0]) == ({}, [])


@pytest.mark.dear
async def test_all_are_called_in_small_rooms_and_by_staff_in_large_ones(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    await ada.post("#lobby", "@Room, look; @here")
    assert (await bob.hears("message"))["calls"] == "room"
    assert await counts(bob) == {"#lobby": 1}
    await ada.post("#lobby", "@here")
    assert (await bob.hears("message"))["calls"] == "here"
    assert await counts(bob) == {"#lobby": 1}
    assert (await listed(bob))[0] == [("#lobby", "@Room, look; @here")]
    monkeypatch.setattr(resolving, "may_call_all", lambda members, is_staff: is_staff)
    await ada.post("#lobby", "@room again")
    assert "calls" not in await bob.hears("message")
    [root] = await arrive("rita", is_staff=True)
    await root.post("#lobby", "@room")
    assert (await bob.hears("message"))["calls"] == "room"
    cyd = await Person(await account("cyd")).arrive()
    assert (await listed(cyd))[0] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@李雷你好", "李雷"),
        ("请@李雷，", "李雷"),
        ("@민수야", "민수"),
        ("@ada's", "ada"),
        ("@O'Brien", "O\u02bcBrien"),
        ("@ADA", "ada"),
        ("@ｂｏｂ", "bob"),
        ("_ask @ada_", "ada"),
        ("@ada- no", "ada"),
        ("@अनिल।", "अनिल"),
        ("@עדה: ", "עדה"),
        ("@adam", None),
        ("@ada-lovelace", None),
        ("ada@bob", None),
        ("\\@ada", None),
    ],
)
def test_the_longest_name_that_there_is_counts(text, name):
    names = "ada", "bob", "李雷", "민수", "O'Brien", "अनिल", "עדה", "李"
    people = [User.objects.sign_up(each, "correct horse") for each in names]
    author = people[1] if name != "bob" else people[0]
    say(author, text)
    found = [
        mention.person.name for mention in Mention.objects.select_related("person")
    ]
    assert found == ([name] if name else [])


def test_a_former_name_leads_to_whoever_had_it():
    ada, bob = (User.objects.sign_up(each, "correct horse") for each in ("ada", "bob"))
    bob.rename("rob")
    say(ada, "@bob")
    assert Mention.objects.get().person == bob
    other = User.objects.sign_up("bob", "correct horse")
    say(ada, "@bob")
    assert Mention.objects.last().person == other


@pytest.mark.dear
def test_a_message_names_only_so_many():
    people = [User.objects.bring_in(f"p{number}") for number in range(CALLED_MOST + 2)]
    say(people[0], " ".join(f"@{each}" for each in people))
    assert Mention.objects.count() == 50
    say(people[0], "@room")
    assert Mention.objects.count() == 50


def test_who_names_nobody_asks_the_database_nothing_more():
    ada, _ = (User.objects.sign_up(each, "correct horse") for each in ("ada", "bob"))
    say(ada, "warm")
    asked = [queries(lambda text=text: say(ada, text)) for text in TEXTS]
    assert asked == [asked[0]] * 2 + [asked[0] + 1, asked[0] + 2]


TEXTS = "nobody", "ada@example.org", "@nobody", "@bob"


def test_what_is_brought_names_people_and_tells_nobody():
    ada, bob = (User.objects.sign_up(each, "correct horse") for each in ("ada", "bob"))
    lobby = ada.memberships.get().conversation
    at = timezone.now()
    bring(lobby, [Old(author=ada, id=uuid4(), body="@bob was here", at=at)])
    assert Mention.objects.get().person == bob


def say(author, text):
    [answer] = post_all([PostRequest(author, "#lobby", text, uuid4())])
    return answer


def queries(act):
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)
