"""The lobby, which everybody is in, or which is a room like any other; and where a
newcomer is from the first moment."""

import pytest

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.delivery.groups import room_group
from chat.models import Conversation, Membership, User
from chat.models.members import membership, putting_out
from chat.models.rooms import steering
from chat.models.rooms.heirs import find_heirs
from chat.wire.errors import NotAllowed

pytestmark = pytest.mark.django_db


def rooms_of(user):
    return sorted(user.conversations.values_list("name", flat=True))


def test_everybody_is_in_it_and_it_stays_as_it_is():
    ada = User.objects.admit_guest("ada")
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    lobby = Conversation.objects.lobby()
    assert rooms_of(ada) == ["lobby"]
    with pytest.raises(NotAllowed, match="lobby"):
        lobby.leave(ada)
    with pytest.raises(NotAllowed, match="stays as it is"):
        steering.steer(lobby, ada, "name", "plaza")


def test_where_the_site_says_so_it_is_left_renamed_and_archived(settings):
    settings.CHAT_LOBBY_FIXED = False
    ada, bob = User.objects.admit_guest("ada"), User.objects.admit_guest("bob")
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    lobby = Conversation.objects.lobby()
    lobby.leave(bob)
    assert rooms_of(bob) == []
    with pytest.raises(NotAllowed):
        steering.steer(lobby, User.objects.admit_guest("eve"), "archived", True)
    steering.steer(lobby, ada, "name", "plaza")
    assert rooms_of(User.objects.admit_guest("mia")) == ["plaza"]
    steering.steer(lobby, ada, "archived", True)
    assert rooms_of(User.objects.admit_guest("zoe")) == []


def test_a_newcomer_is_in_the_rooms_that_the_site_names(settings):
    settings.CHAT_ROOMS_OF_NEW = ["help", "garden"]
    ada = User.objects.admit_guest("ada")
    assert rooms_of(ada) == ["garden", "help", "lobby"]
    settings.CHAT_LOBBY_FIXED = False
    bob = User.objects.admit_guest("bob")
    assert rooms_of(bob) == ["garden", "help"]


def test_nobody_is_in_a_private_one_uninvited(settings):
    ada = User.objects.admit_guest("ada")
    Conversation.objects.create_room(ada, "secret", private=True)
    settings.CHAT_ROOMS_OF_NEW = ["secret"]
    assert rooms_of(User.objects.admit_guest("bob")) == ["lobby"]


def test_who_was_put_out_of_one_does_not_come_back_as_a_newcomer(settings):
    settings.CHAT_ROOMS_OF_NEW = ["help"]
    owner = User.objects.sign_up("owner", "correct horse")
    here = Visitor("192.0.2.7", "a" * 32)
    troll = authentication.come_as_guest("troll", here)
    room = Conversation.objects.called("help")
    room.pass_on(None)
    putting_out.ban(room, owner, troll, "", None)
    again = authentication.come_as_guest("again", here)
    assert rooms_of(again) == ["lobby"]
    token = troll.token()
    troll.release()
    assert rooms_of(authentication.come_back("troll", token, here)) == ["lobby"]
    there = Visitor("203.0.113.9", "b" * 32)
    assert rooms_of(authentication.come_as_guest("bob", there)) == ["help", "lobby"]


def test_the_first_who_came_does_not_own_what_everybody_was_put_into(settings):
    settings.CHAT_LOBBY_FIXED = False
    settings.CHAT_ROOMS_OF_NEW = ["lobby", "help"]
    ada = User.objects.admit_guest("ada")
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    find_heirs()
    steering.steer(Conversation.objects.lobby(), ada, "name", "plaza")
    find_heirs()
    assert not Membership.objects.filter(role="owner").exists()


def test_whoever_looks_at_one_of_them_sees_newcomers_come(settings, monkeypatch):
    told = []
    monkeypatch.setattr(
        membership, "announce", lambda groups, event: told.append((groups, event))
    )
    settings.CHAT_ROOMS_OF_NEW = ["lobby", "help"]
    ada = User.objects.admit_guest("ada")
    help = Conversation.objects.called("help")
    assert told == [([room_group(help.pk)], ada.joined_event(help.pk))]


def test_a_room_that_only_looks_like_one_keeps_nobody_from_coming_in(settings):
    ada = User.objects.admit_guest("ada")
    Conversation.objects.create_room(ada, "he1p")
    settings.CHAT_ROOMS_OF_NEW = ["help"]
    assert rooms_of(User.objects.admit_guest("bob")) == ["lobby"]
