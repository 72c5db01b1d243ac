"""The panel's people: what is seen of them, and what its acts do."""

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from chat.models import User
from chat.models.people.guest import GUEST_HOLD
from chat.presence.leases import online_now
from chat.sessions.process import Process
from tests.support.people import account, arrive, eventually
from tests.web.admin.cast import (
    act,
    listed,
    logged_in,
    page_of,
    person_form,
    rows_of,
    said,
    sign_up,
    the_owner,
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.dear
async def test_who_is_online_is_shown_with_their_doors():
    ada, _ = await arrive("ada", "bob")
    await account("eve")
    client = await sync_to_async(the_owner)()
    await eventually(sync_to_async(lambda: len(online_now().names) == 2))
    page = await sync_to_async(client.get)(listed("user"), {"online": "1"})
    assert [person.name for person in rows_of(page)] == ["ada", "bob"]
    assert page.content.decode().count('"field-online">browser</td>') == 2
    page = await sync_to_async(client.get)(page_of(ada.user))
    assert "browser" in page.content.decode()


@pytest.mark.django_db(transaction=True)
async def test_a_client_is_shown_by_the_name_that_it_gives_itself():
    ada, presence = await account("ada"), Process.here().presence
    presence.arrive(ada.pk, "ada", "json/robot-2")
    await presence.renew()
    client = await sync_to_async(the_owner)()
    page = await sync_to_async(client.get)(listed("user"))
    assert '"field-online">json (robot-2)</td>' in page.content.decode()


def test_redis_is_asked_once_for_a_page(owner):
    for number in range(5):
        sign_up(f"person{number}")
    online_now()  # Redis knows the script from here on
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.config_resetstat()
        owner.get(listed("user"), {"online": "0"})
        assert client.info("commandstats")["cmdstat_evalsha"]["calls"] == 1


@pytest.mark.dear
def test_people_are_found_by_name_and_by_what_they_are(owner):
    sign_up("ada")
    sign_up("bob", is_active=False)
    sign_up("cyd", muted=True)
    User.objects.admit_guest("gus")
    for query, found in [
        ({"q": "AD"}, ["ada"]),
        ({"banned": "1"}, ["bob"]),
        ({"banned": "0", "is_staff__exact": "0"}, ["ada", "cyd", "gus"]),
        ({"muted__exact": "1"}, ["cyd"]),
        ({"guest__exact": "1"}, ["gus"]),
        ({"is_staff__exact": "1"}, ["owner"]),
        ({"online": "1"}, []),
    ]:
        page = owner.get(listed("user"), query)
        assert [person.name for person in rows_of(page)] == found


@pytest.mark.django_db(transaction=True)
async def test_logging_somebody_out_ends_connections_and_log_ins():
    [ada] = await arrive("ada")
    theirs = await sync_to_async(logged_in)(ada.user)
    client = await sync_to_async(the_owner)()
    await sync_to_async(act)(client, "log_out_everywhere", ada.user)
    assert (await ada.hears("closed"))["code"] == 4401
    assert (await sync_to_async(theirs.get)("/")).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", ["action", "form"])
async def test_a_ban_closes_what_is_open(by):
    [ada] = await arrive("ada")
    client = await sync_to_async(the_owner)()
    if by == "action":
        await sync_to_async(act)(client, "ban", ada.user)
    else:
        form = person_form(ada.user, is_active=None)
        await sync_to_async(client.post)(page_of(ada.user), form)
    assert (await ada.hears("error"))["code"] == "banned"
    await ada.hears("closed")
    await ada.user.arefresh_from_db()
    assert not ada.user.is_active


def test_the_list_says_what_people_are(owner):
    sign_up("bob", is_active=False, muted=True)
    User.objects.admit_guest("gus")
    page = owner.get(listed("user")).content.decode()
    for standing in ("muted, banned", "guest", "administrator"):
        assert f'"field-standing">{standing}</td>' in page


@pytest.mark.dear
def test_what_was_done_can_be_undone_and_is_on_record(owner):
    ada = sign_up("ada")
    for action, flags in [
        ("mute", (True, True)),
        ("unmute", (False, True)),
        ("ban", (False, False)),
        ("unban", (False, True)),
    ]:
        assert "(ada)" in said(act(owner, action, ada))[0]
        ada.refresh_from_db()
        assert (ada.muted, ada.is_active) == flags
    done = LogEntry.objects.filter(object_id=ada.pk).order_by("pk")
    assert [entry.change_message for entry in done] == [
        "Muted.",
        "Can write again.",
        "Banned.",
        "Ban lifted.",
    ]


def test_nobody_bans_themselves(owner):
    me = User.objects.named("owner")
    act(owner, "ban", me)
    form = person_form(me, is_active=None, is_staff="on", is_superuser="on")
    assert owner.post(page_of(me), form).status_code == 302
    me.refresh_from_db()
    assert me.is_active


def test_people_are_not_deleted(owner):
    ada = sign_up("ada")
    path = reverse("admin:chat_user_delete", args=[ada.pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403


@pytest.mark.django_db(transaction=True)
async def test_a_new_password_logs_out_everywhere():
    [ada] = await arrive("ada")
    theirs = await sync_to_async(logged_in)(ada.user)
    client = await sync_to_async(the_owner)()
    path = reverse("admin:auth_user_password_change", args=[ada.user.pk])
    form = {"password1": "battery staple", "password2": "battery staple"}
    await sync_to_async(client.post)(path, form)
    assert (await ada.hears("closed"))["code"] == 4401
    assert (await sync_to_async(theirs.get)("/")).status_code == 302
    check = sync_to_async(User.objects.check_login)
    assert await check("ada", "battery staple") == ada.user


def test_ones_own_new_password_keeps_this_log_in(owner):
    me = User.objects.named("owner")
    form = {"password1": "battery staple", "password2": "battery staple"}
    owner.post(reverse("admin:auth_user_password_change", args=[me.pk]), form)
    assert owner.get("/admin/").status_code == 200


def test_a_password_can_be_taken_away(owner):
    ada = sign_up("ada")
    form = {"usable_password": "false", "unset-password": ""}
    owner.post(reverse("admin:auth_user_password_change", args=[ada.pk]), form)
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def add(client, name):
    form = {"password1": "battery staple", "password2": "battery staple"}
    path = reverse("admin:chat_user_add")
    return client.post(path, {"name": name, **form})


def test_people_who_are_added_can_log_in_and_are_in_the_lobby(owner):
    assert add(owner, " Zoë ").status_code == 302
    zoe = User.objects.check_login("ZOË", "battery staple")
    assert (zoe.name, zoe.key) == ("Zoë", "zoë")
    assert zoe.conversations.get().name == "lobby"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("7up", "starts with a letter"),
        ("ADA", "taken"),
        ("gus", "taken"),
        ("", "required"),
    ],
)
def test_a_name_that_cannot_be_is_refused(owner, name, says):
    sign_up("ada")
    User.objects.admit_guest("gus")
    response = add(owner, name)
    assert says in str(response.context["errors"])
    assert User.objects.count() == 3


def test_a_guest_who_is_gone_gives_way(owner):
    gus = User.objects.admit_guest("gus")
    User.objects.filter(pk=gus.pk).update(seen=gus.seen - 2 * GUEST_HOLD)
    assert add(owner, "Gus").status_code == 302
    assert not User.objects.named("gus").guest
    page = owner.get(listed("user"), {"guest__exact": "1"})
    assert "gus (name released)" in page.content.decode()


def test_a_form_that_is_refused_takes_nobodys_name(owner):
    gus = User.objects.admit_guest("gus")
    User.objects.filter(pk=gus.pk).update(seen=gus.seen - 2 * GUEST_HOLD)
    form = {"name": "gus", "password1": "battery staple", "password2": "other"}
    assert owner.post(reverse("admin:chat_user_add"), form).context["errors"]
    gus.refresh_from_db()
    assert not gus.is_released


def test_a_released_guest_can_be_banned_by_the_form(owner):
    gus = User.objects.admit_guest("gus")
    gus.release()
    sign_up("gus")
    form = {"name": "other", "muted": "on"}
    assert owner.post(page_of(gus), form).status_code == 302
    gus.refresh_from_db()
    assert (gus.name, gus.muted, gus.is_active) == ("gus", True, False)


def test_a_guest_is_given_neither_password_nor_powers(owner):
    gus = User.objects.admit_guest("gus")
    owner.post(page_of(gus), person_form(gus, is_staff="on", guest=""))
    gus.refresh_from_db()
    assert (gus.guest, gus.is_staff) == (True, False)
    assert "../password/" not in owner.get(page_of(gus)).content.decode()
    ada = sign_up("ada")
    assert "../password/" in owner.get(page_of(ada)).content.decode()


@pytest.mark.django_db(transaction=True)
async def test_who_is_renamed_goes_on_under_the_new_name():
    [ada] = await arrive("ada")
    theirs = await sync_to_async(logged_in)(ada.user)
    client = await sync_to_async(the_owner)()
    form = person_form(ada.user, name="Grace")
    await sync_to_async(client.post)(page_of(ada.user), form)
    assert (await ada.hears("renamed"))["person"]["name"] == "Grace"
    assert (await ada.say("who"))["users"] == ["Grace"]
    await ada.user.arefresh_from_db()
    assert (ada.user.name, ada.user.key) == ("Grace", "grace")
    assert (await sync_to_async(theirs.get)("/")).context["you"].name == "Grace"


@pytest.mark.parametrize("name", ["bob", "BOB", "a b", "owner"])
def test_nobody_is_renamed_to_what_cannot_be(owner, name):
    ada = sign_up("ada")
    sign_up("bob")
    response = owner.post(page_of(ada), person_form(ada, name=name))
    assert response.context["errors"]
    ada.refresh_from_db()
    assert (ada.name, ada.key) == ("ada", "ada")
