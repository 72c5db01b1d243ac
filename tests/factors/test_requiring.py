"""Where the site wants it, nobody sees the panel without a second factor; and the
panel helps those who have lost theirs.
"""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from chat.factors import keeping
from chat.models import User
from chat.registration.choosing import choose
from tests.factors.cast import ada, at_page, type_password, with_app
from tests.web.admin.cast import PASSWORD, a_moderator

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:chat_user_changelist")


@pytest.fixture(name="ada")
def an_administrator():
    return ada(is_staff=True, is_superuser=True)


@pytest.fixture(params=["settings", "panel"])
def wanted(request, settings):
    if request.param == "panel":
        choose(staff_second_factor=True)
    else:
        settings.CHAT_STAFF_SECOND_FACTOR = True


@pytest.mark.parametrize("path", ["/admin/", PEOPLE, "/admin/nowhere/"])
def test_without_one_they_are_led_to_set_it_up(ada, wanted, path):
    page = at_page(ada)
    assert page.get(path).url == "/account/#two-step"
    assert page.post(path).url == "/account/#two-step"
    assert "set that up first" in page.get("/account/").text
    with_app(ada)
    assert page.get("/admin/").status_code == 200


def test_it_is_left_to_them_where_the_site_does_not_want_it(ada):
    assert at_page(ada).get("/admin/").status_code == 200


def test_others_are_told_what_they_are_told_anyway(wanted):
    bob = User.objects.sign_up("bob", PASSWORD)
    assert at_page(bob).get("/admin/", follow=True).status_code == 403
    assert at_page().get("/admin/").url.startswith("/admin/login/")


def test_the_panels_log_in_asks_for_it_too(ada):
    with_app(ada)
    answer = type_password(at_page(), next="/admin/")
    assert answer.url.startswith("/login/step/?next=%2Fadmin%2F")


# --- Who has lost theirs --------------------------------------------------------------


def take_away(client, person):
    form = {"action": "take_factors_away", "_selected_action": [person.pk]}
    return client.post(PEOPLE, form, follow=True)


def test_an_administrator_takes_them_away(ada):
    bob = User.objects.sign_up("bob", PASSWORD)
    with_app(bob)
    answer = take_away(at_page(ada), bob)
    assert "Second factors taken away: 1 (bob)" in answer.text
    assert not keeping.has_factor(bob)
    assert not bob.recovery_codes.exists()
    assert "taken away: " not in take_away(at_page(ada), bob).text


def test_whoever_may_not_set_the_password_may_not_do_that(ada):
    bob = User.objects.sign_up("bob", PASSWORD)
    with_app(bob)
    with_app(ada)
    client = a_moderator("view_user", "change_user")
    take_away(client, bob)
    assert keeping.has_factor(bob)
    may = Permission.objects.get(codename="set_password")
    User.objects.named("moderator").user_permissions.add(may)
    for person in (bob, ada):
        take_away(client, person)
    assert not keeping.has_factor(bob)
    assert keeping.has_factor(ada)


def test_the_panel_finds_who_has_one(ada):
    bob = User.objects.sign_up("bob", PASSWORD)
    with_app(bob)
    page = at_page(ada)
    for chosen, people in [("1", [bob]), ("0", [ada])]:
        listed = page.get(f"{PEOPLE}?two_step={chosen}").context["cl"]
        assert [*listed.queryset] == people
