"""What a message said before: kept for a while, for its author and the moderators."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from msgspec import UNSET

from chat.accounts.sweeping import sweep
from chat.edits.keeping import versions_of
from chat.edits.models import Version
from chat.models import Conversation, Message, User, post
from chat.wire.errors import NoSuchConversation, NotAllowed
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def mod():
    return User.objects.sign_up("mod", "correct horse", is_staff=True)


@pytest.fixture
def message(ada):
    return post(ada, "#lobby", "one", uuid4())


def versions(message, reader):
    return versions_of(message.conversation_id, message.seq, reader).versions


def test_each_edit_keeps_what_was_there(ada, message):
    for body in ("two", "two", "three"):
        message.edit(ada, body)
    found = versions(message, ada)
    assert [each.body for each in found] == ["one", "two", "three"]
    assert [each.until for each in found][:-1] == [each.at for each in found][1:]
    assert (found[0].by, found[-1].until) == ("ada", UNSET)


def test_two_edits_at_once_keep_both(ada, message):
    other = Message.objects.get(pk=message.pk)
    message.edit(ada, "two")
    other.edit(ada, "three")
    assert [each.body for each in versions(message, ada)] == ["one", "two", "three"]


def test_what_was_deleted_is_for_moderators_alone(ada, mod, message):
    message.edit(ada, "two")
    message.delete_by(ada)
    assert [each.body for each in versions(message, mod)] == ["one", "two"]
    with pytest.raises(NotAllowed):
        versions(message, ada)


def test_others_are_not_told(ada, mod, message):
    bob = User.objects.sign_up("bob", "correct horse")
    message.edit(ada, "two")
    with pytest.raises(NotAllowed):
        versions(message, bob)
    User.objects.filter(pk=mod.pk).update(is_staff=False)
    with pytest.raises(NotAllowed):
        versions(message, mod)
    den = Conversation.objects.create_room(ada, "den", private=True)
    with pytest.raises(NoSuchConversation):
        versions(post(ada, den.pk, "psst", uuid4()), mod)


def test_it_is_forgotten_in_time(ada, message):
    message.edit(ada, "two")
    Version.objects.update(until=timezone.now() - timedelta(days=31))
    message.edit(ada, "three")
    sweep()
    found = versions(message, ada)
    assert [each.body for each in found] == ["two", "three"]


def test_a_site_may_keep_nothing(ada, message, settings):
    settings.CHAT_VERSIONS_DAYS = 0
    message.edit(ada, "two")
    assert not Version.objects.exists()
    assert [each.body for each in versions(message, ada)] == ["two"]


async def test_its_author_asks_for_it():
    ada, _ = await arrive("ada", "bob")
    lobby = ada.welcome["conversations"][0]["id"]
    seq = (await ada.post(lobby, "one"))["seq"]
    await ada.say("edit", conversation=lobby, seq=seq, body="two")
    answer = await ada.say("versions", conversation=lobby, seq=seq)
    assert [each["body"] for each in answer["versions"]] == ["one", "two"]
    assert "until" not in answer["versions"][-1]
