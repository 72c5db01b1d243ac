"""Who gets into the panel, and what holds for each of its pages."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.models import Conversation, User, post
from tests.web.admin.cast import (
    LISTS,
    PASSWORD,
    a_moderator,
    act,
    listed,
    logged_in,
    page_of,
    person_form,
    sign_up,
)


@pytest.mark.django_db
def test_strangers_are_sent_to_the_chats_own_log_in():
    response = Client().get("/admin/chat/user/", follow=True)
    assert response.redirect_chain[-1] == ("/login/?next=/admin/chat/user/", 302)


@pytest.mark.django_db
def test_the_way_into_the_panel_asks_for_an_account_and_no_guest(reached):
    reached(is_loopback=True)
    action = f'action="{reverse("guest")}"'
    assert action in Client().get("/login/?next=/").content.decode()
    page = Client().get("/admin/", follow=True).content.decode()
    assert action not in page
    assert '<h1 id="login-title">' in page


@pytest.mark.django_db
def test_there_is_no_second_log_in_that_could_be_guessed_at():
    sign_up("ada", is_staff=True)
    form = {"username": "ada", "password": PASSWORD}
    client = Client()
    client.post("/admin/login/", form)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", *map(listed, LISTS)])
def test_people_who_are_no_administrators_are_refused(path):
    response = logged_in(sign_up("ada")).get(path, follow=True)
    assert response.status_code == 403


@pytest.mark.django_db
def test_administrators_see_what_they_have_permission_for():
    client = a_moderator("view_user")
    assert client.get("/admin/").status_code == 200
    answers = [client.get(listed(model)).status_code for model in LISTS]
    assert answers == [200, *[403] * (len(LISTS) - 1)]


def test_the_panel_has_its_name_and_the_way_back(owner):
    page = owner.get("/admin/").content.decode()
    assert "<title>Administration | chatsite</title>" in page
    assert '<a href="/">' in page


def test_logging_out_and_passwords_are_the_chats(owner):
    assert owner.get("/admin/password_change/").url == "/account/#password"
    assert owner.post("/admin/logout/").url == "/login/"
    assert owner.get("/").status_code == 302


@pytest.mark.django_db
def test_a_moderator_does_not_rise_above_the_owner():
    owner = User.objects.create_superuser("owner", PASSWORD)
    client = a_moderator("view_user", "change_user")
    moderator = User.objects.named("moderator")
    form = person_form(moderator, is_staff="on", is_superuser="on")
    client.post(page_of(moderator), form)
    act(client, "ban", owner)
    assert client.post(page_of(owner), person_form(owner)).status_code == 403
    owner.refresh_from_db()
    moderator.refresh_from_db()
    assert owner.is_active
    assert not moderator.is_superuser


@pytest.mark.parametrize("action", ["ban", "mute", "log_out_everywhere"])
@pytest.mark.django_db
def test_acts_need_the_permission_to_change(action):
    ada = sign_up("ada")
    act(a_moderator("view_user"), action, ada)
    before = ada.epoch
    ada.refresh_from_db()
    assert (ada.is_active, ada.muted, ada.epoch) == (True, False, before)


# --- Every page -----------------------------------------------------------------------


def grow(first, last):
    """More people, rooms, members and messages."""
    for number in range(first, last):
        person = sign_up(f"person{number}")
        room = Conversation.objects.create_room(person, f"room{number}")
        post(person, room.pk, "hello", uuid4()).react(person, "👍", True)


@pytest.mark.dear
@pytest.mark.parametrize("model", LISTS)
def test_more_rows_cost_no_more_queries(owner, model):
    grow(0, 3)
    owner.get(listed(model))
    with CaptureQueriesContext(
        connection,
    ) as few:
        owner.get(listed(model))
    grow(3, 12)
    with CaptureQueriesContext(connection) as many:
        owner.get(listed(model))
    assert len(many) == len(few) <= 8


@pytest.mark.dear
@pytest.mark.parametrize("name", ["hello", "<script>alert(1)</script>"])
def test_no_page_needs_what_the_policy_forbids(owner, name):
    ada = sign_up("ada")
    room = Conversation.objects.create_room(ada, "dev", topic=name)
    message = post(ada, room.pk, name, uuid4())
    paths = ["/admin/", *map(listed, LISTS), *map(page_of, (ada, room, message))]
    paths += [reverse("admin:chat_user_add"), page_of(room)[:-7] + "delete/"]
    for path in paths:
        response = owner.get(path)
        assert response.status_code == 200
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
