"""Polls: a message asks everybody, who choose, and choose again."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import wire
from chat.concurrency.threads import write
from chat.models import Conversation, Message, PostRequest, User
from chat.models.messages import history, message, missed
from chat.models.messages.renewal import Spent
from chat.models.people import quiet
from chat.polls import listing, polling, telling
from chat.polls.models import Poll, Vote
from chat.polls.reading import begun
from chat.polls.wording import Sheet, clean_sheet
from chat.wire.errors import (
    IdReused,
    Malformed,
    Muted,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
    TooLong,
)
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)
LUNCH = Sheet("Lunch?", ("Pizza", "Soup", "Salad"))


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def dev(ada, bob):
    room = Conversation.objects.create_room(ada, "dev")
    room.join(bob)
    return room


def ask(user, to="#dev", sheet=LUNCH, id=None):
    poll = begun(sheet, "<p>Lunch?</p>")
    request = PostRequest(user, to, sheet.body, id or uuid4(), poll=poll)
    posted = polling.begin(request, sheet)
    return posted.conversation, posted.seq, None


def vote(user, place, *numbers):
    poll = polling.vote(user, place, [*numbers]).poll
    return [each.votes for each in poll.options], poll.voters, poll.mine


def read(reader, place):
    found = history.page(place[0], reader).messages
    return next(each for each in found if each.seq == place[1])


def test_a_poll_is_a_message_that_says_it_as_text(ada, bob, dev):
    place = ask(ada)
    said = read(bob, place)
    assert said.body == "Lunch?\n1. Pizza\n2. Soup\n3. Salad"
    assert (said.poll.html, said.poll.mine) == ("<p>Lunch?</p>", [])
    assert [each.text for each in said.poll.options] == ["Pizza", "Soup", "Salad"]


def test_the_same_id_is_the_same_poll(ada, dev):
    id = uuid4()
    assert ask(ada, id=id) == ask(ada, id=id)
    assert Poll.objects.count() == 1
    with pytest.raises(IdReused):
        ask(ada, id=id, sheet=Sheet("Dinner?", LUNCH.options))


def test_one_chooses_and_chooses_again_and_takes_it_back(ada, bob, dev):
    place = ask(ada)
    assert vote(ada, place, 1) == ([1, 0, 0], 1, [1])
    assert vote(bob, place, 1) == ([2, 0, 0], 2, [1])
    assert vote(bob, place, 3) == ([1, 0, 1], 2, [3])
    assert vote(bob, place) == ([1, 0, 0], 1, [])
    assert read(ada, place).poll.mine == [1]


def test_of_some_several_can_be_chosen(ada, bob, dev):
    one, many = ask(ada), ask(ada, sheet=LUNCH._replace(many=True))
    assert vote(bob, many, 1, 3) == ([1, 0, 1], 1, [1, 3])
    with pytest.raises(Malformed):
        vote(bob, one, 1, 3)
    with pytest.raises(Malformed):
        vote(bob, one, 4)
    assert Vote.objects.count() == 2


def test_readers_of_the_same_changes_learn_each_their_own(ada, bob, dev):
    place = ask(ada)
    vote(ada, place, 1), vote(bob, place, 2)
    asked = [missed.Asked(place[0], each, 0) for each in (ada, bob)]
    pages = missed.changes_of_each(asked)
    assert [page.messages[-1].poll.mine for page in pages] == [[1], [2]]
    assert history.changes(place[0], None, 0).messages[-1].poll.mine is wire.UNSET


def test_what_was_chosen_meanwhile_is_told_as_one_and_takes_a_number(ada, bob, dev):
    place = ask(ada)
    vote(ada, place, 1), vote(bob, place, 2)
    for number in polling.untold() * 2:
        polling.tell(number)
    assert (polling.untold(), read(bob, place).changed) == ([], place[1] + 1)


def test_who_votes_counts_nobody_else(ada, bob, dev):
    place = ask(ada)
    vote(ada, place, 1)
    with CaptureQueriesContext(connection) as asked:
        assert vote(bob, place, 1) == ([2, 0, 0], 2, [1])
        assert vote(bob, place, 2) == ([1, 1, 0], 2, [2])
        assert vote(bob, place) == ([1, 0, 0], 1, [])
    assert not [each for each in asked if "COUNT(" in each["sql"].upper()]


def test_votes_by_the_version_before_are_counted_once_all_are_told(ada, bob, dev):
    place = ask(ada)
    vote(ada, place, 1)
    poll = Poll.objects.get()
    Vote.objects.create(poll=poll, person=bob, option=3)
    said = message.message_of(*place[:2], ada)
    event = said.edit(ada, "Dinner?")
    assert [each.votes for each in event.poll.options] == [1, 0, 1]
    polling.tell(poll.pk)
    cyd = User.objects.sign_up("cyd", "correct horse")
    dev.join(cyd)
    assert vote(cyd, place, 3) == ([1, 0, 2], 3, [3])
    Poll.objects.update(counts="")
    assert vote(cyd, place) == ([1, 0, 1], 2, [])
    Poll.objects.update(counts="0 0 0 0", closed=True)
    assert polling.close(ada, place).poll.voters == 2


def test_who_has_asked_closes_it_and_a_moderator(ada, bob, dev):
    first, second = ask(ada), ask(ada)
    with pytest.raises(NotAllowed):
        polling.close(bob, first)
    assert polling.close(ada, first).poll.closed
    assert polling.close(ada, first).seq == 0
    with pytest.raises(NotAllowed):
        vote(bob, first, 1)
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    assert polling.close(bob, second).poll.closed


def test_the_last_poll_that_is_open_is_meant_where_none_is_said(ada, bob, dev):
    first, second = ask(ada), ask(ada)
    polling.close(ada, second)
    assert polling.vote(bob, (dev.pk, None, None), [2]).target == first[1]
    # As the version before does, which may run beside.
    Message.objects.filter(seq=first[1]).update(body="", html="", deleted=True)
    with pytest.raises(NoSuchConversation):
        polling.vote(bob, (dev.pk, None, None), [2])
    third = ask(ada)
    polling.close(ada, third)
    with pytest.raises(NoSuchConversation):
        polling.vote(bob, (dev.pk, None, None), [2])


def test_two_processes_that_are_asked_for_the_same_begin_one(ada, dev):
    dev.refresh_from_db()
    texts = "\n".join(LUNCH.options)
    Poll.objects.create(conversation=dev, seq=dev.head + 1, options=texts)
    assert polling.last_open(dev.pk if ask(ada) else 0) == dev.head + 1


def test_whoever_reads_pays_for_the_questions_that_are_rendered(ada, bob, dev):
    polling.begin(PostRequest(ada, "#dev", LUNCH.body, uuid4()), LUNCH)
    spent = Spent()
    assert history.page(dev.pk, bob, spent=spent).messages[-1].poll
    assert spent.seconds > 0


def test_other_words_are_those_of_the_question_alone(ada, bob, dev):
    place = ask(ada)
    vote(bob, place, 2)
    said = message.message_of(*place[:2], ada)
    event = said.edit(ada, "*Dinner*?\n1. Nothing")
    assert event.body == "*Dinner*?\n1. Pizza\n2. Soup\n3. Salad"
    assert event.poll.html == "<p><em>Dinner</em>?</p>"
    assert [each.votes for each in read(bob, place).poll.options] == [0, 1, 0]
    with pytest.raises(TooLong):
        said.edit(ada, "x" * 501)


def test_what_is_deleted_is_no_poll_any_more(ada, bob, dev):
    standing, place, other = ask(ada), ask(ada), ask(ada)
    vote(bob, place, 1)
    message.message_of(*place[:2], ada).delete_by(ada)
    assert (Poll.objects.count(), Vote.objects.count()) == (2, 0)
    # As the version before does, which may run beside.
    Message.objects.filter(seq=other[1]).update(body="", html="", deleted=True)
    for each in (place, other):
        with pytest.raises((NotAllowed, NoSuchConversation)):
            vote(bob, each, 1)
    asked = wire.ListPolls(conversation=dev.pk, limit=1)
    listed = listing.polls_in(bob, asked, None)
    assert ([each.seq for each in listed.messages], listed.more) == (
        [standing[1]],
        False,
    )


def test_only_who_may_write_there_votes(ada, bob, dev):
    place, between = ask(ada), ask(ada, to="@bob")
    quiet.block(bob, "ada", None, on=True)
    with pytest.raises(NotAllowed):
        vote(bob, between, 1)
    dev.leave(bob)
    with pytest.raises(NotAMember):
        vote(bob, place, 1)
    User.objects.filter(pk=ada.pk).update(muted=True)
    with pytest.raises(Muted):
        vote(ada, place, 1)


def test_who_has_voted_is_seen_and_counted_still_when_gone(ada, bob, dev):
    place = ask(ada)
    vote(ada, place, 1), vote(bob, place, 1)
    asked = wire.FetchVoters(conversation=place[0], seq=place[1])
    assert [each.name for each in listing.voters_of(ada, asked).voters[0]] == [
        "ada",
        "bob",
    ]
    User.objects.filter(pk=bob.pk).delete()
    assert [each.name for each in listing.voters_of(ada, asked).voters[0]] == ["ada"]
    assert read(ada, place).poll.voters == 2


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("Lunch?", ["Pizza"], Malformed),
        ("Lunch?", [str(n) for n in range(11)], Malformed),
        ("Lunch?", ["Pizza", " pizza "], Malformed),
        ("Lunch?", ["Pizza", "\u200b"], Malformed),
        ("\n", ["Pizza", "Soup"], Malformed),
        ("Lunch?", ["Pizza", "x" * 101], TooLong),
        ("x" * 501, ["Pizza", "Soup"], TooLong),
    ],
)
def test_what_asks_nothing_is_refused(text, options, error):
    with pytest.raises(error):
        clean_sheet(wire.StartPoll(to=1, id=uuid4(), text=text, options=options))


def test_each_text_is_made_one_line():
    asked = wire.StartPoll(to=1, id=uuid4(), text="Lunch\n1. x", options=["a\tb", "c"])
    assert clean_sheet(asked).body == "Lunch 1. x\n1. a b\n2. c"


async def test_all_who_see_it_hear_how_it_stands(monkeypatch):
    monkeypatch.setattr(telling, "GATHER_SECONDS", 0.01)
    ada, bob = await arrive("ada", "bob")
    lobby = ada.welcome["conversations"][0]["id"]
    asked = {"text": "Tea?", "options": ["Yes", "No"]}
    seq = (await ada.say("poll", to="#lobby", id=uuid4(), **asked))["seq"]
    await ada.hears("message", seq=seq)
    heard = await bob.hears("message", seq=seq)
    assert [each["text"] for each in heard["poll"]["options"]] == ["Yes", "No"]
    voted = await bob.say("vote", conversation=lobby, options=[2])
    assert (voted["target"], voted["poll"]["mine"]) == (seq, [2])
    for each in (ada, bob):
        told = await each.hears("poll", target=seq)
        assert [it["votes"] for it in told["poll"]["options"]] == [0, 1]
    closed = await ada.say("close_poll", conversation=lobby, seq=seq)
    assert (closed["type"], closed["poll"]["closed"]) == ("poll", True)
    listed = await bob.say("polls", conversation=lobby)
    assert listed["messages"][0]["poll"]["mine"] == [2]
    await bob.hears("poll", target=seq, seq=closed["seq"])


async def test_what_a_process_that_died_has_not_told_another_one_tells(monkeypatch):
    monkeypatch.setattr(telling, "LOOK_SECONDS", 0.05)
    ada, bob = await arrive("ada", "bob")
    asked = {"text": "Tea?", "options": ["Yes", "No"]}
    seq = (await ada.say("poll", to="#lobby", id=uuid4(), **asked))["seq"]
    place = ada.welcome["conversations"][0]["id"], seq, None
    # It has stored the vote, and wakes nobody any more.
    await write(polling.vote, bob.user, place, [1])
    told = await ada.hears("poll", target=seq)
    assert [each["votes"] for each in told["poll"]["options"]] == [1, 0]
