"""Replies: they keep which message they answer, and show how that reads now."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, Message, PostRequest, User, post_all
from chat.models.messages import history
from chat.wire.errors import IdReused, NoSuchConversation, NotAMember
from tests.support.people import arrive, bring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def lobby():
    return Conversation.objects.lobby()


def say(author, place, body="hello", id=None, **more):
    to = place if isinstance(place, str) else place.pk
    [answer] = post_all([PostRequest(author, to, body, id or uuid4(), **more)])
    return answer


def shown(place, reader):
    """Of each message its words, and those that it quotes."""
    page = history.page(place.pk, reader)
    return {m.seq: (m.body, m.quote and m.quote.body) for m in page.messages}


# --- Posting --------------------------------------------------------------------------


async def test_a_reply_quotes_what_it_answers_live_and_in_the_history():
    ada, bob = await arrive("ada", "bob")
    asked = await ada.post("#lobby", "Tea,\n\nor *coffee*?")
    answer = await bob.post("#lobby", "Tea.", reply_to=asked["seq"])
    told = await ada.hears("message", body="Tea.")
    quote = {
        "seq": 1,
        "from": "ada",
        "author": ada.user.pk,
        "body": "Tea, or *coffee*?",
    }
    assert (told["seq"], told["reply_to"], told["quote"]) == (answer["seq"], 1, quote)
    page = await ada.say("history", conversation=told["conversation"])
    assert [each.get("quote") for each in page["messages"]] == [None, quote]
    assert "reply_to" not in page["messages"][0]


def test_the_quote_is_of_the_words_as_they_read_now(ada, bob, lobby):
    say(ada, lobby, "frist")
    say(bob, lobby, "ha", reply_to=1)
    first = Message.objects.get(seq=1)
    first.edit(ada, "first " * 50)
    User.objects.filter(pk=ada.pk).update(name="Ada")
    [_, reply] = history.page(lobby.pk, bob).messages
    assert (reply.quote.sender, len(reply.quote.body)) == ("Ada", 200)
    assert reply.quote.body.endswith(" f…")
    first.delete_by(ada)
    [_, reply] = history.changes(lobby.pk, bob, 0).messages[::-1]
    assert (reply.reply_to, reply.quote.body, reply.quote.deleted) == (1, "", True)


def test_what_was_deleted_can_be_answered_and_a_reply_that_is_deleted_quotes_nothing(
    ada, bob, lobby
):
    say(ada, lobby)
    Message.objects.get(seq=1).delete_by(ada)
    answer = say(bob, lobby, "why?", reply_to=1)
    assert history.page(lobby.pk, ada).messages[1].quote.deleted is True
    Message.objects.get(seq=answer.seq).delete_by(bob)
    assert not history.page(lobby.pk, ada).messages[1].quote


def test_only_a_message_of_the_same_log_can_be_answered(ada, bob, lobby):
    room = Conversation.objects.create_room(ada, "dev", private=True)
    say(ada, room, "secret"), say(ada, room, "more")
    say(bob, lobby)
    wrong = [(lobby, 2), (lobby, 10**12), ("@ada", 1), (room, 1)]
    for place, seq in wrong:
        assert isinstance(say(bob, place, reply_to=seq), NoSuchConversation)
    assert not Conversation.objects.filter(kind="direct").exists()
    other = lobby.epoch + 1
    assert isinstance(say(bob, lobby, reply_to=1, epoch=other), NoSuchConversation)
    assert say(bob, lobby, reply_to=1, epoch=lobby.epoch).seq == 2


def test_the_same_id_is_the_same_message_only_if_it_answers_the_same(ada, lobby):
    say(ada, lobby, "one"), say(ada, lobby, "two")
    id = uuid4()
    first = say(ada, lobby, "so?", id, reply_to=1)
    assert say(ada, lobby, "so?", id, reply_to=1) == first
    assert isinstance(say(ada, lobby, "so?", id, reply_to=2), IdReused)
    assert isinstance(say(ada, lobby, "so?", id), IdReused)


def test_only_who_has_replies_asks_for_what_they_answer(ada, lobby):
    def queries(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    plain = queries(lambda: say(ada, lobby))
    page = queries(lambda: history.page(lobby.pk, ada))
    assert queries(lambda: say(ada, lobby, reply_to=1)) == plain + 1
    say(ada, lobby, reply_to=2)
    assert queries(lambda: history.page(lobby.pk, ada)) == page + 1


# --- The chain ------------------------------------------------------------------------


def test_a_chain_is_what_was_answered_and_what_answers(ada, bob, lobby):
    answered = {1: None, 2: None, 3: 1, 4: 3, 5: 2, 6: 4, 7: 3, 8: 1}
    for seq, reply_to in answered.items():
        say(ada, lobby, str(seq), reply_to=reply_to)
    page = history.chain(lobby.pk, bob, 3)
    assert [each.seq for each in page.messages] == [1, 3, 4, 6, 7]
    assert (
        [each.seq for each in history.chain(lobby.pk, bob, 6).messages],
        page.more,
    ) == (
        [1, 3, 4, 6],
        False,
    )
    short = history.chain(lobby.pk, bob, 3, limit=4)
    assert ([each.seq for each in short.messages], short.more) == ([1, 3, 4, 7], True)


@pytest.mark.dear
async def test_a_chain_is_read_by_who_may_read_its_log():
    ada, bob = await arrive("ada", "bob")
    room = (await ada.say("create", name="den"))["conversation"]["id"]
    await ada.post(room, "hello")
    asked = {"conversation": room, "seq": 1}
    assert (await bob.say("chain", **asked))["code"] == NotAMember.code
    await bring(ada, bob, room)
    assert [m["body"] for m in (await bob.say("chain", **asked))["messages"]] == [
        "hello"
    ]
    nothing = await bob.say("chain", conversation=room, seq=2)
    assert nothing["detail"] == "There is no such message."
