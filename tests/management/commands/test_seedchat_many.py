"""``manage.py seedchat --messages``: a big site, as it might be, by made-up people."""

from itertools import pairwise
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Min

from chat.management.commands import seedchat
from chat.management.demo import filling
from chat.models import Conversation, Membership, Message, Reaction, User, post
from chat.models.messages import history

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = "--people", "40", "--rooms", "8"


@pytest.fixture(autouse=True)
def short_steps(monkeypatch):
    # What it stands on is there, and need not be looked at by a program of its own.
    monkeypatch.setattr(seedchat, "startup", SimpleNamespace(prepare=lambda: None))
    monkeypatch.setattr(filling, "STEP", 700)


def seed(messages, *options):
    call_command("seedchat", "--messages", f"{messages}", *SMALL, *options)


@pytest.mark.dear
def test_so_many_messages_by_so_many_people_in_so_many_rooms_of_every_size():
    seed("1_500")
    assert (Message.objects.count(), User.objects.count()) == (1500, 40)
    rooms = Conversation.objects.filter(kind="room")
    said = list(rooms.order_by("-head").values_list("head", flat=True))
    assert len(said) == 8
    assert said[0] > 4 * said[-1] > 0
    assert Conversation.objects.filter(kind="direct").count() == 77
    assert Membership.objects.filter(conversation__name="lobby").count() == 40
    assert Message.objects.filter(edited=True).exists()
    assert Message.objects.filter(deleted=True, body="", html="").exists()
    assert not Reaction.objects.filter(message__deleted=True).exists()
    assert Reaction.objects.exists()
    assert Membership.objects.filter(read=0, conversation__head__gt=0).exists()
    assert not Membership.objects.filter(read__gt=F("conversation__head")).exists()


@pytest.mark.dear
def test_every_log_is_as_if_it_had_been_said():
    seed(1500)
    for log in Conversation.objects.filter(head__gt=0):
        ends = log.messages.aggregate(Max("changed"), Min("seq"))
        assert (ends["changed__max"], ends["seq__min"]) == (log.head, 1)
        times = list(log.messages.order_by("seq").values_list("at", flat=True))
        assert all(one < next for one, next in pairwise(times))
    assert not Message.objects.filter(changed__lt=F("seq")).exists()
    ids = Message.objects.values("uuid").annotate(n=Count("pk")).filter(n__gt=1)
    assert not ids.exists()
    said = Message.objects.filter(body__contains="**").first()
    assert said is None or "<strong>" in said.html


def test_what_is_said_there_next_goes_on_where_it_ends():
    seed(300)
    lobby = Conversation.objects.lobby()
    ada = lobby.members.order_by("pk")[0]
    said = post(ada, lobby.pk, "hello", uuid4())
    assert said.seq == lobby.head + 1
    [again] = history.changes(lobby.pk, ada, lobby.head).messages
    assert again.body == "hello"


@pytest.mark.dear
def test_the_same_command_goes_on_where_one_was_ended():
    seed(300)
    seed(800)
    assert (Message.objects.count(), User.objects.count()) == (800, 40)
    seed(800)
    assert Message.objects.count() == 800


def test_a_site_that_somebody_uses_is_filled_only_if_told():
    post(User.objects.sign_up("Eve", "correct horse"), "#lobby", "hello", uuid4())
    with pytest.raises(CommandError, match="--again"):
        seed(50)
    assert (Message.objects.count(), User.objects.count()) == (1, 1)
    seed(50, "--again")
    assert (Message.objects.count(), User.objects.count()) == (50, 41)


@pytest.mark.parametrize("messages", ["0", "-5"])
def test_less_than_a_message_is_none(messages):
    with pytest.raises(CommandError, match="least"):
        seed(messages)
