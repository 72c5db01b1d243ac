"""The index is made good, and made anew: what was stored without it is found."""

from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from chat.concurrency.threads import write
from chat.models import Conversation, Message
from chat.models.messages.following import Position
from chat.models.posting.bringing import Old, bring
from chat.search import mending, reindexing
from chat.search.models import Entry, Index
from chat.sessions.stepping import do_all
from chat.wire.errors import Unavailable
from tests.search.test_finding import found, told
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


def reindex(**how):
    out = StringIO()
    call_command("reindex", stdout=out, **how)
    return out.getvalue()


async def test_a_post_does_nothing_for_the_search_until_somebody_searches(monkeypatch):
    monkeypatch.setattr(mending, "STEP_MESSAGES", 2)
    ada, bob = await arrive("ada", "bob")
    await told(ada, *(f"cake {n}" for n in range(5)))
    assert await write(Entry.objects.count) == 0
    assert len(await found(bob, "cake")) == 5
    assert await write(mending.index_name) in await write(followers)


async def test_long_texts_are_put_in_by_few_at_a_time(monkeypatch):
    monkeypatch.setattr(mending, "STEP_CHARACTERS", 10)
    [ada] = await arrive("ada")
    [_, second, _] = await told(ada, "a cake", "and another cake", "more")
    lobby = ada.welcome["conversations"][0]["id"]
    step = await write(lambda: mending.put_in(lobby, 0))
    assert (step.upto, step.more) == (second, True)
    step = await write(lambda: mending.put_in(lobby, second))
    assert step.more is False
    assert await found(ada, "cake") == ["and another cake", "a cake"]


async def test_what_nobody_searches_for_is_put_in_and_taken_out_beside(monkeypatch):
    monkeypatch.setattr(mending, "STEP_MESSAGES", 2)
    [ada] = await arrive("ada")
    seqs = await told(ada, *(f"cake {n}" for n in range(5)))
    lobby = ada.welcome["conversations"][0]["id"]
    await do_all(mending.WORKS, 0)
    await ada.say("edit", conversation=lobby, seq=seqs[0], body="pie")
    await ada.say("delete", conversation=lobby, seq=seqs[1])
    await do_all(mending.WORKS, 0)
    words = await write(lambda: " ".join(Entry.objects.values_list("words", flat=True)))
    assert ("pie" in words, words.count("cake")) == (True, 3)


async def test_while_an_index_is_made_the_newest_are_found_at_once(monkeypatch):
    monkeypatch.setattr(mending, "BEHIND_MOST", 2)
    [ada] = await arrive("ada")
    await told(ada, "cake 1", "cake 2", "cake 3")
    assert await found(ada, "cake") == ["cake 3", "cake 2"]
    with monkeypatch.context() as patch:
        patch.setattr(mending, "put_in", refuse)  # it is not put in anew
        assert await found(ada, "cake") == ["cake 3", "cake 2"]
    await do_all(mending.WORKS, 0)
    assert len(await found(ada, "cake")) == 3


async def test_where_nothing_can_be_put_in_what_is_there_is_found(monkeypatch):
    [ada] = await arrive("ada")
    await told(ada, "cake 1")
    assert await found(ada, "cake") == ["cake 1"]
    await told(ada, "cake 2")
    monkeypatch.setattr(mending, "put_in", refuse)
    assert await found(ada, "cake") == ["cake 1"]


def refuse(*_):
    raise Unavailable


def followers():
    return set(Position.objects.values_list("follower", flat=True))


async def test_an_index_is_made_anew_while_all_is_found():
    [ada] = await arrive("ada")
    await told(ada, "cake")
    await do_all(mending.WORKS, 0)
    former = await write(mending.index_name)
    assert "All that was said" in await write(reindex)
    assert await write(mending.index_name) != former
    assert await found(ada, "cake") == ["cake"]
    assert former not in await write(followers)


async def test_what_is_brought_from_another_chat_is_found():
    [ada] = await arrive("ada")
    await told(ada, "cake")
    await do_all(mending.WORKS, 0)
    lobby = await write(Conversation.objects.lobby)
    old = Old(ada.user, uuid4(), "old cake", datetime(2020, 1, 1, tzinfo=UTC))
    assert await write(bring, lobby, [old]) == 1
    await do_all(mending.WORKS, 0)
    assert await found(ada, "cake") == ["cake", "old cake"]


async def test_one_that_was_killed_goes_on_where_it_was():
    [ada] = await arrive("ada")
    await told(ada, "cake", "pie")
    index = await write(Index.here)
    await write(reindex)
    assert (await write(Index.here)).name == index.name
    await write(lambda: reindex(anew=True))
    assert (await write(Index.here)).name != index.name
    assert await found(ada, "pie") == ["pie"]


async def test_what_is_gone_without_its_knowing_is_forgotten():
    [ada] = await arrive("ada")
    await told(ada, "cake", "pie")
    await write(Message.objects.filter(body="pie").delete)
    assert await found(ada, "pie") == []
    await write(reindexing.forget_gone)
    assert await write(Entry.objects.count) == 1
