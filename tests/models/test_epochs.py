"""A restored log: what was given after the copy was made is not given again."""

from uuid import uuid4

import pytest
from django.db import transaction

from chat.models import Conversation, User, epochs, post
from chat.models.messages import following
from chat.models.messages.following import Position
from chat.wire.errors import BadCredentials

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


def restored():
    """As a site is that was restored from a copy."""
    with transaction.atomic():
        epochs.renew()


def test_every_log_has_another_epoch_after_each_restore(ada):
    Conversation.objects.create_room(ada, "dev")
    known = [set(Conversation.objects.values_list("epoch", flat=True))]
    assert known == [{0}]
    for _ in range(2):
        restored()
        known.append(set(Conversation.objects.values_list("epoch", flat=True)))
    assert len(set.union(*known)) == 3


def test_numbers_of_people_and_rooms_are_not_given_again(ada):
    eve = User.objects.admit_guest("eve")
    room = Conversation.objects.create_room(ada, "dev")
    lost, gone = (eve.pk, room.pk), eve.token()
    User.objects.filter(pk=eve.pk).delete()
    room.dissolve()
    restored()
    bob = User.objects.admit_guest("bob")
    own = Conversation.objects.create_room(ada, "new")
    assert min(bob.pk - lost[0], own.pk - lost[1]) > 1000
    with pytest.raises(BadCredentials):
        User.objects.returning_guest(gone)


def test_a_follower_that_is_ahead_goes_on_where_the_log_ends(ada):
    lobby = Conversation.objects.lobby()
    post(ada, lobby.pk, "one", uuid4())
    Position.objects.create(follower="mail", conversation=lobby, seq=100)
    Position.objects.create(follower="push", conversation=lobby, seq=0, holder="dead")
    restored()
    seqs = Position.objects.values_list("follower", "seq", "holder")
    assert set(seqs) == {("mail", 1, ""), ("push", 0, "")}
    post(ada, lobby.pk, "two", uuid4())
    assert following.behind("mail", 10) == [lobby.pk]
