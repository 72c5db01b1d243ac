"""Who is in a conversation, page by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import wire
from chat.models import Conversation, Membership, User
from chat.models.members import listing
from chat.models.members.listing import members
from chat.presence.roster import online_of
from chat.text.names import key_of
from chat.wire.errors import NoSuchConversation, NotAMember

pytestmark = pytest.mark.django_db
NAMES = ["Ada", "äda", "Bob", "Ålice", "zoë", "Zed", "安", "oneil", "O-Neila"]
IN_ORDER = ["Ada", "äda", "Ålice", "Bob", "O-Neila", "oneil", "Zed", "zoë", "安"]


@pytest.fixture
def room():
    """All but the last are in it."""
    made = Conversation.objects.create(kind="room", name="dev")
    people = [User(name=name, key=key_of(name)) for name in [*NAMES, "Adrian"]]
    User.objects.bulk_create(people)
    its = [Membership(conversation=made, user=person) for person in people[:-1]]
    Membership.objects.bulk_create(its)
    return made


@pytest.fixture(params=["few", "many"])
def size(request, monkeypatch):
    """As in a room of few people, and as in one of many."""
    if request.param == "many":
        monkeypatch.setattr(listing, "FEW", 0)
        monkeypatch.setattr(listing, "PART", 2)


def page_of(room, names=(), **asked):
    user = room.members.get(name="Ada")
    there = dict(User.objects.filter(name__in=names).values_list("pk", "name"))
    command = wire.ListMembers(conversation=room.pk, **asked)
    return members(user, command, online_of(1, there))


def all_of(room, names=(), **asked):
    page, found = page_of(room, names, **asked), []
    while page.more:
        found += page.members
        page = page_of(room, names, **{**asked, "cursor": page.cursor})
    return [each.name for each in found + page.members]


@pytest.mark.parametrize("limit", [1, 3, 10, 200])
def test_all_come_once_and_in_order_whatever_a_page_is(room, size, limit):
    assert all_of(room, limit=limit) == IN_ORDER


@pytest.mark.parametrize(
    ("match", "found"),
    [("ad", ["Ada", "äda"]), ("@ÅL", ["Ålice"]), ("One", ["oneil"])]
    + [(match, []) for match in ("adr", "%", "da", "\U0010ffff", "zoee")],
)
def test_a_match_is_of_the_beginning_however_it_is_typed(room, size, match, found):
    assert all_of(room, match=match, limit=1) == found


@pytest.mark.parametrize("limit", [1, 200])
def test_those_who_are_here_can_be_asked_for_alone(room, size, limit):
    here = ["Adrian", "zoë", "Ada", "Bob"]
    assert all_of(room, here, here=True, limit=limit) == ["Ada", "Bob", "zoë"]
    assert all_of(room, here, here=True, limit=limit, match="a") == ["Ada"]
    assert all_of(room, here=True, limit=limit) == []


def test_of_each_is_told_what_there_is_and_of_all_how_many(room, size):
    page = page_of(room, ["Ada"], match="ada", limit=2)
    ada, other = page.members
    assert (ada.here, ada.seen, ada.role) == (True, wire.UNSET, "member")
    seen = room.members.get(name="äda").seen
    assert (other.here, other.seen) == (False, wire.timestamp(seen))
    assert (page.total, page.more, page.cursor) == (len(NAMES), False, "")


def test_somebody_called_otherwise_meanwhile_has_another_place(room, size):
    page = page_of(room, limit=2)
    room.members.get(name="Bob").rename("Aaron")
    rest = page_of(room, cursor=page.cursor, limit=200)
    assert [each.name for each in rest.members][:2] == ["Ålice", "O-Neila"]
    assert all_of(room)[0] == "Aaron"


def test_outsiders_are_told_nothing(room):
    eve = User.objects.bring_in("eve")
    asked = wire.ListMembers(conversation=room.pk)
    with pytest.raises(NotAMember):
        members(eve, asked, online_of(1, {}))
    Conversation.objects.filter(pk=room.pk).update(private=True)
    with pytest.raises(NoSuchConversation):
        members(eve, asked, online_of(1, {}))


@pytest.mark.dear
def test_the_order_is_an_index_on_either_database(monkeypatch):
    monkeypatch.setattr(listing, "FEW", 0)
    people = [User(name=f"user-{n:05}", key=f"user-{n:05}") for n in range(1500)]
    User.objects.bulk_create(people)
    lobby = Conversation.objects.lobby()
    its = [Membership(conversation=lobby, user=person) for person in people]
    Membership.objects.bulk_create(its)
    asked = wire.ListMembers(conversation=lobby.pk, cursor="user-0\nuser-0", limit=9)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as told:
        cursor.execute("ANALYZE")
        members(people[0], asked, online_of(1, {}))
        query = next(q["sql"] for q in told.captured_queries if "EXISTS" in q["sql"])
        how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{how} {query}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "people_in_order" in plan
    assert "TEMP B-TREE" not in plan
