"""What is done, and tried, is in the audit log, and stays there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.accounts import authentication, sweeping
from chat.accounts.visitor import Visitor
from chat.audit import writing
from chat.audit.models import OnlyAdded, Record
from chat.logging.audit import audit
from chat.models import Conversation, User, hooks, post
from chat.models.members import offer, putting_out, silencing
from chat.models.messages import pinning
from chat.models.messages.log import changing
from chat.models.people.ban import ban, lift
from chat.models.rooms import steering
from chat.wire.errors import BadCredentials, NotAllowed, NotStored
from tests.support.people import Person, account, arrive, eventually

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Visitor("192.0.2.1", door="plain")


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def den(ada, bob):
    room = Conversation.objects.create_room(ada, "den")
    with changing():
        room.admit(bob)
    return room


def told():
    return [
        (row.event, row.who, row.whom, row.room)
        for row in Record.objects.order_by("pk")
    ]


def test_a_log_in_is_there_a_moment_later_and_waits_for_nothing(
    ada, django_assert_num_queries
):
    with django_assert_num_queries(0):
        audit("log-in", name="Ada", address="192.0.2.1", door="plain")
    writing.write_down()
    [row] = Record.objects.all()
    assert (row.event, row.who, row.who_number) == ("log-in", "Ada", ada.pk)
    assert (row.address, row.door, row.times) == ("192.0.2.1", "plain", 1)


def test_who_failed_is_not_known_but_whom_they_meant(ada):
    with pytest.raises(BadCredentials):
        authentication.log_in("ada", "wrong-horse", HERE)
    writing.write_down()
    [row] = Record.objects.all()
    assert (row.event, row.who, row.whom) == ("log-in failed", "", "ada")
    assert row.whom_number == ada.pk
    assert row.words == 'why="bad-credentials"'


def test_what_can_be_no_name_may_be_a_password():
    audit("log-in failed", name="correct horse 9", why="bad-credentials")
    writing.write_down()
    assert Record.objects.get().whom == "(no name)"


def test_what_is_done_to_a_room_is_stored_with_it(ada, bob, den):
    steering.set_role(den, ada, bob, "moderator")
    steering.steer(den, ada, "private", True)
    steering.steer(den, ada, "name", "cave")
    putting_out.kick(den, ada, bob, "too loud")
    putting_out.ban(den, ada, bob, "spam", 60)
    putting_out.unban(den, ada, "bob")
    assert told() == [
        ("room: role", "ada", "bob", "#den"),
        ("room: private", "ada", "", "#den"),
        ("room: name", "ada", "", "#den"),
        ("room: kicked", "ada", "bob", "#cave"),
        ("room: banned", "ada", "bob", "#cave"),
        ("room: unbanned", "ada", "bob", "#cave"),
    ]
    words = Record.objects.order_by("pk").values_list("words", flat=True)
    assert list(words[:3]) == ['value="moderator"', 'value="on"', 'value="#cave"']
    assert words[3].startswith('reason="too loud", until="')


def test_the_end_of_a_mute_in_a_room_is_told_from_a_role(ada, bob, den):
    silencing.silence(den, ada, bob, "loud", 60)
    silencing.let_speak(den, ada, bob)
    silencing.silence(den, ada, bob, "", 60)
    silencing.lift_over(timezone.now() + timedelta(seconds=61), 1)
    assert told() == [
        ("room: role", "ada", "bob", "#den"),
        ("room: mute lifted", "ada", "bob", "#den"),
        ("room: role", "ada", "bob", "#den"),
        ("room: mute over", "", "bob", "#den"),
    ]
    words = Record.objects.order_by("pk").values_list("words", flat=True)
    assert (words[1], words[3]) == ("", "")


def test_topics_pins_and_invitations_are_but_not_what_is_pinned_in_a_private_talk(
    ada, bob, den
):
    said = post(bob, den.pk, "look", uuid4())
    den.set_topic(bob, "of foxes")
    for on in (True, False):
        pinning.pin(said, bob, on=on)
    pinning.pin(post(bob, "@ada", "psst", uuid4()), bob, on=True)
    offer.invite(den, bob, User.objects.sign_up("cy", "correct horse"))
    assert told() == [
        ("room: topic", "bob", "", "#den"),
        ("room: pinned", "bob", "", "#den"),
        ("room: unpinned", "bob", "", "#den"),
        ("room: invited", "bob", "cy", "#den"),
    ]
    words = list(Record.objects.order_by("pk").values_list("words", flat=True))
    pinned = f'message="{said.seq}"'
    assert words == ['value="of foxes"', pinned, pinned, ""]


def test_what_was_refused_or_changed_nothing_is_not(ada, bob, den):
    with pytest.raises(NotAllowed):
        putting_out.kick(den, bob, ada, "")
    steering.steer(den, ada, "private", False)
    assert told() == []


def test_only_the_deleting_of_others_words_is(ada, bob, den):
    own = post(ada, den.pk, "mine", uuid4())
    other = post(bob, den.pk, "yours", uuid4())
    own.delete_by(ada)
    other.delete_by(ada)
    assert told() == [("room: deleted", "ada", "bob", "#den")]
    assert Record.objects.get().words == f'message="{other.seq}"'


def test_an_act_that_cannot_be_kept_is_not_done(ada, bob, den, monkeypatch):
    def fail(found):
        raise RuntimeError

    monkeypatch.setattr(writing, "store", fail)
    with pytest.raises(NotStored):
        steering.steer(den, ada, "private", True)
    with pytest.raises(RuntimeError):
        ban(bob, ada, reason="rude")
    den.refresh_from_db()
    bob.refresh_from_db()
    assert (den.private, bob.is_active) == (False, True)


def test_a_ban_and_its_end_are_stored_with_it(ada, bob):
    ban(bob, ada, reason="rude")
    lift(bob, ada)
    assert told() == [("ban", "ada", "bob", ""), ("ban lifted", "ada", "bob", "")]


def test_a_post_costs_no_query_more(ada, den, django_assert_num_queries, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "HOOKS", [told.extend])
    post(ada, den.pk, "@bob", uuid4())
    [event] = told
    with django_assert_num_queries(0):
        writing.keep_acts([event])


def test_what_cannot_be_written_waits(ada, monkeypatch):
    def fail(found):
        raise RuntimeError

    audit("log-in", name="ada")
    with monkeypatch.context() as replacing:
        replacing.setattr(writing, "store", fail)
        with pytest.raises(RuntimeError):
            writing.write_down()
    audit("log-in", name="ada")
    writing.write_down()
    assert Record.objects.get().times == 2


def test_as_the_process_ends_all_is_written(ada):
    audit("log-in", name="ada")
    writing.write_down()
    audit("log-in", name="ada")
    writing.write_the_rest()
    assert Record.objects.count() == 2


def test_nothing_changes_a_row_or_takes_it_away():
    row = Record.objects.create(event="log-in")
    for act in (
        row.save,
        row.delete,
        Record.objects.all().delete,
        lambda: Record.objects.update(event="other"),
    ):
        with pytest.raises(OnlyAdded):
            act()
    everything = Record._base_manager
    for act in (
        lambda: everything.update(event="other"),
        lambda: everything.all()._raw_delete(using="default"),
    ):
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            act()
    assert Record.objects.get().event == "log-in"


def test_it_goes_when_it_is_old(settings):
    long_ago = timezone.now() - timedelta(days=366)
    Record.objects.create(event="old", at=long_ago)
    Record.objects.create(event="new")
    settings.CHAT_AUDIT_DAYS = 0
    sweeping.sweep()
    assert Record.objects.count() == 2
    settings.CHAT_AUDIT_DAYS = 365
    sweeping.sweep()
    assert [row.event for row in Record.objects.all()] == ["new"]


def test_of_much_that_is_old_some_goes_at_a_time_until_all_has(monkeypatch, settings):
    settings.CHAT_AUDIT_DAYS = 365
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    for days in (366, 367, 368, 0):
        at = timezone.now() - timedelta(days=days)
        Record.objects.create(event=f"{days}", at=at)
    left = []
    while sweeping.sweep():
        left.append(Record.objects.count())
    assert (left, Record.objects.get().event) == ([2], "0")


async def test_what_is_done_at_a_door_says_which_and_from_where():
    ada = Person(await account("ada"), address="192.0.2.7")
    await ada.arrive()
    den = await ada.say("create", name="den")
    await ada.say("set", conversation=den["conversation"]["id"], what="slow", value=30)
    row = await Record.objects.aget(event="room: slow")
    assert (row.door, row.address, row.room) == ("browser", "192.0.2.7", "#den")


async def test_a_process_writes_down_what_is_gathered(monkeypatch):
    monkeypatch.setattr(writing, "SECONDS", 0.01)
    audit("log-in", name="ada")
    await arrive("bob")
    await eventually(Record.objects.filter(event="log-in").aexists)
