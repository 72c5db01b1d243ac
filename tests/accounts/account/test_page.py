"""The account page has what capabilities hang into it, each part in its place."""

import pytest
from django.test import Client

from chat.accounts import sections
from chat.accounts.sections import Section, WayIn
from tests.web.admin.cast import logged_in, sign_up

pytestmark = pytest.mark.django_db
# Any template that says what it is given.
TEMPLATE = "accounts/_form_errors.html"


class Form(dict):
    def __init__(self, *errors):
        super().__init__(non_field_errors=errors)


def a_section(title, order, form):
    context = form if form is None else {"form": form}
    return Section(
        title=title, template=TEMPLATE, context=lambda _: context, order=order
    )


def test_what_is_hung_in_stands_in_its_order_unless_there_is_nothing(monkeypatch):
    last, first = a_section("Last", 2, Form("b")), a_section("First", 1, Form("a"))
    nothing = a_section("Nothing", 3, None)
    monkeypatch.setattr(sections, "SECTIONS", [last, nothing, first])
    page = logged_in(sign_up("ada")).get("/account/").text
    assert page.index(">First</h2>") < page.index("<p>a</p>")
    assert page.index("<p>a</p>") < page.index(">Last</h2>")
    assert 'href="#form_errors"' in page
    assert "Nothing" not in page


def test_a_guest_is_told_how_to_keep_the_name(client):
    client.post("/guest/", {"name": "gus"})
    page = client.get("/account/").text
    assert 'href="/signup/"' in page
    assert 'action="/account/password/"' not in page


def test_who_is_not_in_comes_back_there():
    assert Client().get("/account/").url == "/login/?next=/account/"
    assert Client().get("/.well-known/change-password").url == "/account/#password"


def test_other_ways_in_stand_below_the_password(monkeypatch):
    shown = WayIn(template=TEMPLATE, context=lambda _: {"form": Form("knock")}, order=1)
    nothing = WayIn(template=TEMPLATE, context=lambda _: None, order=0)
    monkeypatch.setattr(sections, "WAYS_IN", [nothing, shown])
    page = Client().get("/login/").text
    assert page.index('name="password"') < page.index("<p>knock</p>")
