"""Pages of the directory, and of somebody's conversations."""

from time import process_time

import pytest

from chat.models import Conversation, Membership, User
from chat.models.rooms.pages import conversations_page, rooms_page
from tests.support.dear import slowness

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    Conversation.objects.lobby()
    return User.objects.create(name="ada", key="ada")


def make_rooms(names, **fields):
    """Rooms that bob is in: where nobody is, the directory has none."""
    bob, _ = User.objects.get_or_create(name="bob", key="bob")
    rooms = Conversation.objects.bulk_create(
        Conversation(kind="room", name=name, **fields) for name in names
    )
    Membership.objects.bulk_create(
        Membership(conversation=room, user=bob) for room in rooms
    )
    return rooms


def names(page):
    return [room.name for room in page.rooms]


def test_pages_follow_one_another_and_end(ada):
    make_rooms(["c", "a", "b"])
    first = rooms_page(ada, limit=2)
    assert (names(first), first.more) == (["#a", "#b"], True)
    second = rooms_page(ada, after="#b", limit=2)
    assert (names(second), second.more) == (["#c"], False)


def test_a_filter_finds_a_part_of_the_name_in_any_case(ada):
    make_rooms(["garden", "gardeners", "den", "dev"])
    assert names(rooms_page(ada, match="#GARDEN", limit=9)) == ["#garden", "#gardeners"]
    assert names(rooms_page(ada, match="%", limit=9)) == []


def test_private_rooms_are_seen_by_their_members_and_counted_as_the_others(ada):
    own, _ = make_rooms(["own", "others"], private=True)
    Membership.objects.create(conversation=own, user=ada)
    [seen] = rooms_page(ada, match="o", after="lobby", limit=9).rooms
    assert (seen.name, seen.members, seen.private, seen.member) == ("#own", 2, 1, 1)


@pytest.mark.whole
def test_ten_thousand_rooms_cost_a_page_no_more_than_it_holds(ada):
    make_rooms(f"room-{n:05}" for n in range(10_000))
    rooms_page(ada, limit=50)
    began = process_time()
    for after in ("", "room-05000", "room-09900"):
        assert len(rooms_page(ada, after=after, limit=50).rooms) == 50
    assert names(rooms_page(ada, match="09999", limit=50)) == ["#room-09999"]
    assert process_time() - began < 0.5 * slowness()


def test_somebodys_conversations_come_page_by_page_in_the_order_of_their_numbers(ada):
    rooms = make_rooms(f"r{9 - n}" for n in range(5))
    for room in rooms:
        Membership.objects.create(conversation=room, user=ada)
    seen, after, more = [], 0, True
    while more:
        page = conversations_page(ada, after=after, limit=2)
        assert len(page.conversations) <= 2
        seen += [each.id for each in page.conversations]
        after, more = page.upto, page.more
    assert seen == [room.pk for room in rooms]
