"""Deleting all that somebody said of late, and bringing it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat import wire
from chat.audit.models import Record
from chat.edits.models import Version
from chat.models import (
    Conversation,
    Membership,
    Message,
    PostRequest,
    User,
    post,
    post_all,
)
from chat.models.messages.message import message_of
from chat.models.rooms import steering
from chat.moderation import purging
from chat.moderation.models import Purging, Taken
from chat.wire.errors import NoSuchConversation, NotAllowed, NotAMember
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "floods"


class Cast:
    """A troll in two rooms, one of them with an owner and a moderator; and a chief."""

    def __init__(self):
        for name in ("owner", "mel", "troll", "outsider"):
            setattr(self, name, User.objects.sign_up(name, "correct horse"))
        self.chief = User.objects.sign_up("chief", "correct horse", is_superuser=True)
        User.objects.filter(pk=self.chief.pk).update(is_staff=True)
        self.dev = Conversation.objects.create_room(self.owner, "dev")
        for each in (self.mel, self.troll):
            self.dev.join(each)
        steering.set_role(self.dev, self.owner, self.mel, "moderator")

    def said(self, body, to="#dev", by=None):
        posted = post(by or self.troll, to, body, uuid4())
        place = Conversation.objects.get(pk=posted.conversation_id)
        return place.messages.get(seq=posted.seq)


@pytest.fixture
def cast():
    return Cast()


def purge(user, room=None, **wish):
    place = None if room is None else room.pk
    its = purging.begin(
        user, wire.Purge(name="troll", conversation=place, reason=WHY, **wish)
    )
    for numbers in purging.batches(its):
        purging.delete(user, its, numbers)
    return purging.end(user, its)


def undo(user, number):
    its = purging.begin_undo(user, number)
    while purging.undo_some(its):
        pass
    return purging.end_undo(user, its)


def words():
    return {m.body for m in Message.objects.filter(author__name="troll", deleted=False)}


def test_a_rooms_moderator_deletes_it_there_and_nothing_else(cast):
    for each in range(3):
        cast.said(f"spam {each}")
    cast.said("elsewhere", "#lobby")
    kept = cast.said("mine", by=cast.mel)
    done = purge(cast.mel, cast.dev)
    assert (done.count, done.whom) == (3, "troll")
    assert words() == {"elsewhere"}
    kept.refresh_from_db()
    assert kept.body == "mine"


def test_whoever_moderates_the_site_deletes_it_in_all_rooms_but_no_talks(cast):
    cast.said("spam")
    cast.said("elsewhere", "#lobby")
    cast.said("between us", "@mel")
    assert purge(cast.chief).count == 2
    assert words() == {"between us"}


def test_what_was_said_before_that_stays(cast):
    old = cast.said("of yesterday")
    Message.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=2))
    cast.said("spam")
    assert purge(cast.mel, cast.dev).count == 1
    assert words() == {"of yesterday"}


@pytest.mark.dear
def test_it_goes_in_batches_and_has_an_end(cast, monkeypatch):
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    monkeypatch.setattr(purging, "MOST", 5)
    for each in range(7):
        cast.said(f"spam {each}")
    done = purge(cast.mel, cast.dev)
    assert (done.count, done.more) == (5, True)
    assert purge(cast.mel, cast.dev).count == 2


@pytest.mark.parametrize("who", ["troll", "outsider"])
def test_nobody_else_does_it_in_a_room(cast, who):
    cast.said("spam")
    with pytest.raises((NotAllowed, NotAMember)):
        purge(getattr(cast, who), cast.dev)
    assert words() == {"spam"}


@pytest.mark.parametrize("who", ["mel", "owner", "troll"])
def test_nobody_else_does_it_in_all_rooms(cast, who):
    cast.said("spam")
    with pytest.raises(NotAllowed):
        purge(getattr(cast, who))
    assert words() == {"spam"}


def test_nobody_does_it_to_who_may_do_as_much_on_the_site(cast):
    User.objects.filter(name="troll").update(is_staff=True, is_superuser=True)
    with pytest.raises(NotAllowed):
        purge(cast.chief)


def test_an_administrator_without_that_power_does_not(cast):
    User.objects.filter(pk=cast.chief.pk).update(is_superuser=False)
    with pytest.raises(NotAllowed):
        purge(cast.chief)


def test_the_words_are_kept_for_moderators_and_each_deletion_is_audited(cast):
    said = cast.said("spam")
    purge(cast.mel, cast.dev)
    assert Version.objects.get(message=said).body == "spam"
    events = set(Record.objects.values_list("event", "who", "whom"))
    assert {("purged", "mel", "troll"), ("room: deleted", "mel", "troll")} <= events
    assert WHY in Record.objects.get(event="purged").words


def test_it_is_undone_in_place(cast):
    first, second = cast.said("**one**"), cast.said("two")
    number = purge(cast.mel, cast.dev).purge
    done = undo(cast.mel, number)
    assert (done.count, done.undone) == (2, True)
    for each, html in (first, first.html), (second, second.html):
        now = Message.objects.get(pk=each.pk)
        assert (now.seq, now.body, now.html) == (each.seq, each.body, html)
        assert (now.deleted, now.edited) == (False, False)


def test_it_is_undone_once_and_by_whoever_did_it(cast):
    cast.said("spam")
    number = purge(cast.mel, cast.dev).purge
    with pytest.raises(NoSuchConversation):
        undo(cast.owner, number)
    undo(cast.mel, number)
    with pytest.raises(NotAllowed):
        undo(cast.mel, number)


def test_it_is_undone_within_a_minute(cast):
    cast.said("spam")
    number = purge(cast.mel, cast.dev).purge
    Purging.objects.update(at=timezone.now() - purging.UNDO - timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        undo(cast.mel, number)
    assert words() == set()


def test_whoever_is_no_moderator_any_more_does_not_undo(cast):
    cast.said("spam")
    number = purge(cast.mel, cast.dev).purge
    Membership.objects.filter(user=cast.mel, conversation=cast.dev).update(
        role="member"
    )
    with pytest.raises(NotAllowed):
        undo(cast.mel, number)


def test_the_words_go_when_they_cannot_be_brought_back(cast):
    cast.said("spam")
    purge(cast.mel, cast.dev)
    Purging.objects.update(at=timezone.now() - purging.KEPT - timedelta(seconds=1))
    assert not purging.forget_old()
    assert not Purging.objects.exists()
    assert not Taken.objects.exists()


def test_a_reply_that_is_back_quotes_what_it_did(cast):
    first = cast.said("hello", by=cast.mel)
    wish = PostRequest(cast.troll, "#dev", "no", uuid4(), reply_to=first.seq)
    [answer] = post_all([wish])
    undo(cast.mel, purge(cast.mel, cast.dev).purge)
    now = message_of(cast.dev.pk, answer.seq, cast.mel)
    assert (now.body, now.reply_to) == ("no", first.seq)


@pytest.mark.dear
async def test_everybody_there_hears_it_go_and_come_back():
    mel, troll, ada = await arrive("mel", "troll", "ada")
    room = (await mel.say("create", name="dev"))["conversation"]["id"]
    for each in (troll, ada):
        await each.say("join", room="dev")
    said = await troll.post("#dev", "spam")
    done = await mel.say("purge", conversation=room, name="troll", reason=WHY)
    assert (done["type"], done["count"]) == ("purged", 1)
    await ada.hears("deleted", target=said["seq"], **{"from": "mel"})
    undone = await mel.say("unpurge", purge=done["purge"])
    assert undone["undone"]
    back = await ada.hears("edited", target=said["seq"])
    assert (back["body"], back["restored"], back["from"]) == ("spam", True, "troll")


def test_what_goes_meanwhile_by_others_does_not_end_it(cast):
    first, second, third = (cast.said(word) for word in ("one", "two", "three"))
    its = purging.begin(
        cast.mel, wire.Purge(name="troll", conversation=cast.dev.pk, reason=WHY)
    )
    [numbers] = purging.batches(its)
    message_of(cast.dev.pk, first.seq, cast.owner).delete_by(cast.owner)
    Message.objects.filter(pk=second.pk).delete()
    purging.delete(cast.mel, its, numbers)
    assert purging.end(cast.mel, its).count == 1
    undo(cast.mel, its.pk)
    assert words() == {"three"}
    assert Message.objects.get(pk=third.pk).body == "three"


def test_two_who_delete_it_at_once_share_it(cast):
    for each in range(3):
        cast.said(f"spam {each}")
    wish = wire.Purge(name="troll", conversation=cast.dev.pk)
    both = [(who, purging.begin(who, wish)) for who in (cast.mel, cast.owner)]
    meant = [(who, its, purging.batches(its)) for who, its in both]
    for who, its, batches in meant:
        for numbers in batches:
            purging.delete(who, its, numbers)
    assert [purging.end(who, its).count for who, its, _ in meant] == [3, 0]


@pytest.mark.dear
def test_each_batch_has_a_row_of_its_own(cast, monkeypatch):
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    for each in range(5):
        cast.said(f"spam {each}")
    number = purge(cast.mel, cast.dev).purge
    assert Taken.objects.filter(purging=number).count() == 3
    assert Purging.objects.get(pk=number).words == "[]"
    undo(cast.mel, number)
    assert words() == {f"spam {each}" for each in range(5)}
    assert not Taken.objects.exists()


def test_of_two_who_undo_it_at_once_one_does(cast, monkeypatch):
    cast.said("spam")
    number = purge(cast.mel, cast.dev).purge
    require = purging._require

    def meanwhile(its, user):
        monkeypatch.setattr(purging, "_require", require)
        purging.begin_undo(user, number)
        require(its, user)

    monkeypatch.setattr(purging, "_require", meanwhile)
    with pytest.raises(NotAllowed):
        purging.begin_undo(cast.mel, number)
