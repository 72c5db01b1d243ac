"""Leaving for good on the account page, and in the panel."""

import pytest

from chat.leaving.models import Departure
from chat.models import User
from tests.web.admin.cast import (
    PASSWORD,
    a_moderator,
    act,
    logged_in,
    said,
    sign_up,
    the_owner,
)

pytestmark = pytest.mark.django_db
PATH = "/account/leaving/"


def typed(**changes):
    return {"words": "go", "name": "ada", "password": PASSWORD, **changes}


def test_who_types_name_and_password_is_gone():
    client = logged_in(sign_up("ada"))
    answer = client.post(PATH, typed(), follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert "Your account is deleted. Farewell!" in answer.text
    assert Departure.objects.get().words == "go"
    assert client.get("/account/").url.startswith("/login/")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": "bob"}, "That is not your name"),
        ({"password": "x"}, "That is not your password."),
        ({"words": "burn"}, "Select a valid choice"),
    ],
)
def test_who_does_not_stays(wrong, why):
    answer = logged_in(sign_up("ada")).post(PATH, typed(**wrong))
    assert answer.status_code == 422
    assert why in answer.text
    assert User.objects.named("ada").is_active
    assert not Departure.objects.exists()


def test_a_guest_is_asked_for_no_password(client):
    client.post("/guest/", {"name": "gus"})
    assert 'name="password"' not in client.get("/account/").text
    assert client.post(PATH, {"words": "stay", "name": "gus"}).url == "/login/"
    assert Departure.objects.get().person.guest


def test_where_the_site_decides_one_is_told_so(settings):
    settings.CHAT_DELETED_WORDS = "stay"
    page = logged_in(sign_up("ada")).get("/account/").text
    assert "It stays, as said by somebody who left" in page
    assert "It goes" not in page


def test_an_administrator_deletes_others_but_not_the_last_one():
    owner, ada = the_owner(), sign_up("ada")
    asked = act(owner, "delete_accounts", ada)
    assert "To be deleted, with no way back: ada." in asked.text
    done = act(owner, "delete_accounts", ada, words="stay")
    assert said(done) == ["Account deleted: 1 (ada)."]
    assert Departure.objects.get().person == ada


def test_who_may_only_change_people_deletes_none():
    moderator, ada = a_moderator("view_user", "change_user"), sign_up("ada")
    done = act(moderator, "delete_accounts", ada, words="stay")
    assert said(done) == ["To delete accounts takes the permission to delete people."]
    assert not Departure.objects.exists()
