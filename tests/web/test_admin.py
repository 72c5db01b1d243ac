"""The owner's panel: who gets in, what is seen there, and what its acts do."""

import re
from uuid import uuid4

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.models import Conversation, Membership, Message, User
from chat.models.user import GUEST_HOLD
from chat.presence.leases import online_now
from tests.support.people import account, arrive, eventually

PASSWORD = "correct horse"
LISTS = ["user", "conversation", "membership", "message"]


def sign_up(name, **flags):
    return User.objects.sign_up(name, PASSWORD, **flags)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def the_owner():
    return logged_in(User.objects.create_superuser("owner", PASSWORD))


def a_moderator(*permissions):
    user = sign_up("moderator", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return logged_in(user)


def listed(model):
    return reverse(f"admin:chat_{model}_changelist")


def page_of(row):
    return reverse(f"admin:chat_{row._meta.model_name}_change", args=[row.pk])


def act(client, action, *rows):
    form = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(listed(rows[0]._meta.model_name), form, follow=True)


def person_form(person, **changes):
    """What the person's page sends; None for a box that is not ticked."""
    form = {"name": person.name, "is_active": "on", **changes}
    return {name: value for name, value in form.items() if value is not None}


def said(response):
    return [str(message) for message in response.context["messages"]]


def rows_of(response):
    return list(response.context["cl"].result_list)


@pytest.fixture
def owner(db):
    return the_owner()


@pytest.fixture
def directs(db):
    """What two people have between themselves, as the panel could name it."""
    ada = sign_up("ada")
    sign_up("bob")
    message = Conversation.objects.post(ada, "@bob", "between us", uuid4())
    talk = message.conversation
    return message, talk, talk.memberships.get(user=ada)


# --- Who gets in ----------------------------------------------------------------------


@pytest.mark.django_db
def test_strangers_are_sent_to_the_chats_own_log_in():
    response = Client().get("/admin/chat/user/", follow=True)
    assert response.redirect_chain[-1] == ("/login/?next=/admin/chat/user/", 302)


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
    assert answers == [200, 403, 403, 403]


def test_the_panel_has_its_name_and_the_way_back(owner):
    page = owner.get("/admin/").content.decode()
    assert "<title>Administration | chatsite</title>" in page
    assert '<a href="/">' in page


def test_logging_out_and_passwords_are_the_chats(owner):
    assert owner.get("/admin/password_change/").url == "/password/"
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


# --- People ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
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


def test_redis_is_asked_once_for_a_page(owner):
    for number in range(5):
        sign_up(f"person{number}")
    online_now()  # Redis knows the script from here on
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.config_resetstat()
        owner.get(listed("user"), {"online": "0"})
        assert client.info("commandstats")["cmdstat_evalsha"]["calls"] == 1


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
async def test_who_is_renamed_comes_back_under_the_new_name():
    [ada] = await arrive("ada")
    theirs = await sync_to_async(logged_in)(ada.user)
    client = await sync_to_async(the_owner)()
    form = person_form(ada.user, name="Grace")
    await sync_to_async(client.post)(page_of(ada.user), form)
    await ada.hears("closed")
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


# --- Rooms ----------------------------------------------------------------------------


def test_direct_conversations_are_nowhere_in_the_panel(owner, directs):
    pages = [owner.get(listed(model)) for model in LISTS[1:]]
    message, talk, membership = directs
    queries = [{"q": "between"}, {"room": talk.pk}, {"conversation": talk.pk}]
    pages += [owner.get(listed("message"), query, follow=True) for query in queries]
    pages += [owner.get(page_of(row), follow=True) for row in directs]
    history = reverse("admin:chat_message_history", args=[message.pk])
    pages.append(owner.get(history, follow=True))
    for page in pages:
        assert "between us" not in page.content.decode()
        assert str(talk) not in page.content.decode()
    act(owner, "remove", message)
    act(owner, "expel", membership)
    message.refresh_from_db()
    assert not message.deleted
    assert talk.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
async def test_a_topic_reaches_the_screens_of_a_room_the_owner_is_not_in():
    [ada] = await arrive("ada")
    number = (await ada.say("create", name="dev"))["conversation"]["id"]
    room = await Conversation.objects.aget(pk=number)
    client = await sync_to_async(the_owner)()
    await sync_to_async(client.post)(page_of(room), {"topic": "No  spam"})
    event = await ada.hears("topic", conversation=number)
    assert (event["topic"], event["from"], event["seq"]) == ("No spam", "owner", 1)


def test_nothing_but_the_topic_of_a_room_is_changed(owner):
    room = Conversation.objects.create_room(sign_up("ada"), "dev", private=True)
    form = {"topic": "", "name": "a b c", "private": "", "kind": "direct"}
    assert owner.post(page_of(room), form).status_code == 302
    room.refresh_from_db()
    assert (room.name, room.private, room.is_room) == ("dev", True, True)


def test_a_topic_is_as_long_as_a_topic_may_be(owner):
    response = owner.post(page_of(Conversation.objects.lobby()), {"topic": "x" * 201})
    assert response.context["errors"]


@pytest.mark.django_db(transaction=True)
async def test_who_is_taken_out_of_a_room_hears_so_and_nothing_more():
    ada, bob = await arrive("ada", "bob")
    number = (await ada.say("create", name="dev", private=True))["conversation"]["id"]
    await ada.say("invite", conversation=number, name="bob")
    await bob.hears("joined")
    membership = await Membership.objects.aget(conversation=number, user=bob.user)
    client = await sync_to_async(the_owner)()
    await sync_to_async(act)(client, "expel", membership)
    for person in (ada, bob):
        await person.hears("left", conversation=number, **{"from": "bob"})
    await ada.post(number, "gone")
    assert await bob.hears_nothing("message", body="gone")
    assert (await bob.post(number, "hello"))["code"] == "no-such-conversation"


def test_nobody_is_taken_out_of_the_lobby(owner):
    membership = sign_up("ada").memberships.get()
    assert said(act(owner, "expel", membership)) == [
        "ada in #lobby: Everybody is in the lobby."
    ]
    assert Membership.objects.filter(pk=membership.pk).exists()


@pytest.mark.django_db(transaction=True)
async def test_a_room_that_is_dissolved_leaves_every_screen():
    ada, bob = await arrive("ada", "bob")
    number = (await ada.say("create", name="dev"))["conversation"]["id"]
    await bob.say("join", room="#dev")
    await ada.post(number, "hello")
    client = await sync_to_async(the_owner)()
    path = reverse("admin:chat_conversation_delete", args=[number])
    page = await sync_to_async(client.get)(path)
    assert "hello" not in page.content.decode()
    await sync_to_async(client.post)(path, {"post": "yes"})
    for person in (ada, bob):
        await person.hears("left", conversation=number, **{"from": person.user.name})
        assert (await person.post(number, "x"))["code"] == "no-such-conversation"
    assert not await Message.objects.aexists()


def test_the_lobby_stays(owner):
    lobby = Conversation.objects.lobby()
    path = reverse("admin:chat_conversation_delete", args=[lobby.pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403
    assert Conversation.objects.filter(pk=lobby.pk).exists()


# --- Messages -------------------------------------------------------------------------


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
    Conversation.objects.lobby().post(ada, "an apple", uuid4())
    pear = room.post(ada, "a pear", uuid4())
    pear.react(ada, "👍", True)
    for query in (
        {"q": "PEAR"},
        {"room": room.pk},
        {"deleted__exact": "0", "q": "a pear"},
    ):
        assert rows_of(owner.get(listed("message"), query)) == [pear]
    assert "👍\xa01" in owner.get(page_of(pear)).content.decode()


def test_messages_are_neither_made_nor_changed_nor_erased(owner):
    message = Conversation.objects.lobby().post(sign_up("ada"), "hello", uuid4())
    assert owner.get(reverse("admin:chat_message_add")).status_code == 403
    assert owner.post(page_of(message), {"body": "other"}).status_code == 403
    path = reverse("admin:chat_message_delete", args=[message.pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403
    act(owner, "delete_selected", message)
    message.refresh_from_db()
    assert message.body == "hello"


@pytest.mark.django_db
def test_deleting_needs_its_permission():
    message = Conversation.objects.lobby().post(sign_up("ada"), "hello", uuid4())
    act(a_moderator("view_message"), "remove", message)
    message.refresh_from_db()
    assert not message.deleted


# --- Every page -----------------------------------------------------------------------


def grow(first, last):
    """More people, rooms, members and messages."""
    for number in range(first, last):
        person = sign_up(f"person{number}")
        room = Conversation.objects.create_room(person, f"room{number}")
        room.post(person, "hello", uuid4()).react(person, "👍", True)


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


@pytest.mark.parametrize("name", ["hello", "<script>alert(1)</script>"])
def test_no_page_needs_what_the_policy_forbids(owner, name):
    ada = sign_up("ada")
    room = Conversation.objects.create_room(ada, "dev", topic=name)
    message = room.post(ada, name, uuid4())
    paths = ["/admin/", *map(listed, LISTS), *map(page_of, (ada, room, message))]
    paths += [reverse("admin:chat_user_add"), page_of(room)[:-7] + "delete/"]
    for path in paths:
        response = owner.get(path)
        assert response.status_code == 200
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)


# --- createsuperuser ------------------------------------------------------------------


@pytest.fixture
def password_in_environment(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)


@pytest.mark.django_db
@pytest.mark.usefixtures("password_in_environment")
def test_createsuperuser_makes_somebody_who_gets_in(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_KEY", "Ada")
    call_command("createsuperuser", interactive=False, verbosity=0)
    ada = User.objects.check_login("ada", PASSWORD)
    assert ada.name == "Ada"
    assert logged_in(ada).get("/admin/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("password_in_environment")
@pytest.mark.parametrize(("name", "says"), [("7up", "starts with"), ("BOB", "taken")])
def test_createsuperuser_says_what_is_wrong_with_a_name(name, says):
    sign_up("bob")
    with pytest.raises(CommandError, match=says):
        call_command("createsuperuser", interactive=False, key=name, verbosity=0)
