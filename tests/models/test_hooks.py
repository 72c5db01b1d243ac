"""Hooks: what is stored with what happens, or not at all."""

import re
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, models

from chat import wire
from chat.models import Conversation, Message, PostRequest, User, hooks, post, post_all
from chat.wire.errors import NotAllowed, NotStored
from tests.support.isolated import isolated
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def calls(monkeypatch):
    """What a hook is called with, each time."""
    found = []
    monkeypatch.setattr(hooks, "HOOKS", [lambda events: found.append(list(events))])
    return found


@pytest.fixture
def mentions(monkeypatch):
    """The table of a hook that keeps who was mentioned, by which message."""
    with isolated():

        class Mention(models.Model):
            conversation = models.BigIntegerField()
            seq = models.BigIntegerField()
            name = models.CharField(max_length=30)

            class Meta:
                app_label = "chat"

            def __str__(self):
                return self.name

    def keep(events):
        for event in events:
            where = {"conversation": event.conversation}
            if isinstance(event, wire.Edited | wire.Deleted):
                Mention.objects.filter(**where, seq=event.target).delete()
            if isinstance(event, wire.MessagePosted | wire.Edited):
                seq = getattr(event, "target", event.seq)
                Mention.objects.bulk_create(
                    Mention(**where, seq=seq, name=_allowed(name))
                    for name in re.findall(r"@(\w+)", event.body)
                )

    with connection.schema_editor() as editor:
        editor.create_model(Mention)
    monkeypatch.setattr(hooks, "HOOKS", [keep])
    yield Mention.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Mention)


def _allowed(name):
    if name == "everyone":
        raise NotAllowed("Only a few people at once.")
    if name == "nobody":
        raise LookupError(name)
    return name


def names(mentions):
    return list(mentions.order_by("seq", "name").values_list("seq", "name"))


def said(author, body):
    return PostRequest(author, "#lobby", body, uuid4())


def bodies():
    return list(Message.objects.order_by("seq").values_list("body", flat=True))


# --- What they are called with --------------------------------------------------------


def test_whatever_takes_a_number_is_told_once(ada, calls):
    lobby = Conversation.objects.lobby()
    message = post(ada, "#lobby", "helo", uuid4())
    message.edit(ada, "hello")
    message.react(ada, "👍", True)
    message.react(ada, "👍", False)
    lobby.set_topic(ada, "Tea")
    lobby.override_topic(ada, "Coffee")
    message.delete_by(ada)
    post(ada, "#lobby", "bye", uuid4()).remove(ada)
    [*events] = [event for [event] in calls]
    assert [event.seq for event in events] == list(range(1, 10))
    assert [type(event) for event in events] == [
        *(wire.MessagePosted, wire.Edited, wire.Reacted, wire.Reacted),
        *(wire.TopicSet, wire.TopicSet, wire.Deleted, wire.MessagePosted, wire.Deleted),
    ]


def test_posts_that_arrive_together_are_one_call(ada, calls):
    post_all([said(ada, "one"), said(ada, " "), said(ada, "two")])
    assert [[event.body for event in events] for events in calls] == [["one", "two"]]


def test_what_takes_no_number_is_no_call(ada, calls):
    message = post(ada, "#lobby", "hello", uuid4())
    room = Conversation.objects.create_room(ada, "dev")
    bob = User.objects.sign_up("bob", "correct horse")
    room.join(bob)
    del calls[:]
    message.react(ada, "👍", False)
    post(ada, "#lobby", "hello", message.uuid)
    room.leave(bob)
    room.dissolve()
    assert calls == []


# --- A table of one's own -------------------------------------------------------------


def test_their_rows_are_there_when_the_message_is(ada, mentions):
    first, _ = post_all([said(ada, "@bob @cyd hi"), said(ada, "hello @bob")])
    assert names(mentions) == [(1, "bob"), (1, "cyd"), (2, "bob")]
    message = Message.objects.get(seq=first.seq)
    message.edit(ada, "only @eve")
    assert names(mentions) == [(1, "eve"), (2, "bob")]
    message.delete_by(ada)
    assert names(mentions) == [(2, "bob")]


def test_what_a_hook_refuses_is_refused_in_its_words(ada, mentions):
    posts = ["hi @bob", "@bob and @everyone", "bye @cyd"]
    first, refused, last = post_all([said(ada, body) for body in posts])
    assert isinstance(refused, NotAllowed)
    assert refused.detail == "Only a few people at once."
    assert (first.seq, last.seq) == (1, 2)
    assert names(mentions) == [(1, "bob"), (2, "cyd")]
    assert Conversation.objects.lobby().head == 2


def test_a_hook_that_fails_fails_the_post_alone_and_clearly(ada, mentions, caplog):
    posts = ["hi @bob", "@cyd and @nobody", "bye @cyd"]
    first, failed, last = post_all([said(ada, body) for body in posts])
    assert type(failed) is NotStored
    assert failed.detail == NotStored.detail
    assert (first.seq, last.seq) == (1, 2)
    assert bodies() == ["hi @bob", "bye @cyd"]
    assert names(mentions) == [(1, "bob"), (2, "cyd")]
    assert {record.exc_info[0] for record in caplog.records} == {LookupError}


def test_a_trouble_of_the_database_in_a_hook_is_no_refusal(ada, monkeypatch):
    def locked(events):
        raise OperationalError("database is locked")

    monkeypatch.setattr(hooks, "HOOKS", [locked])
    with pytest.raises(OperationalError):
        post_all([said(ada, "hello")])
    assert Conversation.objects.lobby().head == 0


def test_a_post_that_fails_alone_calls_its_hook_once(ada, mentions, caplog):
    [failed] = post_all([said(ada, "@nobody")])
    assert type(failed) is NotStored
    assert len(caplog.records) == 1
    assert Conversation.objects.lobby().head == 0


@pytest.mark.parametrize(
    ("word", "error"), [("everyone", NotAllowed), ("nobody", NotStored)]
)
def test_an_edit_that_a_hook_does_not_take_changes_nothing(ada, mentions, word, error):
    message = post(ada, "#lobby", "hello @bob", uuid4())
    with pytest.raises(error):
        message.edit(ada, f"hello @{word}")
    message.refresh_from_db()
    assert (message.body, message.changed, message.edited) == ("hello @bob", 1, False)
    assert names(mentions) == [(1, "bob")]
    assert Conversation.objects.lobby().head == 1


async def test_nobody_hears_of_what_a_hook_did_not_take(mentions, caplog):
    ada, bob = await arrive("ada", "bob")
    error = await ada.post("#lobby", "@nobody")
    assert (error["code"], error["detail"]) == ("not-stored", NotStored.detail)
    await ada.post("#lobby", "hello")
    assert (await bob.hears("message"))["body"] == "hello"
    assert caplog.records
