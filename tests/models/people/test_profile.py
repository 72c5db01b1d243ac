"""Whom there is, and what one may know of somebody."""

from time import process_time

import pytest

from chat.models import Conversation, User
from chat.models.people.profile import people_page, profile
from chat.wire.errors import NoSuchUser
from tests.support.dear import slowness

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return User.objects.sign_up("Ada", "correct horse")


def found(match, here=(), limit=9):
    return [person.name for person in people_page(match, here, limit).people]


@pytest.mark.parametrize(
    "match", ["mél", "Mel", "@MÉLANIE", "melanie", "ＭＥＬ", " me"]
)
def test_somebody_is_found_however_the_name_is_typed(match):
    User.objects.bring_in("Mélanie")
    assert found(match) == ["Mélanie"]


@pytest.mark.parametrize("match", ["lanie", "%", "m_l", "melaniee", "\U0010ffff", "'"])
def test_another_beginning_finds_nobody(match):
    User.objects.bring_in("Mélanie")
    assert found(match) == []


def test_a_new_name_is_found_and_the_old_one_is_not(ada):
    ada.rename("Zoë")
    assert (found("zoe"), found("ada")) == (["Zoë"], [])


def test_guests_are_found_while_they_are_here(ada):
    guest = User.objects.admit_guest("adam")
    assert (found("ad"), found("ad", [guest.pk])) == (["Ada"], ["Ada", "adam"])


def test_whose_account_is_closed_is_not_found(ada):
    ada.ban()
    assert found("ad") == []


def test_a_page_says_whether_there_are_others():
    for name in ("Éva", "eve", "evan"):
        User.objects.bring_in(name)
    page = people_page("ev", [], 2)
    assert ([person.name for person in page.people], page.more) == (
        ["Éva", "evan"],
        True,
    )
    assert found("") == ["Éva", "evan", "eve"]


@pytest.mark.whole
def test_ten_thousand_accounts_cost_no_more_than_ten():
    people = (User(name=f"user-{n:05}", key=f"user-{n:05}") for n in range(10_000))
    User.objects.bulk_create(people)
    began = process_time()
    for number in range(100):
        people_page(f"user-{number:02}", [], 20)
    assert process_time() - began < 0.5 * slowness()


def test_a_profile_has_the_rooms_that_both_are_in_and_no_others(ada):
    bob = User.objects.sign_up("bob", "correct horse")
    create = Conversation.objects.create_room
    create(bob, "secret", "", True)
    both = create(bob, "both", "", True)
    both.memberships.create(user=ada)
    create(ada, "hers", "", False)
    told = profile(ada, "BOB")
    assert (told.person.id, told.rooms) == (bob.pk, ["#both", "#lobby"])


def test_a_number_counts_for_more_than_the_name_beside_it(ada):
    bob = User.objects.sign_up("bob", "correct horse")
    assert profile(ada, "ada", bob.pk).person.name == "bob"
    for who in (("nobody",), ("ada", 999_999)):
        with pytest.raises(NoSuchUser):
            profile(ada, *who)
