"""The page of an invite link: what it shows to whom, and how one comes in by it."""

import pytest
from django.test import Client
from django.urls import reverse

from chat.invitations import guessing, linking
from chat.invitations.models import InviteLink
from chat.models import Conversation, User
from chat.models.members import putting_out
from tests.invitations.test_linking import admit, is_in, link_to

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"
SHOWN = "ada invites you to", "#den", "Of foxes", "1 member"


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", PASSWORD)


@pytest.fixture
def den(ada):
    return Conversation.objects.create_room(ada, "den", topic="Of foxes", private=True)


def page_of(link):
    return reverse("join", args=[link.token])


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def come_as_guest(link, name="eve", client=None):
    form = {"name": name, "next": page_of(link)}
    return (client or Client()).post("/guest/", form, follow=True)


def sign_up(link, name="eve", client=None):
    form = {"name": name, "password": PASSWORD, "password_again": PASSWORD}
    form["next"] = page_of(link)
    return (client or Client()).post("/signup/", form, follow=True)


def used(link):
    link.refresh_from_db()
    return link.used, [use.user.name for use in link.uses.all()]


def test_a_stranger_sees_where_it_leads(ada, den):
    page = Client().get(page_of(link_to(den, ada))).content.decode()
    assert all(words in page for words in SHOWN)
    site = Client().get(page_of(link_to(None, ada)))
    assert "no-store" in site.headers["Cache-Control"]
    assert "member" not in site.content.decode()


@pytest.mark.parametrize("come", [come_as_guest, sign_up])
def test_a_newcomer_stands_in_the_room(ada, den, come):
    link = link_to(den, ada, uses=1)
    response = come(link)
    assert response.redirect_chain[-1][0] == "/rooms/den/"
    assert used(link) == (1, ["eve"])
    assert is_in(den, User.objects.named("eve"))


def test_whoever_logs_in_enters_by_one_tap(ada, den):
    bob = User.objects.sign_up("bob", PASSWORD)
    link, client = link_to(den, ada), Client()
    form = {"name": "bob", "password": PASSWORD, "next": page_of(link)}
    page = client.post("/login/", form, follow=True).content.decode()
    enter = reverse("join-enter", args=[link.token])
    assert f'action="{enter}"' in page
    assert not is_in(den, bob)
    assert client.post(enter).url == "/rooms/den/"
    assert used(link) == (1, ["bob"])
    assert client.get(page_of(link)).url == "/rooms/den/"  # where they are by now


def test_a_guest_who_came_by_it_signs_up_by_the_same_use(ada, den):
    link, client = link_to(den, ada), Client()
    come_as_guest(link, client=client)
    sign_up(link, client=client)
    assert used(link) == (1, ["eve"])
    assert not User.objects.named("eve").guest


def test_where_accounts_are_for_the_invited_a_link_and_a_guest_by_it_make_one(
    ada, den, settings
):
    settings.CHAT_REGISTRATION, link, client = "invitation", link_to(den, ada), Client()
    form = {"name": "cy", "password": PASSWORD, "password_again": PASSWORD}
    client.post("/signup/", form)
    assert not User.objects.filter(name="cy").exists()
    sign_up(link, "bob")
    assert used(link) == (1, ["bob"])
    come_as_guest(link, client=client)
    client.post("/signup/", {**form, "name": "eve"})
    assert not User.objects.named("eve").guest
    assert used(link) == (2, ["bob", "eve"])
    settings.CHAT_REGISTRATION = "closed"
    assert "/signup/" not in Client().get(page_of(link)).content.decode()


def test_guests_come_by_it_where_the_site_takes_none(ada, den, settings):
    settings.CHAT_ALLOW_GUESTS = False
    lets_in, does_not = link_to(den, ada), link_to(den, ada, guests=False)
    assert "Come in as a guest" in Client().get(page_of(lets_in)).content.decode()
    assert "Come in as a guest" not in Client().get(page_of(does_not)).content.decode()
    come_as_guest(does_not)
    assert not User.objects.filter(name="eve").exists()
    come_as_guest(lets_in)
    assert is_in(den, User.objects.named("eve"))


