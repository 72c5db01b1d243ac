"""What is said in rooms, as the panel has it."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from chat.models import Conversation, Message, post
from chat.web.admin import messages as panel
from tests.support.people import arrive
from tests.web.admin.cast import (
    a_moderator,
    act,
    listed,
    page_of,
    rows_of,
    said,
    sign_up,
    the_owner,
)


@pytest.mark.dear
@pytest.mark.django_db(transaction=True)
async def test_a_message_that_is_deleted_here_goes_from_every_screen():
    ada, bob = await arrive("ada", "bob")
    posted = [await ada.post("#lobby", word) for word in ("nice", "nasty")]
    rows = [row async for row in Message.objects.order_by("seq")]
    client = await sync_to_async(the_owner)()
    await sync_to_async(act)(client, "remove", rows[1])
    event = await bob.hears("deleted", target=posted[1]["seq"])
    assert (event["from"], event["seq"]) == ("owner", posted[1]["seq"] + 1)
    response = await sync_to_async(act)(client, "remove", *rows)
    assert said(response)[1] == "Deleted already: 1."
    await bob.hears("deleted", target=posted[0]["seq"])
    assert [row.body async for row in Message.objects.all()] == ["", ""]


def test_messages_are_found_by_their_words_and_their_room(owner):
    ada = sign_up("ada")
    room = Conversation.objects.create_room(ada, "dev")
    post(ada, "#lobby", "an apple", uuid4())
    pear = post(ada, room.pk, "a pear", uuid4())
    pear.react(ada, "👍", True)
    for query in (
        {"q": "PEAR"},
        {"room": room.pk},
        {"deleted__exact": "0", "q": "a pear"},
    ):
        assert rows_of(owner.get(listed("message"), query)) == [pear]
    assert "👍\xa01" in owner.get(page_of(pear)).content.decode()


def test_messages_are_neither_made_nor_changed_nor_erased(owner):
    message = post(sign_up("ada"), "#lobby", "hello", uuid4())
    assert owner.get(reverse("admin:chat_message_add")).status_code == 403
    assert owner.post(page_of(message), {"body": "other"}).status_code == 403
    path = reverse("admin:chat_message_delete", args=[message.pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403
    act(owner, "delete_selected", message)
    message.refresh_from_db()
    assert message.body == "hello"


@pytest.mark.django_db
def test_deleting_needs_its_permission():
    message = post(sign_up("ada"), "#lobby", "hello", uuid4())
    act(a_moderator("view_message"), "remove", message)
    message.refresh_from_db()
    assert not message.deleted


@pytest.mark.dear
def test_the_list_is_of_the_last_and_all_are_found_by_room_or_words(owner, monkeypatch):
    monkeypatch.setattr(panel, "LOOKED_AT_MOST", 3)
    monkeypatch.setattr(panel, "LISTED_MOST", 2)
    ada = sign_up("ada")
    for word in ("one", "two", "three", "four"):
        post(ada, "#lobby", f"a {word}", uuid4())
    last = list(Message.objects.order_by("-pk"))
    lobby = last[0].conversation_id
    assert owner.get(listed("message")).context["cl"].result_count == 2
    assert set(rows_of(owner.get(listed("message")))) <= set(last[:3])
    for query in ({"q": "one"}, {"room": lobby, "q": "a one"}):
        assert rows_of(owner.get(listed("message"), query)) == last[3:]
    assert rows_of(owner.get(listed("message"), {"room": lobby}))[0] == last[0]


def test_a_message_stands_with_what_is_around_it(owner, monkeypatch):
    monkeypatch.setattr(panel, "AROUND", 2)
    ada = sign_up("ada")
    for word in ("one", "two", "three", "four", "five", "six"):
        post(ada, "#lobby", f"a {word}", uuid4())
    room = Conversation.objects.create_room(ada, "dev")
    post(ada, room.pk, "elsewhere", uuid4())
    page = owner.get(page_of(Message.objects.get(body="a three"))).content.decode()
    shown = [
        w for w in ("one", "two", "three", "four", "five", "six") if f"a {w}" in page
    ]
    assert shown == ["one", "two", "three", "four", "five"]
    assert "elsewhere" not in page
    assert page.index("aria-current") < page.index("a three")


def test_a_row_is_short_however_long_the_message_is(owner):
    post(sign_up("ada"), "#lobby", "x" * 4000, uuid4())
    page = owner.get(listed("message")).content.decode()
    assert "x" * 79 + "…" in page
    assert "x" * 80 not in page
    assert page.index("column-author") < page.index("column-said")


def test_a_person_s_page_leads_to_what_they_have_said(owner):
    ada, bob = sign_up("ada"), sign_up("bob")
    mine = post(ada, "#lobby", "mine", uuid4())
    post(bob, "#lobby", "other", uuid4())
    address = f"{listed('message')}?author={ada.pk}"
    assert address in owner.get(page_of(ada)).content.decode()
    assert rows_of(owner.get(address)) == [mine]
