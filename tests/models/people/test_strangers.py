"""How many strangers one person hears from, and that they keep nobody else away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Conversation, PostRequest, User, post, post_all
from chat.models.people.visit import record_visit
from chat.wire.errors import RateLimited

pytestmark = pytest.mark.django_db
FLOOD = "192.0.2.1"


@pytest.fixture(autouse=True)
def limits(settings):
    settings.CHAT_GUEST_STRANGERS_PER_DAY, settings.CHAT_STRANGERS_PER_DAY = 9, 6


@pytest.fixture
def ada():
    return User.objects.create(name="ada", key="ada")


def somebody(name, address, guest=True):
    user = User.objects.create(name=name, key=name, guest=guest)
    record_visit(user, address, "")
    return user


def crowd(addresses, **how):
    """Somebody from each of these, who writes to ada; how many have got through."""
    answers = []
    for address in addresses:
        author = somebody(f"p{User.objects.count()}", address, **how)
        answers += post_all([PostRequest(author, "@ada", "psst", uuid4())])
    refused = [answer for answer in answers if isinstance(answer, RateLimited)]
    assert all("strangers have written to ada" in each.detail for each in refused)
    assert all(86_000 < each.retry <= 86_400 for each in refused)
    return len(answers) - len(refused)


@pytest.mark.dear
def test_sixty_guests_of_one_address_are_three_directs(ada):
    assert crowd([FLOOD] * 60) == 3
    assert Conversation.objects.filter(kind="direct").count() == 3


def test_nor_do_they_keep_away_guests_of_another_address_or_members(ada):
    crowd([FLOOD] * 10)
    assert crowd(["198.51.100.7"]) == 1
    assert crowd([FLOOD], guest=False) == 1


@pytest.mark.dear
def test_guests_of_very_many_addresses_are_bounded_too_and_keep_no_member_away(ada):
    assert crowd(f"198.51.100.{n}" for n in range(60)) == 9
    assert crowd(f"198.51.100.{n}" for n in range(60, 70)) == 0
    assert crowd(["203.0.113.1"], guest=False) == 1


@pytest.mark.dear
def test_accounts_are_bounded_likewise(ada):
    assert crowd([FLOOD] * 5, guest=False) == 2
    assert crowd((f"198.51.100.{n}" for n in range(9)), guest=False) == 4


def test_one_household_has_many_addresses_and_is_one(ada):
    assert crowd(f"2001:db8:0:1::{n:x}" for n in range(10)) == 3
    assert crowd(["2001:db8:0:2::1"]) == 1


def test_what_was_begun_goes_on_and_an_answer_makes_room(ada):
    gus = somebody("gus", FLOOD)
    post(gus, "@ada", "hello", uuid4())
    assert crowd([FLOOD] * 5) == 2
    assert post(gus, "@ada", "are you there?", uuid4()).seq == 2
    post(ada, "@gus", "yes", uuid4())
    assert crowd([FLOOD] * 5) == 1


@pytest.mark.dear
def test_whom_one_writes_to_oneself_is_no_stranger(ada):
    for n in range(9):
        post(ada, f"@{somebody(f'g{n}', FLOOD).name}", "hello", uuid4())
    assert crowd([FLOOD] * 5) == 3


@pytest.mark.dear
def test_a_day_later_and_after_a_ban_there_is_room(ada):
    crowd([FLOOD] * 5)
    for eve in User.objects.exclude(pk=ada.pk):
        eve.ban()
    assert crowd([FLOOD] * 5) == 3
    earlier = timezone.now() - timedelta(days=1)
    Conversation.objects.filter(kind="direct").update(created=earlier)
    assert crowd([FLOOD] * 5) == 3
