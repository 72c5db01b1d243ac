"""Names in the panel: whoever runs the site may reserve them, not forge them."""

import unicodedata

import pytest
from django.urls import reverse

from chat.models import User
from tests.web.admin.cast import (
    PASSWORD,
    a_moderator,
    page_of,
    person_form,
    sign_up,
)

pytestmark = pytest.mark.django_db


def add(client, name):
    form = {"name": name, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("admin:chat_user_add"), form)


def rename(client, person, name, **changes):
    response = client.post(page_of(person), person_form(person, name=name, **changes))
    person.refresh_from_db()
    return response


@pytest.mark.parametrize(
    ("name", "says"), [("paypaI", "looks like another"), ("аda", "mixes scripts")]
)
def test_nobody_is_given_a_name_that_deceives(owner, name, says):
    paypal, ada = sign_up("paypal"), sign_up("eve")
    for response in (add(owner, name), rename(owner, ada, name)):
        assert says in str(response.context["errors"])
    assert (ada.name, ada.skeleton, paypal.skeleton) == ("eve", "eve", "paypal")


@pytest.mark.parametrize("typed", ["𞤀𞤣𞤤𞤢𞤥" * 6, "e\u0301" * 30])
@pytest.mark.dear
def test_a_name_is_counted_as_it_is_shown(owner, typed):
    name = unicodedata.normalize("NFC", typed)
    assert 'maxlength="30"' not in add(owner, "").content.decode()
    assert add(owner, typed).status_code == 302
    assert len(User.objects.named(name).name) == 30
    assert "30 characters at most" in str(add(owner, f"{typed}a").context["errors"])


def test_a_reserved_name_is_given_by_the_panel(owner):
    assert add(owner, "support").status_code == 302
    assert User.objects.named("support").skeleton == "support"


@pytest.mark.parametrize("name", ["support", "Adm1n", "adrnin"])
def test_staff_give_nobody_a_reserved_name(name):
    clerk, eve = a_moderator("view_user", "change_user", "add_user"), sign_up("eve")
    for response in (add(clerk, name), rename(clerk, eve, name)):
        assert "That name is reserved" in str(response.context["errors"])
    assert eve.name == "eve"
    assert rename(clerk, eve, "eva").status_code == 302


def test_who_is_renamed_looks_like_the_new_name_and_frees_the_old(owner):
    ada = sign_up("ada")
    assert rename(owner, ada, "Bam").status_code == 302
    assert ada.skeleton == "barn"
    assert sign_up("ada")


def test_another_case_of_ones_own_name_is_no_other_name(owner):
    ian = sign_up("ian")
    sign_up("lana")
    for name in ("Ian", "ian"):
        assert rename(owner, ian, name).status_code == 302
        assert (ian.name, ian.key) == (name, "ian")


def test_who_has_a_name_of_before_is_muted_under_it(owner):
    eve = User.objects.create(name="аda", key="аda", skeleton="~1")
    assert rename(owner, eve, "аda", muted="on").status_code == 302
    assert (eve.muted, eve.name, eve.skeleton) == (True, "аda", "~1")
