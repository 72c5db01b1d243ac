"""Names in use: none looks like another, and nobody loses theirs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chat.models import Conversation, User
from chat.models.names import skeletons
from chat.models.people.user import UserManager
from chat.wire.errors import NameRegistered, NameTaken
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"
ALIKE = "looks like another"
RESERVED = "reserved"


def sign_up(name, **flags):
    return User.objects.sign_up(name, PASSWORD, **flags)


def went_away(*guests):
    seen = timezone.now() - timedelta(minutes=11)
    User.objects.filter(pk__in=[guest.pk for guest in guests]).update(seen=seen)


def by_the_version_before(name, *, guest=False):
    """A row as it is put in by whoever knows no skeletons."""
    person = User(name=name, key=name.casefold(), guest=guest, skeleton=f"?{name}")
    person.set_password(PASSWORD)
    person.save()
    User.objects.filter(pk=person.pk).update(skeleton=None)
    return person


def skeleton_of(row):
    row.refresh_from_db()
    return row.skeleton


# --- Whoever comes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("paypal", "paypaI"), ("barn", "bam"), ("scope", "ѕсоре"), ("user1", "userl")],
)
def test_nobody_takes_a_name_that_looks_like_anothers(one, other):
    sign_up(one)
    for take in (sign_up, User.objects.admit_guest):
        with pytest.raises(NameTaken, match=ALIKE) as refused:
            take(other)
        assert not isinstance(refused.value, NameRegistered)
        assert one not in refused.value.detail
    assert User.objects.count() == 1


def test_a_guest_who_is_here_keeps_others_from_a_name_like_theirs():
    User.objects.admit_guest("bob")
    with pytest.raises(NameTaken, match=ALIKE):
        sign_up("b0b")


def test_a_guest_who_has_gone_gives_way_to_a_name_like_theirs():
    bob = User.objects.admit_guest("bob")
    token = bob.token()
    went_away(bob)
    new = User.objects.admit_guest("b0b")
    assert User.objects.named("b0b") == new
    with pytest.raises(NameTaken, match=ALIKE):
        User.objects.returning_guest(token)
    went_away(new)
    assert User.objects.returning_guest(token) == bob
    assert skeleton_of(new) == f"~{new.pk}"


def test_a_guest_does_not_go_for_a_name_that_stays_taken():
    sign_up("bob")
    guest = by_the_version_before("b0b", guest=True)
    went_away(guest)
    with pytest.raises(NameTaken, match=ALIKE):
        User.objects.admit_guest("b0b")
    assert User.objects.named("b0b") == guest


def test_ones_own_name_in_another_case_is_ones_own():
    ian = sign_up("Ian")
    assert User.objects.check_login("IAN", PASSWORD) == ian
    assert User.objects.check_login("ian", PASSWORD) == ian


@pytest.mark.parametrize("name", ["admin", "ADMIN", "adrnin", "m0derator", "everyone"])
def test_a_reserved_name_is_the_operators_alone(name):
    for take in (sign_up, User.objects.admit_guest):
        with pytest.raises(NameTaken, match=RESERVED):
            take(name)
    assert User.objects.create_superuser(name, PASSWORD).name == name


def test_whoever_has_a_reserved_name_is_asked_for_its_password():
    User.objects.create_superuser("admin", PASSWORD)
    with pytest.raises(NameRegistered):
        User.objects.admit_guest("Admin")


def test_a_setting_reserves_more_names(monkeypatch):
    assert settings.CHAT_RESERVED_NAMES == []
    monkeypatch.setattr(settings, "CHAT_RESERVED_NAMES", ["Boss"])
    with pytest.raises(NameTaken, match=RESERVED):
        sign_up("B0ss")


# --- Rooms ----------------------------------------------------------------------------


def test_no_room_looks_like_another_and_people_are_others():
    ada = sign_up("dev1")
    Conversation.objects.create_room(ada, "dev1", private=True)
    for name in ("devl", "#DEVⅼ"):
        with pytest.raises(NameTaken, match=ALIKE):
            Conversation.objects.create_room(ada, name)
    with pytest.raises(NameTaken, match=ALIKE):
        Conversation.objects.create_room(ada, "l0bby")


def test_of_two_rooms_made_at_once_that_look_alike_one_is_there(monkeypatch):
    ada = sign_up("ada")
    require_free, asked = skeletons._require_free, []

    def be_too_late(rooms, name):
        asked.append(name)
        if len(asked) == 1:
            Conversation.objects.create_room(ada, "dev1")
        elif len(asked) > 2:
            require_free(rooms, name)

    monkeypatch.setattr(skeletons, "_require_free", be_too_late)
    with pytest.raises(NameTaken, match=ALIKE):
        Conversation.objects.create_room(ada, "devl")
    assert not Conversation.objects.filter(name="devl").exists()


def test_direct_conversations_look_like_nothing():
    ada, bob, cyd = map(sign_up, ("ada", "bob", "cyd"))
    for other in (bob, cyd):
        assert skeleton_of(Conversation.objects.direct(ada, other)) is None


# --- The database decides -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_look_alikes_at_the_same_moment_one_has_it(monkeypatch):
    together, vacate = Barrier(2), UserManager.vacate

    def vacate_together(people, name, **besides):
        vacate(people, name, **besides)
        together.wait(timeout=SECONDS)

    def take(name):
        try:
            return User.objects.admit_guest(name).name
        except NameTaken as error:
            return error.detail
        finally:
            connection.close()

    Conversation.objects.lobby()
    monkeypatch.setattr(UserManager, "vacate", vacate_together)
    with ThreadPoolExecutor(2) as both:
        told = set(both.map(take, ["paypal", "paypaI"]))
    assert told == {User.objects.get().name, skeletons.ALIKE}


def test_the_database_takes_no_two_that_look_alike():
    for make in (
        lambda name: User.objects.create(name=name, key=name.lower()),
        lambda name: Conversation.objects.create(kind="room", name=name),
    ):
        make("dev1")
        with pytest.raises(IntegrityError), transaction.atomic():
            make("devl")


# --- Since before ---------------------------------------------------------------------


def test_accounts_that_look_alike_stay_and_get_in():
    names = ("bob", "b0b", "аdmin", "admin")
    people = [by_the_version_before(name) for name in names]
    guest = by_the_version_before("cyd", guest=True)
    guest.release()
    room = Conversation.objects.create(kind="room", name="dev")
    Conversation.objects.filter(pk=room.pk).update(skeleton=None)
    import_module("chat.migrations.0005_skeletons").tell(apps, None)
    assert [User.objects.check_login(name, PASSWORD) for name in names] == people
    assert [skeleton_of(one) for one in (*people[:2], guest, room)] == [
        "bob",
        f"~{people[1].pk}",
        f"~{guest.pk}",
        "dev",
    ]
    for name in names:
        with pytest.raises(NameRegistered):  # asked for the password, at the plain door
            User.objects.admit_guest(name)


def test_an_account_comes_before_a_guest_who_was_there_first():
    guest = by_the_version_before("b0b", guest=True)
    bob = by_the_version_before("bob")
    import_module("chat.migrations.0005_skeletons").tell(apps, None)
    assert (skeleton_of(bob), skeleton_of(guest)) == ("bob", f"~{guest.pk}")


def test_whom_the_version_before_lets_in_counts_too():
    by_the_version_before("paypal")
    with pytest.raises(NameTaken, match=ALIKE):
        sign_up("paypaI")


def test_a_room_that_the_version_before_makes_counts_too():
    ada = sign_up("ada")
    room = Conversation.objects.create_room(ada, "dev1")
    Conversation.objects.filter(pk=room.pk).update(skeleton=None)
    with pytest.raises(NameTaken, match=ALIKE):
        Conversation.objects.create_room(ada, "devl")


def test_a_name_that_the_version_before_has_given_up_is_free():
    bob = User.objects.admit_guest("bob")
    User.objects.filter(pk=bob.pk).update(key=f"~{bob.pk}")
    new = User.objects.admit_guest("b0b")
    assert User.objects.named("b0b") == new
    sign_up("ada")
    assert skeleton_of(bob) == f"~{bob.pk}"


def test_a_name_that_the_version_before_has_changed_is_free():
    bob = sign_up("bob")
    User.objects.filter(pk=bob.pk).update(key="rob", name="rob")
    assert sign_up("bob")
    assert sign_up("ada")
    assert skeleton_of(bob) == "rob"
