"""Another name, on the account page."""

import pytest

from chat.models import User
from tests.web.admin.cast import logged_in, sign_up

pytestmark = pytest.mark.django_db


def test_who_takes_another_name_has_it_and_is_told():
    client = logged_in(sign_up("ada"))
    answer = client.post("/account/name/", {"name": "eve"}, follow=True)
    assert answer.redirect_chain == [("/account/#name", 302)]
    assert "You are called eve from now on." in answer.text
    assert User.objects.named("ada").name == "eve"


def test_a_name_that_cannot_be_is_said_on_the_page():
    sign_up("bob")
    answer = logged_in(sign_up("ada")).post("/account/name/", {"name": "bob"})
    assert answer.status_code == 422
    assert "That name is taken." in answer.text
    assert User.objects.named("ada").name == "ada"
