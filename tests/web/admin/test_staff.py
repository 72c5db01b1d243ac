"""What an administrator may do to whom, and that nobody rises by it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from chat.models import User
from tests.web.admin.cast import (
    PASSWORD,
    a_moderator,
    logged_in,
    page_of,
    person_form,
    sign_up,
)

pytestmark = pytest.mark.django_db
NEW = "battery staple"
FORM = {"password1": NEW, "password2": NEW, "usable_password": "true"}
CHANGE = ("view_user", "change_user")


@pytest.fixture
def cast():
    User.objects.create_superuser("owner", PASSWORD)
    sign_up("clerk", is_staff=True)
    sign_up("member")
    User.objects.admit_guest("guest")


def set_password(client, name):
    path = reverse("admin:auth_user_password_change", args=[_pk(name)])
    return client.post(path, FORM).status_code


def _pk(name):
    return User.objects.named(name).pk


def gets_in(name):
    return User.objects.named(name).check_password(NEW)


# Who may set whose password: the owner, those with the permission, and nobody else.
MATRIX = {
    "owner": {"owner", "clerk", "moderator", "member"},
    "with the permission": {"moderator", "member"},
    "without it": set(),
    "member": set(),
    "guest": set(),
    "outsider": set(),
}


def _client(who):
    moderator = a_moderator(*CHANGE, *["set_password"] * (who == "with the permission"))
    if who == "outsider":
        return Client()
    if "permission" in who or who == "without it":
        return moderator
    return logged_in(User.objects.named(who))


@pytest.mark.parametrize("who", MATRIX)
@pytest.mark.parametrize("whose", ["owner", "clerk", "moderator", "member", "guest"])
def test_who_sets_whose_password(cast, who, whose):
    may = whose in MATRIX[who]
    status = set_password(_client(who), whose)
    assert gets_in(whose) == may
    assert may or status in (302, 403)


def test_the_permission_alone_without_change_opens_nothing(cast):
    assert set_password(a_moderator("set_password"), "member") == 403


def test_the_page_does_not_offer_what_is_refused(cast):
    member = User.objects.named("member")
    page = a_moderator(*CHANGE).get(page_of(member)).content.decode()
    assert "/password/" not in page


@pytest.mark.parametrize("whose", ["moderator", "clerk", "member"])
def test_nobody_gives_powers_but_the_owner(cast, whose):
    group = Group.objects.create(name="all")
    power = Permission.objects.get(codename="set_password").pk
    client, person = a_moderator(*CHANGE, "set_password"), User.objects.named(whose)
    powers = {"is_staff": "on", "is_superuser": "on"}
    powers |= {"groups": [group.pk], "user_permissions": [power]}
    before = _powers(person)
    client.post(page_of(person), person_form(person, **powers))
    assert _powers(User.objects.named(whose)) == before


def _powers(person):
    given = person.user_permissions.values_list("codename", flat=True)
    flags = person.is_staff, person.is_superuser, person.groups.count()
    return *flags, *sorted(given)


def test_groups_are_the_owners(cast):
    group = Group.objects.create(name="all")
    client = a_moderator("view_group", "change_group", "add_group", "delete_group")
    path = reverse("admin:auth_group_change", args=[group.pk])
    assert client.post(path, {"name": "mine"}).status_code == 403
    assert client.get(reverse("admin:auth_group_add")).status_code == 403
    owner = logged_in(User.objects.named("owner"))
    assert owner.post(path, {"name": "mine"}).status_code == 302


def test_whoever_may_add_people_adds_no_administrator(cast):
    client = a_moderator("view_user", "change_user", "add_user")
    form = {"name": "new", **FORM, "is_staff": "on", "is_superuser": "on"}
    assert client.post(reverse("admin:chat_user_add"), form).status_code == 302
    new = User.objects.named("new")
    assert (new.is_staff, new.is_superuser) == (False, False)


# --- The person is told ---------------------------------------------------------------


def come_in(name):
    client = Client()
    client.post("/login/", {"name": name, "password": NEW})
    return client


def told(client):
    return "An administrator set your password" in client.get("/").content.decode()


@pytest.mark.dear
def test_whose_password_was_set_is_told_until_they_have_seen_it(cast):
    set_password(logged_in(User.objects.named("owner")), "member")
    client = come_in("member")
    assert told(client)
    assert told(client)
    assert client.post("/notices/seen/").url == "/"
    assert not told(client)


def test_or_until_they_have_changed_it(cast):
    set_password(logged_in(User.objects.named("owner")), "member")
    client = come_in("member")
    words = {"new_password": PASSWORD, "new_password_again": PASSWORD}
    client.post("/account/password/", {"old_password": NEW, **words})
    assert not told(client)


def test_who_sets_their_own_is_not_told(cast):
    client = logged_in(User.objects.named("owner"))
    set_password(client, "owner")
    assert not told(client)


def test_seeing_it_is_a_post_of_somebody_who_is_in(cast):
    assert Client().post("/notices/seen/").status_code == 302
    assert logged_in(User.objects.named("member")).get(
        "/notices/seen/"
    ).status_code == (405)
