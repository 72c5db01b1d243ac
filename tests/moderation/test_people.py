"""Muting people and shutting them out: who may, for how long, and who sees it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat import wire
from chat.accounts.bans import Bans, require_welcome
from chat.accounts.visitor import Visitor
from chat.audit.models import Record
from chat.models import Conversation, User, post
from chat.models.members import silencing
from chat.models.members.muted_guest import MutedGuest
from chat.models.people import status
from chat.models.people.ban import Ban
from chat.models.people.profile import profile
from chat.models.people.visit import record_visit
from chat.models.rooms import steering
from chat.moderation import muting, seeing, shutting_out
from chat.moderation.models import Muting
from chat.wire.errors import Banned, Muted, NoSuchUser, NotAllowed
from tests.support.people import Person, account

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Visitor(address="198.51.100.1", browser="mine")
TROLL = "203.0.113.9"


@pytest.fixture
def chief():
    return User.objects.sign_up(
        "chief", "correct horse", is_staff=True, is_superuser=True
    )


@pytest.fixture
def helper():
    """Who moderates, and has no power in the panel."""
    return User.objects.sign_up("helper", "correct horse", is_staff=True)


@pytest.fixture
def troll():
    user = User.objects.admit_guest("troll")
    record_visit(user, TROLL, "theirs")
    return user


def mute(user, name="troll", **wish):
    return muting.mute(user, wire.Mute(name=name, on=wish.pop("on", True), **wish))


def shut(user, name="troll", **wish):
    return shutting_out.shut_out(user, wire.ShutOut(name=name, on=True, **wish), HERE)


def is_welcome(address, browser=""):
    Bans.forget()
    try:
        require_welcome(Visitor(address=address, browser=browser))
    except Banned:
        return False
    return True


# --- Muting ---------------------------------------------------------------------------


def test_who_is_muted_says_nothing_until_that_is_lifted(chief, troll):
    mute(chief, reason="loud")
    with pytest.raises(Muted):
        post(troll, "#lobby", "hello", uuid4())
    mute(chief, on=False)
    assert not User.objects.get(pk=troll.pk).muted
    assert not Muting.objects.exists()


def test_a_mute_ends_by_itself(chief, troll):
    mute(chief, seconds=60)
    muting.lift_over()
    assert User.objects.get(pk=troll.pk).muted
    Muting.objects.update(until=timezone.now() - timedelta(seconds=1))
    muting.lift_over()
    assert not User.objects.get(pk=troll.pk).muted


def test_muted_anew_it_lasts_as_long_as_was_said_last(chief, troll):
    mute(chief, seconds=60)
    event = mute(chief)
    assert event.until is wire.UNSET
    assert Muting.objects.count() == 1


def come(name, browser, address=TROLL):
    return User.objects.admit_guest(name, address=address, browser=browser)


@pytest.mark.parametrize(
    ("muted", "new", "speaks"),
    [
        ("theirs", "theirs", False),
        ("", "", False),
        ("theirs", "another", True),
        ("", "another", True),
    ],
)
def test_another_name_does_not_have_a_muted_guest_speak(chief, muted, new, speaks):
    come("troll", muted)
    mute(chief, reason="loud", seconds=60)
    again = come("angel", new)
    assert User.objects.get(pk=again.pk).muted is not speaks
    [was, *now] = sorted(muting.muted(), key=lambda its: its.person)
    assert [(its.name, its.reason, its.until, its.by) for its in now] == (
        [] if speaks else [("angel", "loud", was.until, "chief")]
    )


def test_who_comes_by_this_machine_itself_is_taken_for_nobody_else(chief):
    come("troll", "", "127.0.0.1")
    mute(chief)
    assert not come("angel", "", "127.0.0.1").muted


def test_neither_does_a_name_of_before_nor_a_mute_in_the_panel(chief, client):
    angel, troll = come("angel", "theirs"), come("troll", "theirs")
    status.set_status(angel, "Loud")
    angel.release()
    client.force_login(chief)
    mute_in_panel(client, troll, "action", on=True)
    angel.reclaim()
    now = User.objects.get(pk=angel.pk)
    assert (now.muted, now.status) == (True, "")


@pytest.mark.parametrize("way", ["lifted", "panel", "clock"])
def test_when_a_mute_ends_it_does_for_each_name(chief, troll, client, way):
    mute(chief, seconds=60)
    if way == "lifted":
        mute(chief, on=False)
    elif way == "panel":
        client.force_login(chief)
        mute_in_panel(client, troll, "form", on=False)
    else:
        MutedGuest.objects.update(until=timezone.now())
    assert not come("angel", "theirs").muted


def test_whoever_moderates_the_site_is_told_who_is_muted_and_nobody_else(chief, troll):
    mute(chief, reason="loud")
    its, ada = profile(chief, "troll").muted, User.objects.bring_in("ada")
    assert (its.reason, its.by) == ("loud", "chief")
    assert profile(ada, "troll").muted is wire.UNSET
    mute(chief, on=False)
    assert profile(chief, "troll").muted is wire.UNSET


async def test_whoever_is_muted_hears_why_and_until_when():
    chief = await account("chief", is_staff=True, is_superuser=True)
    troll = await Person(await account("troll")).arrive()
    await sync_to_async(mute)(chief, reason="loud", seconds=3600)
    heard = await troll.hears("muted", name="troll", on=True)
    assert heard["reason"] == "loud"
    assert heard["until"] > wire.timestamp(timezone.now())


@pytest.mark.parametrize("act", ["mute", "shut", "panel"])
def test_whoever_is_kept_quiet_says_nothing_of_how_they_are(
    chief, troll, client, monkeypatch, act
):
    told = []
    monkeypatch.setattr(status, "announce", lambda _, event: told.append(event.status))
    status.set_status(troll, "Loud")
    client.force_login(chief)
    acts = {"mute": lambda: mute(chief), "shut": lambda: shut(chief)}
    acts["panel"] = lambda: mute_in_panel(client, troll, "action", on=True)
    acts[act]()
    assert User.objects.get(pk=troll.pk).status == ""
    assert [each.text for each in told] == ["Loud", ""]


@pytest.mark.parametrize("way", ["action", "form"])
def test_what_the_panel_says_of_it_later_counts(chief, troll, client, way):
    client.force_login(chief)
    mute(chief, seconds=60)
    mute_in_panel(client, troll, way, on=False)
    mute_in_panel(client, troll, way, on=True)
    Muting.objects.update(until=timezone.now() - timedelta(seconds=1))
    muting.lift_over()
    assert User.objects.get(pk=troll.pk).muted


def mute_in_panel(client, person, way, *, on):
    if way == "action":
        action = "mute" if on else "unmute"
        asked = {"action": action, "_selected_action": [person.pk]}
        done = client.post(reverse("admin:chat_user_changelist"), asked)
    else:
        asked = {"name": person.name, "is_active": "on"} | (
            {"muted": "on"} if on else {}
        )
        done = client.post(reverse("admin:chat_user_change", args=[person.pk]), asked)
    assert done.status_code == 302
    assert User.objects.get(pk=person.pk).muted == on


def test_the_person_is_locked_before_why_they_are_muted(chief, troll):
    with CaptureQueriesContext(connection) as asked:
        mute(chief)
    tables = [query["sql"].split('"')[1] for query in asked if is_change(query)]
    assert tables.index("chat_user") < tables.index("peace_muting")


def is_change(query):
    return query["sql"].startswith(("UPDATE", "DELETE", "INSERT"))


# --- Shutting out ---------------------------------------------------------------------


def test_by_themselves_the_account_and_the_browser_are_shut_out(chief, troll):
    shut(chief, reason="spam")
    assert not User.objects.get(pk=troll.pk).is_active
    assert not is_welcome("192.0.2.1", "theirs")
    assert is_welcome(TROLL)


def test_shut_out_anew_for_less_they_stay_out_and_that_is_said(chief, troll):
    assert shut(chief).until is wire.UNSET
    assert shut(chief, seconds=3600).until is wire.UNSET


def test_by_address_nobody_comes_from_there_by_any_name(chief, troll):
    event = shut(chief, reach="address")
    assert event.networks == [f"{TROLL}/32"]
    assert not is_welcome(TROLL)
    assert is_welcome("203.0.113.10")


def test_by_network_nobody_comes_from_around_it(chief, troll):
    shut(chief, reach="network", seconds=3600)
    assert not is_welcome("203.0.113.10")
    assert is_welcome("203.0.114.10")


@pytest.mark.parametrize("seconds", [None, shutting_out.NETWORK_SECONDS_MOST + 1])
def test_a_network_is_shut_out_for_a_while_only(chief, troll, seconds):
    with pytest.raises(NotAllowed):
        shut(chief, reach="network", seconds=seconds)
    assert is_welcome(TROLL)


def test_nobody_shuts_out_themselves_with_a_network(chief, troll):
    record_visit(troll, "198.51.100.77", "")
    with pytest.raises(NotAllowed):
        shut(chief, reach="network", seconds=3600)
    assert User.objects.get(pk=troll.pk).is_active


def test_ones_own_address_is_never_shut_out(chief, troll):
    record_visit(troll, HERE.address, HERE.browser)
    shut(chief, reach="address")
    assert is_welcome(HERE.address, HERE.browser)


@pytest.mark.parametrize("reach", ["address", "network"])
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_machine_itself_is_never_shut_out(chief, troll, reach, address):
    record_visit(troll, address, "")
    shut(chief, reach=reach, seconds=3600)
    assert is_welcome(address)
    assert not is_welcome(TROLL)


def test_they_are_let_in_again_by_whatever_they_came(chief, troll):
    shut(chief, reach="network", seconds=3600)
    shutting_out.let_in(chief, wire.ShutOut(name="troll", on=False))
    assert User.objects.get(pk=troll.pk).is_active
    assert is_welcome(TROLL, "theirs")
    assert not Ban.objects.exists()


def test_a_guest_who_has_lost_the_name_is_let_in_by_it(chief, troll):
    shut(chief)
    troll.release()
    shutting_out.let_in(chief, wire.ShutOut(name="Troll", on=False))
    assert User.objects.get(pk=troll.pk).is_active
    assert not Ban.objects.exists()


def test_what_was_shut_out_by_hand_is_let_in_by_its_number(chief, helper):
    by_hand = {"reason": "spam", "by": chief}
    made = Ban.objects.create(network=f"{TROLL}/32", **by_hand)
    [one] = seeing.moderation(chief).shutout
    assert (one.ban, one.person, one.networks) == (made.pk, 0, [f"{TROLL}/32"])
    wish = wire.ShutOut(name="", ban=one.ban, on=False)
    with pytest.raises(NotAllowed):
        shutting_out.let_in(helper, wish)
    assert not is_welcome(TROLL)
    shutting_out.let_in(chief, wish)
    assert is_welcome(TROLL)
    with pytest.raises(NoSuchUser):
        shutting_out.let_in(chief, wish)


def test_what_was_made_for_somebody_is_not_let_in_by_a_number(chief, troll):
    shut(chief, reach="address")
    assert all(each.ban is wire.UNSET for each in seeing.moderation(chief).shutout)
    number = Ban.objects.filter(person=troll).first().pk
    with pytest.raises(NoSuchUser):
        shutting_out.let_in(chief, wire.ShutOut(name="", ban=number, on=False))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("127.0.0.1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
    ],
)
def test_the_network_around_an_address(address, network):
    assert shutting_out.network_around(address) == network


# --- Who may, and to whom -------------------------------------------------------------


@pytest.mark.parametrize("act", [mute, shut])
def test_who_has_no_power_for_it_does_not(act, helper, troll):
    other = User.objects.sign_up("other", "correct horse")
    for who in (helper, other, troll):
        with pytest.raises(NotAllowed):
            act(who)


@pytest.mark.parametrize("act", [mute, shut])
@pytest.mark.parametrize("whom", ["chief", "owner"])
def test_nobody_does_it_to_themselves_or_who_may_as_much(act, whom, chief):
    User.objects.sign_up("owner", "correct horse", is_staff=True, is_superuser=True)
    with pytest.raises(NotAllowed):
        act(chief, whom)


def test_a_power_of_the_panel_counts_here(helper, troll):
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    assert set(seeing.moderation(helper).may) == {"mute", "shutout", "avatar"}
    mute(helper)
    with pytest.raises(NotAllowed):
        shut(helper, reach="address")


# --- Seeing it ------------------------------------------------------------------------


def test_who_moderates_sees_who_is_muted_and_shut_out(chief, helper, troll):
    User.objects.admit_guest("loud")
    mute(chief, "loud", reason="shouts", seconds=3600)
    shut(chief, reach="address", reason="spam")
    its = seeing.moderation(helper)
    [one], [out] = its.muted, its.shutout
    assert (one.name, one.reason, one.by) == ("loud", "shouts", "chief")
    assert (out.name, out.reason, out.networks) == ("troll", "spam", [f"{TROLL}/32"])
    assert its.may == []


def test_who_was_muted_in_the_panel_is_listed_as_well(chief, troll):
    User.objects.filter(pk=troll.pk).update(muted=True)
    [one] = seeing.moderation(chief).muted
    assert (one.name, one.at) == ("troll", wire.UNSET)


def test_others_see_nothing_of_it(troll):
    with pytest.raises(NotAllowed):
        seeing.moderation(troll)
    with pytest.raises(NotAllowed):
        seeing.acts(troll, wire.ListActs())


def test_what_was_done_is_read_a_page_at_a_time(chief, troll):
    for _ in range(2):
        mute(chief, reason="loud")
        mute(chief, on=False)
    first = seeing.acts(chief, wire.ListActs(limit=3))
    assert [each.event for each in first.acts] == [
        "mute lifted",
        "muted",
        "mute lifted",
    ]
    rest = seeing.acts(chief, wire.ListActs(limit=3, before=first.acts[-1].act))
    assert ([each.event for each in rest.acts], rest.more) == (["muted"], False)
    assert (rest.acts[0].who, rest.acts[0].whom) == ("chief", "troll")


def test_of_a_role_it_is_said_which(chief, troll):
    room = Conversation.objects.create_room(chief, "dev")
    room.join(troll)
    steering.set_role(room, chief, troll, "voice")
    silencing.silence(room, chief, troll, "loud", None)
    silencing.let_speak(room, chief, troll)
    its = seeing.acts(chief, wire.ListActs(limit=3)).acts
    assert [(each.event, each.words) for each in its] == [
        ("room: mute lifted", ""),
        ("room: role muted", ""),
        ("room: role voice", ""),
    ]


def test_why_and_until_when_is_said_of_what_was_done(chief, troll):
    mute(chief, reason='he said "no"', seconds=3600)
    shut(chief, reason="spam")
    [out, silent] = seeing.acts(chief, wire.ListActs(limit=2)).acts
    assert (out.reason, out.until, out.words) == ("spam", wire.UNSET, "")
    assert (silent.reason, silent.words) == ('he said "no"', "")
    assert silent.until == wire.timestamp(Muting.objects.get().until)


def test_who_may_not_read_the_audit_log_does_not(helper):
    with pytest.raises(NotAllowed):
        seeing.acts(helper, wire.ListActs())


def test_each_act_is_audited(chief, troll):
    mute(chief, reason="loud")
    shut(chief, reason="spam")
    shut(chief, reach="network", seconds=3600)
    events = set(Record.objects.values_list("event", "who", "whom"))
    assert {("muted", "chief", "troll"), ("ban", "chief", "troll")} <= events
    [narrow, wide] = Record.objects.filter(event="ban").order_by("pk")
    assert TROLL not in narrow.words
    assert f"{TROLL}/32" in wide.words
    assert shutting_out.network_around(TROLL) in wide.words
