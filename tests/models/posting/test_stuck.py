"""What somebody else keeps locked; only PostgreSQL locks rows."""

import contextlib
import re
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from chat import wire
from chat.concurrency import patience
from chat.concurrency.trouble import Locked
from chat.models import Conversation, PostRequest, User, post_all
from chat.models.tables import lock
from chat.sessions import process

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no rows"),
]
OPERATING = Path(__file__).parents[3] / "docs/operating.md"
ROOM = "SELECT id FROM chat_conversation WHERE name = 'lobby' FOR UPDATE"
PERSON = "SELECT id FROM chat_user WHERE name = 'ada' FOR UPDATE"
ALLOWANCE = "SELECT id FROM chat_allowance FOR UPDATE"
MEMBERSHIP = """
    SELECT 1 FROM chat_membership JOIN chat_user ON chat_user.id = user_id
    WHERE name = 'ada' FOR UPDATE OF chat_membership
"""


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(patience, "hasty_until", 0.0)
    monkeypatch.setattr(lock, "ROWS", {})
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 100")
    names = ("ada", "bob", "cyd")
    yield [User.objects.sign_up(name, "correct horse") for name in names]
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@contextlib.contextmanager
def locked(query):
    its = connection.settings_dict
    where = {"host": its["HOST"], "port": its["PORT"], "user": its["USER"]}
    with psycopg.connect(dbname=its["NAME"], **where) as other:
        assert other.execute(query).fetchall()
        yield
        other.rollback()


@pytest.mark.parametrize(
    ("query", "to", "elsewhere"),
    [
        (ROOM, "#lobby", "@cyd"),
        (PERSON, "#lobby", "#lobby"),
        (ALLOWANCE, "@cyd", "#lobby"),
        (MEMBERSHIP, "lobby", "#lobby"),
    ],
)
def test_what_needs_a_locked_row_waits_for_it_alone(people, query, to, elsewhere):
    ada, bob, _ = people
    lobby = Conversation.objects.lobby().pk
    before = PostRequest(bob, "#lobby", "unread", uuid4())
    to = lobby if to == "lobby" else to
    hers = PostRequest(ada, to, "hers", uuid4(), reads=0)
    post_all([before, PostRequest(ada, "@bob", "there", uuid4())])
    with locked(query):
        for body in ("at first", "and while it lasts"):
            answers = post_all([hers, PostRequest(bob, elsewhere, body, uuid4())])
            assert [type(each) for each in answers] == [Locked, wire.Posted]
        assert lock.ROWS
    assert isinstance(post_all([hers])[0], wire.Posted)
    assert not lock.ROWS


def test_a_verb_that_needs_a_locked_room_waits_for_it_once(people):
    ada, *_ = people
    lobby = Conversation.objects.lobby()
    with locked(ROOM):
        with pytest.raises(OperationalError):
            lobby.override_topic(ada, "waits")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
        with pytest.raises(Locked):
            lobby.override_topic(ada, "does not")
    assert lobby.override_topic(ada, "again").seq == 1
    assert not lock.ROWS


def test_who_is_locked_is_not_waited_for_to_mark_who_is_here(people):
    ada, bob, _ = people
    before = timezone.now()
    with locked(PERSON):
        process._mark_seen([ada.pk, bob.pk])
    seen = User.objects.filter(seen__gt=before)
    assert [user.name for user in seen] == ["bob"]


def test_who_keeps_a_row_is_found_and_ended_as_it_is_written(people):
    who, end = re.findall(r"^SELECT .+?;", OPERATING.read_text(), re.DOTALL | re.M)
    gone = contextlib.suppress(psycopg.OperationalError)
    with gone, locked(ROOM), connection.cursor() as cursor:
        cursor.execute(who)
        [(pid, *_)] = cursor.fetchall()
        cursor.execute(end.replace("12345", str(pid)))
        assert cursor.fetchone() == (True,)
    assert Conversation.objects.lobby().override_topic(people[0], "go on").seq == 1
