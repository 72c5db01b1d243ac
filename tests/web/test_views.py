"""The pages, without a browser: who gets which, and what stands in them."""

import gzip
import re
from random import Random
from types import SimpleNamespace
from urllib.parse import quote, unquote
from uuid import UUID

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from chat.models import Conversation, PostRequest, User, post, post_all
from chat.models.members.offer import accept, invite
from chat.models.people import access
from chat.models.people.guest import GUEST_HOLD
from chat.web import conversations

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


def account(name, **flags):
    return User.objects.sign_up(name, PASSWORD, **flags)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast():
    """A private room of owner and member, a direct conversation of the two."""
    owner, member, outsider = (account(n) for n in ("owner", "member", "outsider"))
    room = Conversation.objects.create_room(owner, "secret", private=True)
    invite(room, owner, member)
    accept(room.pk, member)
    post(owner, "#secret", "in the room", UUID("6a" * 16))
    post(owner, "@member", "between us", UUID("6b" * 16))
    return owner, member, outsider


def test_a_lobby_that_somebody_has_left_can_be_looked_at(cast, settings):
    settings.CHAT_LOBBY_FIXED = False
    owner, *_ = cast
    Conversation.objects.lobby().leave(owner)
    client = logged_in(owner)
    assert client.get("/").url == "/rooms/secret/"
    page = client.get("/rooms/lobby/")
    assert page.status_code == 200
    assert '"free_lobby": true' in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/rooms/dev/", "/direct/ada/43/", "/account/"])
def test_strangers_are_sent_to_the_log_in(path):
    response = Client().get(path)
    assert response.status_code == 302
    assert response.url == f"/login/?next={path}"


def test_signing_up_logs_in():
    client = Client()
    form = {"name": "Ada", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post("/signup/", form).url == "/"
    assert client.get("/").status_code == 200


def test_no_browser_cuts_a_name_short(cast):
    for page in (
        *map(Client().get, ("/login/", "/signup/")),
        Client().get("/panels/now/en/"),
    ):
        fields = re.findall(r"<input[^>]*name=\"(?:\w+-)?name\"[^>]*>", page.text)
        assert fields
        assert all('maxlength="200"' in field for field in fields)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "bob"}, "taken"),
        ({"name": "7up"}, "starts with a letter"),
        ({"password_again": "other"}, "not the same"),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password": "password1", "password_again": "password1"}, "too common"),
        ({"name": ""}, "required"),
    ],
)
def test_a_refused_sign_up_says_why(change, says):
    account("bob")
    form = {"name": "ada", "password": PASSWORD, "password_again": PASSWORD} | change
    response = Client().post("/signup/", form)
    assert response.status_code == 422
    assert says in response.content.decode().lower()
    assert not User.objects.filter(name="ada").exists()


def test_logging_in_goes_where_one_wanted_to_go_but_not_off_the_site():
    account("ada")
    for wanted, got in [("/rooms/dev/", "/rooms/dev/"), ("https://evil.example/", "/")]:
        form = {"name": "ADA", "password": PASSWORD, "next": wanted}
        assert Client().post("/login/", form).url == got


def test_a_wrong_password_says_the_same_as_an_unknown_name():
    account("ada")
    said = []
    for name in ("ada", "eve"):
        response = Client().post("/login/", {"name": name, "password": "wrong"})
        assert response.status_code == 422
        said.append(response.context["form"].non_field_errors())
    assert said[0] == said[1]


def test_a_guest_gives_a_name_and_is_in():
    client = Client()
    assert client.post("/guest/", {"name": "Gus"}).url == "/"
    page = client.get("/")
    assert page.context["you"].guest
    assert client.session.get_expiry_age() == 24 * 3600


@pytest.mark.parametrize("typed", ["o'brien", "O’Brien", "Oʼbrien"])
def test_a_name_with_an_apostrophe_has_one_address_however_it_is_typed(typed):
    Client().post("/guest/", {"name": "O'Brien"})
    client = logged_in(account("ada"))
    response = client.get(f"/direct/{quote(typed)}/", follow=True)
    assert [unquote(url) for url, _ in response.redirect_chain] == ["/direct/OʼBrien/"]
    assert "OʼBrien" in response.content.decode()


def test_a_guests_door_can_be_closed(settings):
    settings.CHAT_ALLOW_GUESTS = False
    response = Client().post("/guest/", {"name": "Gus"})
    assert response.status_code == 422
    assert response.context["guest_form"] is None


def test_a_refused_guest_is_told_why():
    account("ada")
    response = Client().post("/guest/", {"name": "ada"})
    assert response.status_code == 422
    assert "registered" in response.content.decode()


def test_a_guest_whose_name_has_gone_is_told_and_logged_out():
    client = Client()
    client.post("/guest/", {"name": "gus"})
    old = User.objects.named("gus")
    User.objects.filter(pk=old.pk).update(seen=old.seen - 2 * GUEST_HOLD)
    account("gus")
    response = client.get("/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/login/")
    assert "has been taken" in response.content.decode()


