"""Bans: whom they keep out, at which doors, and for how long."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chat.accounts import authentication, sweeping, visitor
from chat.accounts.bans import Bans
from chat.accounts.visitor import COOKIE, WITH_TLS, Visitor
from chat.models import User
from chat.models.people.ban import FOR_GOOD, Ban, ban, lift
from chat.models.people.visit import VISITS_EACH, Visit
from chat.sessions import ticker
from chat.sessions.process import Process
from chat.wire.errors import BadCredentials, Banned, NameTaken
from tests.support.people import Person, arrive

PASSWORD = "correct horse"
ELSEWHERE = Visitor("203.0.113.7", "e" * 16)
WAYS = {
    "log in": lambda who: authentication.log_in("ada", PASSWORD, who),
    "sign up": lambda who: authentication.sign_up("new", PASSWORD, who),
    "guest": lambda who: authentication.come_as_guest("new", who),
    "token": lambda who: authentication.come_back(
        "gus", User.objects.named("gus").token(), who
    ),
}


@pytest.fixture
def cast(db):
    User.objects.sign_up("ada", PASSWORD)
    User.objects.admit_guest("gus")


def shut_out(until=FOR_GOOD, **what):
    Ban.objects.create(reason="spam", until=until, **what)
    Bans.forget()


# --- At every way in ------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("what", "who"),
    [
        ({"network": "192.0.2.0/24"}, Visitor("192.0.2.200")),
        ({"network": "192.0.2.1/32"}, Visitor("::ffff:192.0.2.1")),
        ({"network": "2001:db8::/64"}, Visitor("2001:db8::1:2:3")),
        ({"browser": "b" * 16}, Visitor("198.51.100.1", "b" * 16)),
    ],
)
def test_no_way_leads_in(cast, way, what, who):
    shut_out(**what)
    with pytest.raises(Banned, match="spam"):
        WAYS[way](who)
    assert WAYS[way](ELSEWHERE)


@pytest.mark.parametrize("way", WAYS)
def test_a_ban_ends_by_itself(cast, way):
    shut_out(until=timezone.now() + timedelta(seconds=-1), network="192.0.2.0/24")
    assert WAYS[way](Visitor("192.0.2.1"))


def test_a_ban_ends_where_it_is_known_already(cast, monkeypatch):
    shut_out(until=timezone.now() + timedelta(minutes=1), network="192.0.2.0/24")
    bans = Bans.now()
    assert bans.refusal(Visitor("192.0.2.1"))
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr("chat.accounts.bans.timezone.now", lambda: later)
    assert not bans.refusal(Visitor("192.0.2.1"))


def test_bans_are_one_query_for_many_who_come(cast, django_assert_num_queries):
    shut_out(browser="b" * 16)
    with django_assert_num_queries(1):
        for number in range(100):
            assert not Bans.now().refusal(Visitor(f"192.0.2.{number}"))


def test_what_is_no_address_is_nobodys(cast):
    shut_out(network="192.0.2.0/24")
    assert not Bans.now().refusal(Visitor("testclient"))


# --- A person, their browser, their addresses -----------------------------------------


@pytest.fixture
def page(cast, settings):
    settings.CHAT_CLEAR_PASSWORDS = "any"
    return Client(REMOTE_ADDR="192.0.2.1")


def come_as(page, name):
    page.cookies.pop("sessionid", None)
    return page.post("/guest/", {"name": name})


def test_a_banned_guest_is_not_back_in_the_same_browser_by_another_name(page):
    assert come_as(page, "eve").status_code == 302
    ban(User.objects.named("eve"), User.objects.named("ada"), reason="spam")
    Bans.forget()
    answer = come_as(page, "mallory")
    assert answer.status_code == 403
    assert "shut you out: spam." in answer.content.decode()
    assert come_as(Client(REMOTE_ADDR="192.0.2.1"), "mallory").status_code == 302


def test_nor_by_a_new_browser_from_the_same_address_if_that_is_banned(page):
    come_as(page, "eve")
    eve, ada = User.objects.named("eve"), User.objects.named("ada")
    ban(eve, ada, reason="spam", addresses=True)
    Bans.forget()
    assert come_as(Client(REMOTE_ADDR="192.0.2.1"), "mallory").status_code == 403
    assert come_as(Client(REMOTE_ADDR="192.0.2.2"), "mallory").status_code == 302


def test_an_account_is_banned_for_a_time(cast):
    ada = User.objects.named("ada")
    until = timezone.now() + timedelta(hours=1)
    ban(ada, ada, reason="spam", until=until)
    with pytest.raises(Banned, match=r"until .* UTC: spam"):
        WAYS["log in"](ELSEWHERE)
    Ban.objects.update(until=timezone.now())
    assert WAYS["log in"](ELSEWHERE).is_active


def test_the_sweep_lifts_what_is_over_and_nothing_else(cast):
    people = [User.objects.sign_up(name, PASSWORD) for name in ("bob", "cyd", "dan")]
    over, still = timezone.now(), timezone.now() + timedelta(hours=1)
    ends = [(over, over), (over, still), (still, still)]
    for person, both in zip(people, ends, strict=True):
        for until in both:
            ban(person, person, reason="", until=until)
    sweeping.sweep()
    rows = User.objects.filter(pk__in=[person.pk for person in people])
    assert list(rows.values_list("is_active", flat=True)) == [True, False, False]


def test_what_was_closed_without_an_end_stays_closed(cast):
    ada = User.objects.named("ada")
    ban(ada, ada, reason="", until=timezone.now())
    WAYS["log in"](ELSEWHERE)
    ada.ban()
    sweeping.sweep()
    with pytest.raises(Banned):
        WAYS["log in"](ELSEWHERE)


def test_lifting_lets_in_by_everything(page):
    come_as(page, "eve")
    eve = User.objects.named("eve")
    ban(eve, eve, reason="spam", addresses=True)
    lift(eve, eve)
    Bans.forget()
    assert come_as(page, "mallory").status_code == 302


def test_where_people_came_from_is_bounded_and_forgotten(cast):
    for number in range(VISITS_EACH + 3):
        authentication.log_in("ada", PASSWORD, Visitor(f"192.0.2.{number}"))
    addresses = Visit.objects.order_by("at").values_list("address", flat=True)
    assert list(addresses) == [f"192.0.2.{number}" for number in range(3, 8)]
    Visit.objects.update(at=timezone.now() - timedelta(days=31))
    sweeping.sweep()
    assert not Visit.objects.exists()


# --- A browser ------------------------------------------------------------------------


def test_a_browser_has_a_number_that_nobody_can_make_up(page):
    come_as(page, "eve")
    cookie = page.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    number = Visit.objects.get().browser
    come_as(page, "fay")
    assert {visit.browser for visit in Visit.objects.all()} == {number}
    page.cookies[COOKIE] = cookie.value[:-1] + "!"
    come_as(page, "hal")
    assert len({visit.browser for visit in Visit.objects.all()}) == 2


@pytest.mark.parametrize("encrypts", [True, False])
def test_a_browser_that_is_shut_out_without_tls_is_with_tls_as_well(cast, encrypts):
    in_clear, with_tls = (remembered(number * 16) for number in "bc")
    both = {COOKIE: in_clear, WITH_TLS + COOKIE: with_tls}
    page = Client(REMOTE_ADDR="192.0.2.1")
    page.cookies.load(both)
    shut_out(browser="b" * 16)
    answer = page.post("/guest/", {"name": "eve"}, secure=encrypts)
    assert answer.status_code == 403
    jar = "; ".join(f"{name}={value}" for name, value in both.items()).encode()
    at_the_socket = come({"headers": [(b"cookie", jar)]})
    assert (at_the_socket.browser, at_the_socket.also) == ("c" * 16, "b" * 16)
    assert Bans.now().refusal(at_the_socket)


def test_what_was_set_without_tls_opens_nothing_with_it(cast):
    ada, marks = User.objects.named("ada"), HttpResponse()
    visitor.remember(marks, Visitor(browser="b" * 16), ada)
    in_clear = marks.cookies[COOKIE].value
    page = {
        "headers": [(b"cookie", f"{WITH_TLS}{COOKIE}=x; {COOKIE}={in_clear}".encode())]
    }
    found = come(page)
    assert (found.browser, found.also, found.knows(ada)) == ("", "b" * 16, False)


def come(scope):
    return visitor.at_socket(scope, visitor.cookies_of(scope))


def remembered(number):
    """What a browser of that number brings along."""
    response = HttpResponse()
    visitor.remember(response, Visitor(browser=number), User(guest=True))
    return response.cookies[COOKIE].value


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", r'"\000"', "9" * 5000])
def test_rubbish_is_no_browser(page, cookie):
    form, headers = (
        {"name": "ada", "password": PASSWORD},
        {"cookie": f"{COOKIE}={cookie}"},
    )
    assert page.post("/login/", form, headers=headers).url == "/"


# --- Logged out everywhere ------------------------------------------------------------


def test_who_was_logged_out_everywhere_has_their_name_in_the_same_browser(page):
    come_as(page, "eve")
    old = User.objects.named("eve")
    old.log_out_everywhere()
    assert come_as(Client(), "eve").status_code == 422
    assert come_as(page, "eve").status_code == 302
    assert User.objects.named("eve") != old  # of what was said nobody else is shown


def test_a_name_is_not_given_back_while_the_log_in_holds_nor_after_a_ban(page):
    come_as(page, "eve")
    assert come_as(page, "eve").status_code == 422
    User.objects.named("eve").ban()
    assert come_as(page, "eve").status_code == 422


def test_an_old_token_gives_the_name_back_to_whoever_was_logged_out(cast):
    gus = User.objects.named("gus")
    token = gus.token()
    gus.log_out_everywhere()
    with pytest.raises(NameTaken):
        authentication.come_as_guest("gus", ELSEWHERE)
    with pytest.raises(BadCredentials):
        authentication.come_back("gus", token, ELSEWHERE)
    assert authentication.come_as_guest("gus", ELSEWHERE) != gus


# --- Those who are in -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
async def test_connections_of_a_banned_address_end_and_none_is_opened():
    ada, bob = await arrive("ada", "bob")
    await ada.go()
    ada = await Person(ada.user, ada.session, address="192.0.2.1").arrive()
    await sync_to_async(shut_out)(network="192.0.2.0/24")
    await ticker.end_banned(Process.here())
    assert (await ada.hears("error"))["code"] == "banned"
    assert (await ada.hears("closed"))["code"] == 4403
    await ada.knock()
    assert "spam" in (await ada.hears("error"))["detail"]
    assert await bob.hears_nothing("closed")


def test_pages_say_so_to_whoever_is_in(page):
    page.force_login(User.objects.named("ada"))
    assert page.get("/").status_code == 200
    shut_out(network="192.0.2.0/24")
    answer = page.get("/")
    assert answer.status_code == 403
    assert "spam" in answer.content.decode()


def test_a_session_of_before_a_ban_is_worth_nothing_after_it(page):
    ada = User.objects.named("ada")
    page.force_login(ada)
    ban(ada, ada, reason="", until=timezone.now())
    assert page.get("/").status_code == 302


@pytest.mark.django_db(transaction=True)
async def test_nor_at_the_websocket():
    [ada] = await arrive("ada")
    await sync_to_async(ban)(ada.user, ada.user, reason="", until=timezone.now())
    await ada.hears("closed")
    ada.heard.clear()
    await ada.knock()
    assert (await ada.hears("error"))["code"] == "login-required"