@pytest.mark.parametrize("come", [come_as_guest, sign_up])
def test_a_use_is_given_back_where_nobody_comes(ada, den, come):
    link = link_to(den, ada, uses=1)
    come(link, name="ada")  # whose name it is
    assert used(link) == (0, [])


def test_nothing_of_a_dead_link_is_shown(ada, den):
    bob = User.objects.sign_up("bob", PASSWORD)
    dead = link_to(den, ada)
    looking = logged_in(bob)
    looking.get(page_of(dead))
    linking.revoke(ada, dead.pk)  # while they look at it
    response = looking.post(reverse("join-enter", args=[dead.token]), follow=True)
    assert not is_in(den, bob)
    for page in (response, Client().get(page_of(dead)), Client().get("/join/none/")):
        assert page.status_code == 404
        text = page.content.decode()
        assert "This link is over" in text
        assert not any(words in text for words in SHOWN)


def test_who_was_put_out_learns_why(ada, den):
    bob = User.objects.sign_up("bob", PASSWORD)
    admit(den, bob)
    putting_out.ban(den, ada, bob, "noise", None)
    link, client = link_to(den, ada), logged_in(bob)
    enter = reverse("join-enter", args=[link.token])
    assert "noise" in client.post(enter, follow=True).content.decode()
    assert used(link) == (0, [])


def test_a_guest_who_was_banned_comes_onto_the_site_and_no_further(ada, den):
    eve, client = User.objects, Client()
    first = link_to(den, ada)
    come_as_guest(first, client=client)
    putting_out.ban(den, ada, eve.named("eve"), "", None)
    client.post("/logout/")
    page = come_as_guest(link_to(den, ada), "eva", client)
    assert "Enter the room" in page.content.decode()
    assert not is_in(den, eve.named("eva"))


def test_a_link_to_the_site_leads_whoever_is_in_to_it(ada):
    link = link_to(None, ada)
    assert logged_in(ada).get(page_of(link)).url == "/"
    assert come_as_guest(link).redirect_chain[-1][0] == "/"
    assert used(link) == (1, ["eve"])


def test_a_network_that_guesses_has_to_wait(ada, den, monkeypatch):
    monkeypatch.setattr(guessing, "MISSES", 2)
    link, client = link_to(den, ada), Client()
    answers = [client.get(page_of(link)).status_code for _ in range(3)]
    guesses = [client.get(f"/join/guess{n}/").status_code for n in range(3)]
    assert (answers, guesses) == ([200] * 3, [404, 404, 429])
    last = client.get(page_of(link))
    assert (last.status_code, int(last.headers["Retry-After"]) > 0) == (429, True)


def test_the_code_is_for_whoever_sees_the_link(ada, den):
    bob = User.objects.sign_up("bob", PASSWORD)
    link = link_to(den, ada)
    code = reverse("join-qr", args=[link.token])
    drawn = logged_in(ada).get(code)
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    assert b"<svg" in drawn.content
    for client in (Client(), logged_in(bob)):
        assert client.get(code).status_code == 404


def test_staff_see_in_the_panel_who_came_by_which_and_revoke_it(ada, den):
    chief = User.objects.sign_up("chief", PASSWORD, is_staff=True)
    link, panel = link_to(den, ada), logged_in(chief)
    come_as_guest(link)
    rows = reverse("admin:invitations_invitelink_changelist")
    page = reverse("admin:invitations_invitelink_change", args=[link.pk])
    assert "eve" in panel.get(page).content.decode()
    assert link.token not in panel.get(page).content.decode()
    panel.post(rows, {"action": "revoke", "_selected_action": [link.pk]})
    assert InviteLink.objects.get(pk=link.pk).has_ended
    assert logged_in(ada).get(rows).url.startswith("/admin/login/")