def test_the_address_of_a_guest_who_has_gone_leads_to_the_talk_with_them():
    ada = account("ada")
    gus = User.objects.admit_guest("gus")
    post(gus, "@ada", "hello", UUID("6c" * 16))
    gus.release()
    client = logged_in(ada)
    assert client.get("/direct/GUS/").url == reverse("direct", args=[gus.address])
    assert logged_in(account("eve")).get("/direct/gus/").status_code == 404
    account("gus")
    assert client.get("/direct/gus/").status_code == 200


def test_logging_out_is_a_post_and_ends_the_session():
    client = logged_in(account("ada"))
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == reverse("login")
    assert client.get("/").status_code == 302


def test_a_log_in_has_ended_before_its_tabs_are_told(monkeypatch):
    client, pages = logged_in(account("ada")), []
    tab = Client()
    tab.cookies = client.cookies.copy()
    told = lambda *_, **how: pages.append((how["key"], tab.get("/").url))  # noqa: E731
    monkeypatch.setattr(access, "close_connections", told)
    key = client.session.session_key
    client.post("/logout/")
    assert pages == [(key, "/login/?next=/")]


def test_a_new_password_ends_the_other_log_ins():
    ada = account("ada")
    here, elsewhere = logged_in(ada), logged_in(ada)
    form = {
        "old_password": PASSWORD,
        "new_password": "battery staple",
        "new_password_again": "battery staple",
    }
    page = "/account/password/"
    assert here.post(page, form | {"old_password": "wrong"}).status_code == 422
    assert here.post(page, form).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_forms_need_their_token():
    ada = account("ada")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    for path in ("/login/", "/guest/", "/signup/", "/logout/", "/account/password/"):
        assert client.post(path, {}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        *(
            ("/direct/MEMBER/", "/direct/member/"),
            ("/direct/ｍember/", "/direct/member/"),
        ),
        *(("/rooms/SECRET/", "/rooms/secret/"), ("/rooms/LOBBY/", "/")),
    ],
)
def test_each_spelling_of_an_address_leads_to_the_one(cast, typed, address):
    owner, *_ = cast
    answer = logged_in(owner).get(typed)
    assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.dear
def test_private_rooms_and_directs_are_for_their_people(cast):
    owner, member, outsider = (logged_in(user) for user in cast)
    for client in (owner, member):
        assert "in the room" in client.get("/rooms/secret/").content.decode()
    assert outsider.get("/rooms/secret/").status_code == 404
    assert outsider.get("/rooms/nowhere/").status_code == 404
    assert "between us" in owner.get("/direct/member/").content.decode()
    assert "between us" in member.get("/direct/owner/").content.decode()
    for path in ("/", "/direct/owner/", "/direct/member/"):
        page = outsider.get(path).content.decode()
        assert "between us" not in page
        assert "in the room" not in page
        assert "secret" not in page


def test_the_first_paint_has_the_last_fifty_messages():
    ada = account("ada")
    lobby = Conversation.objects.lobby()
    for number in range(60):
        post(ada, lobby.pk, f"number {number}.", UUID(int=number))
    page = logged_in(ada).get("/")
    assert len(page.context["messages"]) == 50
    assert "number 10." in page.content.decode()
    assert "number 9." not in page.content.decode()


def test_each_message_stands_once_in_the_page():
    ada = account("ada")
    post(ada, "#lobby", "once,\nand <never> again", UUID(int=1))
    page = logged_in(ada).get("/")
    assert page.content.decode().count("once,") == 1
    assert page.content.decode().count("again") == 1


def test_pages_are_compressed_and_what_is_no_page_is_not():
    client = Client(headers={"accept-encoding": "gzip, br"})
    page = client.get("/login/")
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert "Log in" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in client.get("/desktop/chat-desktop.pyz")


def test_what_panels_are_made_of_is_kept_for_its_page_alone(reached):
    assert "panels/all.js" in logged_in(account("ada")).get("/").content.decode()
    reached(build="abc", files={"js/app.js": "js/app.abc.js"})
    kept = Client().get("/panels/abc/de/")
    assert "Alle Räume" in kept.content.decode()
    assert "immutable" in kept["Cache-Control"]
    assert not kept.cookies
    for address in ("/panels/now/de/", "/panels/abc/xx/"):
        assert Client().get(address).status_code == 404
    reached()
    assert "Cache-Control" not in Client().get("/panels/now/en/")


@pytest.mark.dear
def test_many_rooms_and_people_make_no_heavy_page(monkeypatch):
    ada, words = account("ada"), Random(1)
    name = lambda: f"{words.getrandbits(40):x}"  # noqa: E731
    for number in range(50):
        body = " ".join(name() for _ in range(8))
        post(ada, "#lobby", body, UUID(int=number))
    (lobby,) = conversations.conversations_of(ada)
    rooms = [
        msgspec.structs.replace(lobby, id=n, name=f"#{name()}", topic=f"{name()} is it")
        for n in range(1000, 1299)
    ]
    monkeypatch.setattr(conversations, "conversations_of", lambda _: [lobby, *rooms])
    people = {number: name() for number in range(1000, 1399)}
    sight = SimpleNamespace(names=people)
    monkeypatch.setattr(conversations, "online_now", lambda: sight)
    page = logged_in(ada).get("/", headers={"accept-encoding": "gzip"})
    assert "400" in gzip.decompress(page.content).decode()
    assert len(page.content) < 25_000


