"""``manage.py seedchat``: the demo is there, behaves, and does no harm."""

from collections import Counter
from datetime import timedelta
from io import StringIO
from random import Random
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.management import CommandError, call_command
from django.utils import timezone

from chat.management.demo import talks
from chat.models import Conversation, Membership, Message, Reaction, User, post
from tests.support.people import arrive
from tests.support.servers import manage
from tests.support.valkey import nothing_is_left

# The database is looked at before it is filled, by a program of its own.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


def seed(*options):
    out = StringIO()
    call_command("seedchat", *options, stdout=out)
    return out.getvalue()


def what_was_said():
    rows = Message.objects.order_by("conversation__created", "seq")
    return list(rows.values_list("uuid", "author__name", "body", "changed"))


def test_a_lived_in_site_comes_of_it():
    before = timezone.now()
    said = seed("--password", "correct horse")
    assert "correct horse" in said
    there_is_something_of_everything()
    the_logs_are_as_if_it_had_been_said_over_days(before)
    only_its_people_are_in_the_private_room()


def there_is_something_of_everything():
    rooms = Conversation.objects.filter(kind=Conversation.ROOM)
    assert rooms.count() == 7
    assert all(rooms.values_list("topic", flat=True))
    assert [room.name for room in rooms.filter(private=True)] == ["board"]
    assert Conversation.objects.filter(kind=Conversation.DIRECT).count() == 6
    assert User.objects.filter(guest=False).count() == 12
    assert Message.objects.count() > 200
    assert Message.objects.filter(edited=True).exists()
    assert Message.objects.filter(deleted=True, body="").exists()
    assert Reaction.objects.count() > 200
    for markup in ("<pre>", "<strong>", '<a href="https://', "<ol>", "<blockquote>"):
        assert Message.objects.filter(html__contains=markup).exists(), markup
    for script in ("ש", "م", "す", "я", "ñ"):
        assert Message.objects.filter(body__contains=script).exists(), script


def the_logs_are_as_if_it_had_been_said_over_days(before):
    for room in Conversation.objects.all():
        seqs = list(room.messages.order_by("seq").values_list("seq", "at"))
        times = [at for _, at in seqs]
        assert times == sorted(times)
        assert room.created <= times[0] or room.name == "lobby"
        assert max(room.messages.values_list("changed", flat=True)) == room.head
        assert not room.memberships.filter(read__gt=room.head).exists()
    times = list(Message.objects.values_list("at", flat=True))
    assert max(times) <= timezone.now()
    assert min(times) < before - timedelta(days=5)
    assert len({at.date() for at in times}) >= 6
    assert User.objects.filter(joined__gt=min(times)).count() == 0


def only_its_people_are_in_the_private_room():
    board = Conversation.objects.get(name="board")
    assert {user.name for user in board.members.all()} == {
        "Ada",
        "Ольга",
        "Mia",
        "Zoë",
        "Jonas",
    }
    assert Membership.objects.filter(conversation__name="lobby").count() == 13


@pytest.mark.long
def test_everybody_gets_in_by_the_password_that_is_printed():
    password = seed().split()[-1]
    assert len(password) >= 12
    for user in User.objects.filter(guest=False).order_by("pk")[:12:5]:
        assert User.objects.check_login(user.name, password) == user
    assert seed("--again").split()[-1] != password


def test_the_same_number_is_the_same_demo():
    now = timezone.now()
    assert talks.read(now, Random(7)) == talks.read(now, Random(7))
    assert talks.read(now, Random(7)) != talks.read(now, Random(8))


def test_a_site_with_messages_is_left_alone():
    ada = User.objects.sign_up("Ada", "correct horse")
    post(ada, "#lobby", "hello", uuid4())
    with pytest.raises(CommandError, match="--again"):
        seed()
    assert Message.objects.count() == User.objects.count() == 1


@pytest.mark.whole
def test_again_speaks_for_nobody_who_is_here():
    ada = User.objects.sign_up("Ada", "correct horse")
    post(ada, Conversation.objects.create_room(ada, "code").pk, "hello", uuid4())
    seed("--again")
    assert ada.messages.count() == 1
    assert ada.conversations.count() == 2
    assert User.objects.named("ada2").messages.count() > 20
    sizes = Counter(Message.objects.values_list("conversation__name", flat=True))
    assert sizes["code"] == 1
    assert sizes["code2"] > 20


@pytest.mark.whole
async def test_who_is_here_sees_it_happen():
    [eve] = await arrive("eve")
    await sync_to_async(seed)("--again")
    await eve.hears("message", **{"from": "Mia"})
    await eve.hears("reacted", emoji="🎉")


def test_an_empty_folder_is_enough(tmp_path):
    """Where nothing runs: it brings its own Valkey, and waits for none."""
    result = manage(tmp_path, "seedchat", CHAT_LOG_LEVEL="WARNING")
    # The audit log is written whatever the level is: a topic was set.
    said = [line for line in result.stderr.splitlines() if " chat.audit: " not in line]
    assert (result.returncode, said) == (0, [])
    again = manage(tmp_path, "seedchat", CHAT_LOG_LEVEL="WARNING")
    assert (again.returncode, again.stdout) == (1, "")
    assert len(again.stderr.splitlines()) == 1
    nothing_is_left(tmp_path)


def test_a_redis_that_is_away_is_one_sentence_and_no_wait(tmp_path):
    result = manage(tmp_path, "seedchat", REDIS_URL="redis://127.0.0.1:1/0")
    assert (result.returncode, result.stdout) == (1, "")
    assert "REDIS_URL" in result.stderr
