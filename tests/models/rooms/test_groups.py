"""Groups: a talk of some people, who are what it is known by; and one's notes."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import (
    Conversation,
    Message,
    PostRequest,
    User,
    conversations_of,
    post,
    post_all,
)
from chat.models.limits import Allowance
from chat.models.people import quiet
from chat.models.rooms import grouping
from chat.models.rooms.erasing import dissolve_deserted
from chat.wire import GROUP_MOST
from chat.wire.errors import (
    IdReused,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    RateLimited,
    TooMany,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    names = "ada", "bob", "eve", "mia"
    return {name: User.objects.create(name=name, key=name) for name in names}


@pytest.fixture
def ada(people):
    return people["ada"]


@pytest.fixture
def bob(people):
    return people["bob"]


def seen_by(user, group):
    [seen] = conversations_of(user, among=[group.pk])
    return seen


def test_it_is_called_by_its_others_and_written_to_by_its_number(ada, bob):
    group = grouping.begin(ada, ["bob", "Eve"])
    seen = seen_by(bob, group)
    assert (seen.kind, seen.name, seen.private) == ("group", f"&{group.pk}", True)
    assert [person.name for person in seen.people] == ["ada", "eve"]
    posted = post(bob, f"&{group.pk}", "hello", uuid4())
    assert seen_by(ada, group).unread == posted.seq == 1


def test_the_same_people_are_the_same_group_whoever_begins(ada, bob):
    group = grouping.begin(ada, ["bob", "eve"])
    assert grouping.begin(bob, ["eve", "ada", "EVE", "bob"]) == group
    assert grouping.begin(ada, ["bob", "eve", "mia"]) != group


def test_with_one_it_is_the_direct_conversation_and_with_none_ones_notes(ada, bob):
    assert grouping.begin(ada, ["bob"]) == Conversation.objects.direct(bob, ada)
    notes = grouping.begin(ada, [])
    assert notes == grouping.begin(ada, ["ada"])
    assert seen_by(ada, notes).person == ada.pk


def test_whoever_is_added_reads_nothing_of_what_was_said_before(ada, bob, people):
    group = grouping.begin(ada, ["bob", "eve"])
    post(ada, group.pk, "a secret", uuid4())
    wider = grouping.begin(bob, ["mia"], group)
    names = [each.name for each in seen_by(people["mia"], wider).people]
    assert names == ["ada", "bob", "eve"]
    assert not Message.objects.filter(conversation=wider).exists()
    assert not group.has_member(people["mia"])


def test_nobody_adds_to_a_group_that_they_are_not_in(ada, people):
    group = grouping.begin(ada, ["bob", "eve"])
    with pytest.raises(NoSuchConversation):
        grouping.begin(people["mia"], ["mia"], group)


def test_a_rooms_people_do_not_come_along_into_a_group(ada, bob):
    room = Conversation.objects.create_room(ada, "garden")
    room.admit(bob)
    with pytest.raises(NoSuchConversation):
        grouping.begin(ada, ["mia"], room)


def test_it_has_ten_people_at_most(ada):
    for n in range(GROUP_MOST):
        User.objects.create(name=f"p{n}", key=f"p{n}")
    names = [f"p{n}" for n in range(GROUP_MOST - 1)]
    group = grouping.begin(ada, names)
    with pytest.raises(TooMany):
        grouping.begin(ada, [f"p{GROUP_MOST - 1}"], group)


def test_an_outsider_neither_reads_nor_writes_it(ada, people):
    group = grouping.begin(ada, ["bob", "eve"])
    [answer] = post_all([PostRequest(people["mia"], f"&{group.pk}", "hi", uuid4())])
    assert isinstance(answer, NoSuchConversation)
    with pytest.raises(NoSuchConversation):
        Conversation.objects.numbered(group.pk, people["mia"])


@pytest.mark.parametrize("why", ["blocked", "banned", "released"])
def test_who_cannot_be_reached_is_named_and_nothing_begins(ada, people, why):
    eve = people["eve"]
    if why == "blocked":
        quiet.block(eve, "ada", None, on=True)
    elif why == "banned":
        User.objects.filter(pk=eve.pk).update(is_active=False)
    else:
        User.objects.filter(pk=eve.pk).update(key=f"~{eve.pk}")
    name = f"eve~{eve.pk}" if why == "released" else "eve"
    with pytest.raises(NotAllowed, match="eve cannot be reached"):
        grouping.begin(ada, ["bob", name])
    assert not Conversation.objects.filter(kind="group").exists()


def test_nobody_begins_one_with_whom_they_have_blocked_or_who_is_not_there(ada):
    quiet.block(ada, "eve", None, on=True)
    with pytest.raises(NotAllowed, match="unblock"):
        grouping.begin(ada, ["bob", "eve"])
    with pytest.raises(NoSuchUser):
        grouping.begin(ada, ["bob", "nobody"])


def test_it_costs_as_much_as_writing_to_each_of_those_who_are_new(ada, settings):
    settings.CHAT_DIRECTS_PER_HOUR = 2
    post(ada, "@bob", "hello", uuid4())
    with pytest.raises(RateLimited):
        grouping.begin(ada, ["bob", "eve", "mia"])
    assert not Conversation.objects.filter(kind="group").exists()
    assert grouping.begin(ada, ["bob", "eve"])


def test_groups_of_those_whom_one_talks_with_are_bounded_as_well(ada, settings):
    settings.CHAT_DIRECTS_PER_HOUR = 4
    for name in ("@bob", "@eve", "@mia"):
        post(ada, name, "hello", uuid4())
    grouping.begin(ada, ["bob", "eve"])
    with pytest.raises(RateLimited):
        grouping.begin(ada, ["bob", "mia"])


def test_strangers_who_begin_groups_are_bounded_as_those_who_write(settings):
    settings.CHAT_GUEST_STRANGERS_PER_DAY = 3
    guests = [User.objects.admit_guest(f"g{n}") for n in range(4)]
    for guest in guests[:3]:
        grouping.begin(guest, ["bob", "eve"])
    with pytest.raises(RateLimited, match="strangers"):
        grouping.begin(guests[3], ["bob", "mia"])


def test_whoever_leaves_reads_no_more_and_the_others_go_on(ada, bob, people):
    group = grouping.begin(ada, ["bob", "eve", "mia"])
    group.leave(people["mia"])
    assert not group.has_member(people["mia"])
    assert grouping.begin(bob, ["ada", "eve"]) == group
    other = grouping.begin(bob, ["ada", "eve", "mia"])
    assert other != group


def test_where_the_others_have_one_already_that_is_theirs(ada, people):
    theirs = grouping.begin(ada, ["bob", "eve"])
    group = grouping.begin(ada, ["bob", "eve", "mia"])
    group.leave(people["mia"])
    assert grouping.begin(ada, ["bob", "eve"]) == theirs
    assert group.has_member(ada)


def test_of_two_who_leave_at_once_the_second_sees_who_is_left(ada, bob):
    group = grouping.begin(ada, ["bob", "eve", "mia"])
    with CaptureQueriesContext(connection) as asked:
        group.leave(bob)
    said = [each["sql"] for each in asked]
    held = next(n for n, sql in enumerate(said) if 'FROM "chat_conversation"' in sql)
    gone = next(n for n, sql in enumerate(said) if sql.startswith("DELETE"))
    assert held < gone


def test_with_the_last_of_them_it_is_nobodys(ada, bob, people):
    group = grouping.begin(ada, ["bob", "eve"])
    post(ada, group.pk, "hello", uuid4())
    for person in (ada, bob, people["eve"]):
        group.leave(person)
    with pytest.raises(NoSuchConversation):
        Conversation.objects.numbered(group.pk, ada)
    assert grouping.begin(ada, ["bob", "eve"]) != group


def test_it_is_not_hidden_and_nobody_is_invited(ada):
    group = grouping.begin(ada, ["bob", "eve"])
    with pytest.raises(NotAllowed):
        quiet.hide(ada, group.pk)


def test_the_same_id_is_the_same_message_by_either_address(ada):
    group, id = grouping.begin(ada, ["bob", "eve"]), uuid4()
    first = post(ada, f"&{group.pk}", "once", id)
    assert post(ada, group.pk, "once", id) == first
    with pytest.raises(IdReused):
        post(ada, "#lobby", "once", id)


def test_notes_are_written_by_ones_own_name_and_read_by_nobody_else(ada, bob):
    id = uuid4()
    posted = post(ada, "@ada", "milk", id)
    assert post(ada, "@Ada", "milk", id) == posted
    with pytest.raises(NoSuchConversation):
        Conversation.objects.numbered(posted.conversation_id, bob)
    [notes] = conversations_of(ada)
    assert (notes.name, notes.person, notes.unread) == ("@ada", ada.pk, 0)
    assert not Allowance.objects.filter(user=ada).exists()


def test_they_stand_first_among_the_talks_and_can_be_hidden(ada, people):
    post(people["mia"], "@ada", "hello", uuid4())
    notes = post(ada, "@ada", "milk", uuid4()).conversation_id
    grouping.begin(ada, ["bob", "eve"])
    names = [each.name[0] for each in conversations_of(ada)]
    assert names == ["@", "&", "@"]
    quiet.hide(ada, notes)
    assert notes not in [each.id for each in conversations_of(ada)]
    assert quiet.show(ada, "ada").pk == notes


def test_a_room_without_words_goes_once_its_last_member_has_left(ada, monkeypatch):
    from datetime import timedelta

    from chat.models.rooms import erasing

    monkeypatch.setattr(erasing, "GONE", timedelta(0))
    room = Conversation.objects.create_room(ada, "garden")
    assert dissolve_deserted() == 0
    room.leave(ada)
    assert dissolve_deserted() == 1
