"""What is found, by whom, and what is not: through the door of programs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from chat.concurrency.threads import write
from chat.models import Conversation, Message, User
from chat.search import engine, finding
from chat.search.models import Entry
from chat.wire.errors import TooBroad
from tests.support.people import arrive, bring

pytestmark = pytest.mark.django_db(transaction=True)


async def found(person, query, **how):
    """The bodies that are found, of which all pieces are shown."""
    results = await person.say("search", query=query, **how)
    return ["".join(hit["text"]) for hit in results["hits"]]


async def code(person, query, **how):
    return (await person.say("search", query=query, **how))["code"]


async def told(person, *bodies, to="#lobby"):
    return [(await person.post(to, body))["seq"] for body in bodies]


async def test_a_hit_says_where_it_is_and_what_was_found():
    ada, bob = await arrive("ada", "bob")
    posted = await ada.post("#lobby", "*big* Cake!")
    results = await bob.say("search", query="cak")
    [hit] = results["hits"]
    assert hit == {
        **{"conversation": posted["conversation"], "name": "#lobby", "epoch": 0},
        **{"seq": posted["seq"], "from": "ada", "author": ada.user.pk, "guest": False},
        **{"at": posted["at"], "text": ["*big* ", "Cake", "!"]},
    }
    assert (results["more"], results["cursor"]) == (False, "")


@pytest.mark.parametrize(
    ("query", "expected"),
    {
        "cake": ["cakes and pie", "a cake"],
        "cake ": ["a cake"],
        '"cake"': ["a cake"],
        "pie cak*": ["cakes and pie"],
        "cake -pie": ["a cake"],
        "melanie": ["chez Mélanie"],
        "中文": ["看中文说明"],
        "文说明": ["看中文说明"],
        "明": ["看中文说明"],
        "中说": [],
        '"and pie"': ["cakes and pie"],
        '"pie and"': [],
        "🎉": ["party 🎉"],
        "has:link": ["see https://a.example/x"],
        "has:code": ["use `cake`s"],
        "has:code -cake": [],
        "nothing": [],
    }.items(),
)
async def test_words_are_found(query, expected):
    [ada] = await arrive("ada")
    await told(ada, "a cake", "cakes and pie", "chez Mélanie", "看中文说明")
    await told(ada, "party 🎉", "see https://a.example/x")
    if "code" in query:
        await told(ada, "use `cake`s")
        expected = expected or []
    if query == "has:code -cake":
        assert await found(ada, query) == []
    else:
        assert await found(ada, query) == expected


async def test_what_is_edited_or_deleted_is_found_as_it_reads_now():
    [ada] = await arrive("ada")
    first, second = await told(ada, "apple one", "apple two")
    lobby = ada.welcome["conversations"][0]["id"]
    await ada.say("edit", conversation=lobby, seq=first, body="pear one")
    await ada.say("delete", conversation=lobby, seq=second)
    assert await found(ada, "apple") == []
    assert await found(ada, "pear") == ["pear one"]
    assert await write(Entry.objects.count) == 1


@pytest.mark.dear
async def test_only_those_find_it_who_are_in_it_now():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    den = (await ada.say("create", name="den", private=True))["conversation"]["id"]
    await bring(ada, bob, den)
    await told(ada, "the secret cake", to="#den")
    await told(ada, "a private cake", to="@bob")
    assert await found(bob, "cake") == ["a private cake", "the secret cake"]
    assert await found(eve, "cake") == []
    assert await code(eve, "cake in:#den") == "no-such-conversation"
    await bob.say("leave", conversation=den)
    assert await found(bob, "cake") == ["a private cake"]


@pytest.mark.dear
async def test_whom_one_has_blocked_is_found_in_rooms_alone():
    ada, bob = await arrive("ada", "bob")
    await told(bob, "cake for you", to="@ada")
    await told(bob, "cake for all")
    await ada.say("block", name="bob", on=True)
    assert await found(ada, "cake") == ["cake for all"]
    await ada.say("block", name="bob", on=False)
    assert len(await found(ada, "cake")) == 2


@pytest.mark.dear
async def test_by_whom_and_where():
    ada, bob = await arrive("ada", "bob")
    await ada.say("create", name="dev")
    await told(ada, "cake in dev", to="#dev")
    await told(ada, "cake by ada")
    await told(bob, "cake by bob")
    await told(ada, "cake to bob", to="@bob")
    assert await found(ada, "cake from:@BOB") == ["cake by bob"]
    assert await found(bob, "from:me") == ["cake by bob"]
    assert await found(ada, "cake in:dev") == ["cake in dev"]
    assert await found(ada, "in:@bob") == ["cake to bob"]
    assert await found(ada, "cake -in:#lobby -in:#dev") == ["cake to bob"]
    assert await found(ada, "cake -from:ada") == ["cake by bob"]
    assert await code(ada, "cake from:nobody") == "no-such-user"
    assert await code(ada, "cake in:#nowhere") == "no-such-conversation"
    assert await code(bob, "cake in:#dev") == "not-a-member"
    assert await code(ada, "has:wings") == "malformed"


@pytest.mark.dear
async def test_what_names_somebody_and_what_is_pinned():
    ada, bob = await arrive("ada", "bob")
    first, _ = await told(ada, "cake for @bob", "cake for @here")
    await told(ada, "cake for nobody")
    assert await found(bob, "to:me") == ["cake for @here", "cake for @bob"]
    assert await found(ada, "mentions:bob") == ["cake for @bob"]
    assert await found(bob, "cake -mentions:me") == ["cake for nobody"]
    lobby = ada.welcome["conversations"][0]["id"]
    await ada.say("edit", conversation=lobby, seq=first, body="cake for me")
    await ada.say("pin", conversation=lobby, seq=first, on=True)
    assert await found(bob, "to:me") == ["cake for @here"]
    assert await found(bob, "is:pinned") == ["cake for me"]
    await ada.say("pin", conversation=lobby, seq=first, on=False)
    assert await found(bob, "is:pinned") == []


async def test_a_new_name_finds_what_was_said_by_the_old():
    ada, bob = await arrive("ada", "bob")
    await told(bob, "cake")
    await write(lambda: User.objects.get(name="bob").rename("robert"))
    assert await found(ada, "from:robert") == ["cake"]
    assert await found(ada, "from:bob") == ["cake"]


async def test_when_is_when_it_was_said():
    [ada] = await arrive("ada")
    today = datetime.now(UTC).date()
    await told(ada, "cake")
    for query, count in [("on", 1), ("before", 0), ("after", 0)]:
        assert len(await found(ada, f"cake {query}:{today}")) == count
    assert len(await found(ada, f"after:{today - timedelta(days=1)}")) == 1


async def test_pages_follow_one_another():
    [ada] = await arrive("ada")
    bodies = [f"cake {n}" for n in range(7)]
    await told(ada, *bodies)
    seen, cursor = [], ""
    for more in (True, True, False):
        page = await ada.say("search", query="cake ", limit=3, cursor=cursor)
        seen += ["".join(hit["text"]) for hit in page["hits"]]
        assert page["more"] == more
        cursor = page["cursor"]
    assert seen == bodies[::-1]
    assert await code(ada, "cake", cursor="yesterday") == "malformed"


async def test_the_best_are_those_that_say_most_of_it(monkeypatch):
    [ada] = await arrive("ada")
    await told(ada, "cake cake cake", "cake and very many other words than that one")
    await told(ada, "a cake", "something else", "b cake")
    best = ["cake cake cake", "b cake", "a cake"]
    assert (await found(ada, "cake ", order="best"))[:3] == best
    page = await ada.say("search", query="cake ", order="best", limit=2)
    await told(ada, "cake cake")
    rest = await found(ada, "cake ", order="best", limit=2, cursor=page["cursor"])
    assert rest[0] == "a cake"
    monkeypatch.setattr(finding, "RANKED", 2)
    assert await found(ada, "cake ", order="best") == ["cake cake", "b cake"]


ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT MAX(i) FROM n",
    "postgresql": "SELECT pg_sleep(10)",
}


def test_what_takes_too_long_is_given_up_and_the_connection_goes_on():
    with connection.cursor() as cursor:
        with pytest.raises(TooBroad), engine.here().bounded(0.05):
            cursor.execute(ENDLESS[connection.vendor])
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert not connection.errors_occurred


async def test_a_room_that_is_gone_leaves_no_words():
    [ada] = await arrive("ada")
    await ada.say("create", name="dev")
    await told(ada, "cake in dev", to="#dev")
    await write(lambda: Conversation.objects.get(name="dev").dissolve())
    assert await write(Entry.objects.count) == 0
    assert await write(Message.objects.count) == 0
