"""Changing logs: one transaction, begun before all others."""

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from chat.models import Conversation, User, post
from chat.models.messages import log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


def test_no_log_is_changed_in_a_transaction_that_is_open_already(ada):
    lobby = Conversation.objects.lobby()
    with transaction.atomic(), pytest.raises(RuntimeError, match="on_commit"):
        lobby.set_topic(ada, "wait for me")
    lobby.refresh_from_db()
    assert (lobby.head, lobby.topic) == (0, "")


def test_that_is_noticed_before_anybody_waits_for_their_turn():
    """Who has it may be waiting for the rows of that very transaction."""
    taken, noticed = threading.Event(), threading.Event()

    def take_the_turn():
        with log._one_after_the_other:
            taken.set()
            noticed.wait()

    other = threading.Thread(target=take_the_turn)
    other.start()
    taken.wait()
    try:
        with transaction.atomic(), pytest.raises(RuntimeError), log.changing():
            pass
    finally:
        noticed.set()
        other.join()


def test_a_verb_that_waits_for_the_commit_has_its_turn_then(ada):
    lobby = Conversation.objects.lobby()
    with transaction.atomic():
        transaction.on_commit(partial(lobby.set_topic, ada, "now"))
    lobby.refresh_from_db()
    assert (lobby.head, lobby.topic) == (1, "now")


def test_changes_within_changes_are_one_transaction(ada):
    def fail():
        with log.changing():
            room = Conversation.objects.create_room(ada, "dev")
            post(ada, room.pk, "hello", uuid4())
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not Conversation.objects.filter(name="dev").exists()
    assert post(ada, "#lobby", "hello", uuid4()).seq == 1
