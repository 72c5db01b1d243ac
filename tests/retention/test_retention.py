"""What is older than the site keeps it goes, and the log's numbers stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from chat.concurrency.threads import read, write
from chat.edits.models import Version
from chat.held.models import Held
from chat.mentions.models import Mention
from chat.models import (
    Conversation,
    Message,
    PostRequest,
    User,
    conversations_of,
    post,
    post_all,
)
from chat.models.messages import history, pinning
from chat.models.messages.pin import Pin
from chat.models.rooms import company, grouping, steering
from chat.polls import polling
from chat.polls.models import Poll, Vote
from chat.polls.reading import begun
from chat.polls.wording import Sheet
from chat.retention import clock, keeping
from chat.saved import saving
from chat.saved.models import Bookmark
from chat.search.models import Entry
from chat.search.reindexing import reindex
from chat.wire.errors import NoSuchConversation
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def lobby(ada, bob):
    return Conversation.objects.lobby()


def is_old(*messages, days=40):
    keys = [message.pk for message in messages]
    at = timezone.now() - timedelta(days=days)
    Message.objects.filter(pk__in=keys).update(at=at)


def say(author, body, **more):
    [said] = post_all([PostRequest(author, "#lobby", body, uuid4(), **more)])
    return Message.objects.get(seq=said.seq, conversation=said.conversation)


def keep(days=30):
    """All that is older goes; returns of how many conversations that was."""
    limits = keeping.limits(days)
    numbers = keeping.due(limits)
    for number in numbers:
        while keeping.step(number, limits):
            pass
    return len(numbers)


def test_what_is_too_old_goes_and_the_numbers_stay(ada, lobby):
    old, also, young = (say(ada, body) for body in ("old", "also", "young"))
    is_old(old, also)
    assert keep() == 1
    page = history.page(lobby.pk, ada)
    assert [(each.seq, each.body) for each in page.messages] == [(young.seq, "young")]
    assert not page.more
    lobby.refresh_from_db()
    assert (lobby.head, lobby.start) == (young.seq, also.seq + 1)
    changed = history.changes(lobby.pk, ada, 0)
    assert [each.seq for each in changed.messages] == [young.seq]
    assert (changed.upto, changed.more) == (young.seq, False)
    assert say(ada, "next").seq == young.seq + 1
    assert keep() == 0


def test_a_log_of_which_all_is_too_old_goes_on(ada, lobby):
    old = say(ada, "old")
    is_old(old)
    keep()
    assert history.page(lobby.pk, ada).messages == []
    assert say(ada, "new").seq == old.seq + 1


def test_all_that_hangs_on_it_goes_along(ada, bob, lobby):
    sheet = Sheet("Lunch?", ("Pizza", "Soup"))
    poll = begun(sheet, "<p>Lunch?</p>")
    asked = PostRequest(ada, lobby.pk, sheet.body, uuid4(), poll=poll)
    seq = polling.begin(asked, sheet).seq
    polling.vote(bob, (lobby.pk, seq, None), [1])
    said = say(ada, "@bob tea")
    said.edit(ada, "@bob coffee")
    said.react(bob, "👍", True)
    pinning.pin(said, ada, on=True)
    saving.save(bob, lobby.pk, said.seq, None)
    reindex(lambda done, total: None)
    tables = Poll, Vote, Mention, Version, Pin, Bookmark, Entry
    assert all(table.objects.exists() for table in tables)
    is_old(*Message.objects.all())
    # As the index has it: by its time.
    Entry.objects.all().delete()
    reindex(lambda done, total: None, anew=True)
    keep()
    assert [table for table in tables if table.objects.exists()] == []


def test_what_answers_it_shows_that_it_is_gone(ada, bob, lobby):
    old = say(ada, "old")
    say(bob, "answer", reply_to=old.seq)
    is_old(old)
    keep()
    [answer] = history.page(lobby.pk, ada).messages
    assert (answer.reply_to, answer.quote.deleted) == (old.seq, True)
    assert answer.quote.body == ""


def test_what_is_young_stays_and_what_stands_behind_it(ada, lobby):
    young, brought = say(ada, "young"), say(ada, "brought along")
    is_old(brought)
    keep()
    assert Message.objects.filter(pk__in=[young.pk, brought.pk]).count() == 2


def test_it_goes_in_steps(ada, lobby, monkeypatch):
    monkeypatch.setattr(keeping, "STEP_MESSAGES", 2)
    is_old(*(say(ada, "old") for _ in range(3)))
    limits = keeping.limits(30)
    assert keeping.step(lobby.pk, limits)
    assert Message.objects.count() == 1
    assert not keeping.step(lobby.pk, limits)
    assert not Message.objects.exists()


def test_all_conversations_are_looked_at_page_by_page(ada, bob, lobby, monkeypatch):
    monkeypatch.setattr(keeping, "PAGE", 1)
    for number in range(3):
        Conversation.objects.create_room(ada, f"room{number}")
    post(ada, "@bob", "old", uuid4())
    is_old(*Message.objects.all())
    assert keep() == 1


def test_nothing_goes_where_nothing_is_said_of_it(ada, lobby, settings):
    is_old(say(ada, "old"), days=4000)
    assert keep(0) == 0
    with pytest.raises(CommandError):
        call_command("retain")


@pytest.fixture
def den(ada):
    return Conversation.objects.create_room(ada, "den")


def test_a_room_has_its_own_go_sooner(ada, den, lobby):
    old, young = say(ada, "old"), say(ada, "young")
    here, new = (
        Message.objects.get(seq=post(ada, "#den", body, uuid4()).seq, conversation=den)
        for body in ("old", "new")
    )
    is_old(old, here, days=8)
    steering.steer(den, ada, "keep", 7)
    assert keep(0) == 1
    assert set(Message.objects.all()) == {old, young, new}
    den.refresh_from_db()
    assert den.start == here.seq + 1


def test_no_room_keeps_longer_than_the_site(ada, den):
    post(ada, "#den", "old", uuid4())
    is_old(*Message.objects.all(), days=8)
    steering.steer(den, ada, "keep", 30)
    assert keep(0) == 0
    assert keep(7) == 1
    assert not Message.objects.exists()


def test_a_room_that_is_told_to_keep_longer_meanwhile_does(ada, den):
    post(ada, "#den", "old", uuid4())
    is_old(*Message.objects.all(), days=8)
    steering.steer(den, ada, "keep", 7)
    limits = keeping.limits(0)
    assert keeping.due(limits) == [den.pk]
    steering.steer(den, ada, "keep", 0)
    assert not keeping.step(den.pk, limits)
    assert Message.objects.exists()


def test_the_command_names_the_rooms_that_keep_less(ada, den, lobby, capsys):
    post(ada, "#den", "old", uuid4())
    is_old(say(ada, "old"), *Message.objects.all(), days=8)
    steering.steer(den, ada, "keep", 7)
    call_command("retain", "--dry-run")
    day = timezone.now() - timedelta(days=7)
    told = f"#den: 1 of before {day:%Y-%m-%d}\n1 messages would go.\n"
    assert capsys.readouterr().out == told
    call_command("retain")
    assert Message.objects.get().conversation == lobby


def test_the_command_says_first_what_would_go(ada, bob, lobby, settings, capsys):
    settings.CHAT_KEEP_DAYS = 30
    post(ada, "@bob", "secret", uuid4())
    is_old(say(ada, "old"), *Message.objects.all())
    call_command("retain", "--dry-run")
    told = capsys.readouterr().out
    day = timezone.now() - timedelta(days=30)
    assert f"#lobby: 1 of before {day:%Y-%m-%d}\n" in told
    assert "2 messages would go" in told
    assert "bob" not in told
    assert Message.objects.count() == 2
    call_command("retain", "--dry-run", "--days", "50")
    assert "0 messages" in capsys.readouterr().out
    call_command("retain")
    assert not Message.objects.exists()


async def test_clients_learn_from_which_number_on_there_is_something(settings):
    settings.CHAT_KEEP_DAYS = 30
    [ada] = await arrive("ada")
    first = await ada.post("#lobby", "old")
    await ada.post("#lobby", "young")

    def make_old():
        is_old(Message.objects.get(seq=first["seq"]))

    await write(make_old)
    await clock.keep_to_limit()
    start = first["seq"] + 1
    [again] = await arrive("bob")
    [lobby] = again.welcome["conversations"]
    assert (lobby["start"], lobby["head"]) == (start, start)
    assert await write(lambda: conversations_of(ada.user)[0].start) == start


# --- Groups that all have left --------------------------------------------------------


async def test_a_group_that_all_have_left_goes_in_steps(ada, bob, monkeypatch):
    monkeypatch.setattr(keeping, "STEP_MESSAGES", 2)
    monkeypatch.setattr(clock, "REST_SECONDS", 0)
    group, other = await write(_groups, ada, bob)
    assert not await write(keeping.clear, other.pk)
    left = []
    while await write(keeping.clear, group.pk):
        left.append(await Message.objects.filter(conversation=group.pk).acount())
    assert left == [3, 1, 0]
    assert await Conversation.objects.filter(kind="group").aget() == other
    assert await Message.objects.aget() == await Message.objects.aget(body="stays")
    assert await read(keeping.deserted) == []


async def test_they_are_cleared_by_the_clock(ada, bob, monkeypatch):
    monkeypatch.setattr(clock, "REST_SECONDS", 0)
    _, other = await write(_groups, ada, bob)
    await clock.clear_deserted()
    assert await Conversation.objects.filter(kind="group").aget() == other


def _groups(ada, bob):
    """One with five messages that all have left, and one that they are in."""
    eve, mia = (User.objects.sign_up(name, "correct horse") for name in ("eve", "mia"))
    group, other = (grouping.begin(ada, ["bob", name]) for name in ("eve", "mia"))
    for n in range(5):
        post(ada, group.pk, f"m{n}", uuid4())
    post(ada, other.pk, "stays", uuid4())
    for person in (ada, bob, eve):
        group.leave(person)
    assert mia in other.members.all()
    return group, other


def test_a_room_in_which_much_was_said_is_found_no_more_and_goes_in_steps(
    ada, bob, monkeypatch
):
    monkeypatch.setattr(company, "AT_ONCE", 2)
    room = Conversation.objects.create_room(ada, "garden")
    room.join(bob)
    steering.steer(room, ada, "name", "field")
    for body in ("one", "two", "three"):
        post(bob, room.pk, body, uuid4())
    room.refresh_from_db()
    room.dissolve()
    for name in ("garden", "field"):
        assert Conversation.objects.called(name) is None
    assert [each.name for each in conversations_of(bob)] == ["#lobby"]
    with pytest.raises(NoSuchConversation):
        post(bob, room.pk, "four", uuid4())
    Conversation.objects.create_room(ada, "field")
    assert keeping.deserted() == [room.pk]
    while keeping.clear(room.pk):
        pass
    assert not Message.objects.filter(conversation=room.pk).exists()
    assert not Conversation.objects.filter(pk=room.pk).exists()


def test_what_waits_in_a_room_that_goes_in_steps_goes_first(ada, monkeypatch):
    monkeypatch.setattr(company, "AT_ONCE", 1)
    room = Conversation.objects.create_room(ada, "garden")
    for body in ("one", "two"):
        post(ada, room.pk, body, uuid4())
    its = {"uuid": uuid4(), "body": "spam", "html": "<p>spam</p>", "digest": b""}
    Held.objects.create(author=ada, conversation=room, pattern="spam", **its)
    room.refresh_from_db()
    room.dissolve()
    assert keeping.clear(room.pk)
    assert not Held.objects.exists()


def test_a_room_in_which_little_was_said_goes_at_once(ada, monkeypatch):
    monkeypatch.setattr(company, "AT_ONCE", 2)
    room = Conversation.objects.create_room(ada, "garden")
    for body in ("one", "two"):
        post(ada, room.pk, body, uuid4())
    room.dissolve()
    assert (keeping.deserted(), Message.objects.count()) == ([], 0)