@pytest.mark.dear
def test_the_first_paint_begins_at_the_first_unread_message_that_is_there():
    ada, bob = account("ada"), account("bob")
    said = [post(bob, "#lobby", f"number {n}.", UUID(int=n)) for n in range(60)]
    said[0].delete_by(bob)
    page = logged_in(ada).get("/")
    line = '<li class="unread-line"><span>New</span></li>'
    below = page.content.decode().split(line)[1]
    assert f'data-seq="{said[1].seq}"' in below.partition("number 1.")[0]
    assert "number 59." not in below
    assert page.context["boot"]["newer"]


@pytest.mark.dear
def test_a_message_has_an_address_that_shows_it_with_what_stands_around_it():
    ada = account("ada")
    for n in range(1, 101):
        post(ada, "#lobby", f"message {n}", UUID(int=n))
    client = logged_in(ada)
    html = client.get("/rooms/lobby/43/").content.decode()
    found = [int(n) for n in re.findall(r'data-seq="(\d+)"', html)]
    assert found == [*range(32, 82)]
    assert re.findall(r'sought" data-seq="(\d+)"', html) == ["43"]
    later = client.get(f"/rooms/lobby/{10**15 - 1}/").content.decode()
    assert re.findall(r'sought" data-seq="(\d+)"', later) == ["100"]
    assert client.get(f"/rooms/lobby/{10**15}/").status_code == 404
    # Nothing of it is there yet: it may be hidden.
    account("bob")
    assert client.get("/direct/bob/43/").context["boot"]["sought"] == 43


@pytest.mark.dear
def test_who_may_not_read_a_place_gets_nothing_of_its_messages(cast):
    _, member, outsider = cast
    for path in ("/rooms/secret/1/", "/direct/nobody/1/"):
        assert logged_in(outsider).get(path).status_code == 404
    assert logged_in(member).get("/rooms/SECRET/1/").url == "/rooms/secret/1/"
    assert logged_in(member).get("/direct/Owner/1/").url == "/direct/owner/1/"
    assert b"between us" in logged_in(member).get("/direct/owner/1/").content


def test_a_reply_in_the_first_paint_links_what_it_answers():
    ada = account("ada")
    post(ada, "#lobby", "so?", UUID(int=1))
    post_all([PostRequest(ada, "#lobby", "yes", UUID(int=2), reply_to=1)])
    html = logged_in(ada).get("/").content.decode()
    assert '<a class="quote" href="/rooms/lobby/1/"' in html
    assert '"quote":' in html or "quote" in html.partition('id="boot"')[2]


def test_what_people_write_is_never_markup_of_the_page():
    ada = account("ada")
    body = "</script><script>alert(1)</script>"
    post(ada, "#lobby", body, UUID("6a" * 16))
    Conversation.objects.lobby().set_topic(ada, body)
    assert "<script>alert" not in logged_in(ada).get("/").content.decode()


@pytest.mark.dear
def test_the_page_costs_few_queries(django_assert_max_num_queries):
    ada = account("ada")
    for number in range(10):
        room = Conversation.objects.create_room(ada, f"room{number}")
        post(ada, room.pk, "hello", UUID(int=number))
        other = account(f"other{number}")
        post(ada, f"@other{number}", "hi", UUID(int=number + 50))
        post(other, "#lobby", "hi", UUID(int=number + 90))
    client = logged_in(ada)
    with django_assert_max_num_queries(12):
        client.get("/")


def test_every_page_forbids_inline_code_and_framing():
    client = logged_in(account("ada"))
    for path in ("/", "/login/", "/nowhere/"):
        headers = client.get(path, follow=False).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_closed_to_scripts_and_other_sites():
    account("ada")
    response = Client().post("/login/", {"name": "ada", "password": PASSWORD})
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_admin_panel_is_for_administrators_by_the_one_log_in():
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0] == (
        "/login/?next=/admin/"
    )
    ada = account("ada")
    assert logged_in(ada).get("/admin/", follow=True).status_code == 403
    root = User.objects.create_superuser("root", PASSWORD)
    assert logged_in(root).get("/admin/").status_code == 200


def test_the_deployment_check_is_clean():
    from django.core.management import call_command

    call_command("check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.parametrize("is_fixed", [True, False])
def test_the_page_knows_whether_the_lobby_is_a_room_like_any_other(settings, is_fixed):
    settings.CHAT_LOBBY_FIXED = is_fixed
    page = logged_in(account("ada")).get("/", follow=True)
    assert page.context["boot"]["you"].get("free_lobby", False) is not is_fixed
