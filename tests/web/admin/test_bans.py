"""Bans in the panel: made from a person or by hand, by whoever may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import User
from chat.models.people.ban import FOR_GOOD, Ban
from chat.models.people.failed_login import note_failure
from tests.web.admin.cast import (
    a_moderator,
    act,
    listed,
    page_of,
    rows_of,
    sign_up,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(db):
    """A guest who came from another address, by a browser of her own."""
    Client(REMOTE_ADDR="192.0.2.1").post("/guest/", {"name": "eve"})
    return User.objects.named("eve")


def ban_for(client, *people, **form):
    form = {"action": "ban_for", "reason": "spam", "lasts": "24", **form}
    form["_selected_action"] = [person.pk for person in people]
    return client.post(listed("user"), form, follow=True)


def add(client, **form):
    return client.post(reverse("admin:chat_ban_add"), {"reason": "spam", **form})


def test_the_account_the_browser_and_the_address_for_a_day(owner, eve):
    ban_for(owner, eve, addresses="on")
    rows = list(Ban.objects.order_by("pk"))
    browser = eve.visits.get().browser
    assert [(row.network, row.browser) for row in rows] == [
        ("", ""),
        ("", browser),
        ("192.0.2.1/32", ""),
    ]
    in_a_day = timezone.now() + timedelta(hours=24)
    assert all(abs(row.until - in_a_day) < timedelta(minutes=1) for row in rows)
    assert {(row.reason, row.by.name, row.whom) for row in rows} == {
        ("spam", "owner", "eve")
    }


def test_it_asks_for_the_reason_first(owner, eve):
    page = act(owner, "ban_for", eve)
    assert "eve" in page.content.decode()
    assert not Ban.objects.exists()
    assert "style=" not in page.content.decode()


def test_the_quick_ban_shuts_out_the_browser_too(owner, eve):
    act(owner, "ban", eve)
    assert Ban.objects.exclude(browser="").get().until == FOR_GOOD
    act(owner, "unban", eve)
    assert not Ban.objects.exists()


def test_nobody_shuts_out_themselves(owner, client):
    client.post("/guest/", {"name": "gus"})  # from the owner's own address
    ban_for(owner, User.objects.named("gus"), addresses="on")
    assert not Ban.objects.exclude(network="").exists()
    for network in ("127.0.0.1", "127.0.0.0/8"):
        assert "yourself" in add(owner, network=network).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.7/24", "192.0.2.0/24"),
        ("2001:DB8::7", "2001:db8::/64"),
        ("2001:db8::/48", "2001:db8::/48"),
    ],
)
def test_by_hand_a_network_is_written_in_one_way(owner, typed, kept):
    assert add(owner, network=f" {typed} ", lasts="1").status_code == 302
    assert Ban.objects.get().network == kept


@pytest.mark.parametrize("typed", ["0.0.0.0/0", "::/0", "words", "1.2.3", "1.2.3.4/99"])
def test_what_nobody_can_mean_is_refused(owner, typed):
    assert add(owner, network=typed).status_code == 200
    assert not Ban.objects.exists()


def test_one_thing_is_banned_at_a_time(owner):
    assert add(owner).status_code == 200
    assert add(owner, network="192.0.2.1", browser="b" * 16).status_code == 200
    assert not Ban.objects.exists()


def delete_bans(client, *rows):
    form = {"action": "delete_selected", "post": "yes"}
    client.post(listed("ban"), {**form, "_selected_action": [row.pk for row in rows]})


def test_deleting_it_lets_in_again(owner, eve):
    ban_for(owner, eve, addresses="on")
    delete_bans(owner, *Ban.objects.all())
    eve.refresh_from_db()
    assert eve.is_active
    assert not Ban.objects.exists()


@pytest.mark.dear
def test_who_is_shut_out_twice_comes_in_once_both_are_deleted(owner, eve):
    for hours in ("24", "168"):
        ban_for(owner, eve, lasts=hours)
    first, second = Ban.objects.filter(network="", browser="").order_by("pk")
    for row, is_in in ((first, False), (second, True)):
        delete_bans(owner, row)
        eve.refresh_from_db()
        assert eve.is_active == is_in


def test_each_act_needs_its_permission(eve):
    client = a_moderator("view_user", "change_user", "view_ban")
    ban_for(client, eve)
    assert add(client, network="192.0.2.1").status_code == 403
    assert not Ban.objects.exists()
    assert client.get(listed("ban")).status_code == 200


def test_a_moderator_bans_no_owner(eve):
    owner = User.objects.create_superuser("owner", "correct horse")
    client = a_moderator("view_user", "change_user", "add_ban")
    ban_for(client, owner, eve)
    assert [row.whom for row in Ban.objects.filter(network="", browser="")] == ["eve"]


def test_a_persons_page_says_where_they_came_from(owner, eve):
    page = owner.get(page_of(eve)).content.decode()
    assert f"192.0.2.1, browser {eve.visits.get().browser}" in page


def test_the_attempts_are_listed_and_nothing_of_them_can_be_changed(owner):
    sign_up("ada")
    for _ in range(3):
        note_failure("ada", "192.0.2.1")
    page = owner.get(listed("failedlogin"))
    [row] = rows_of(page)
    assert (row.name, row.network, row.times) == ("ada", "192.0.2.1", 3)
    assert owner.get(page_of(row)).status_code == 200
    assert owner.post(page_of(row), {"times": "0"}).status_code == 403
    assert a_moderator("view_user").get(listed("failedlogin")).status_code == 403
