"""The queue of what waits for a moderator, in the panel."""

from uuid import uuid4

import pytest

from chat import wire
from chat.held import screening
from chat.held.models import Held, Ruling
from chat.models import Message, PostRequest, post_all
from tests.web.admin.cast import (
    a_moderator,
    act,
    listed,
    logged_in,
    page_of,
    rows_of,
    said,
    sign_up,
)

pytestmark = pytest.mark.django_db(transaction=True)

LIST = listed("held", "held")
WORDS = "casino <b>one</b> " * 50


@pytest.fixture
def bob():
    Ruling.objects.create(pattern="casino*", act="hold")
    screening.renew()
    yield sign_up("bob")
    Ruling.objects.all().delete()
    screening.renew()


def waiting(author, body=WORDS):
    request = PostRequest(author, "#lobby", body, uuid4(), waits=True)
    [answer] = post_all([request])
    assert isinstance(answer, wire.Held)
    return Held.objects.get(pk=answer.number)


def test_whoever_moderates_sees_what_waits_and_the_words_whole(bob):
    first, second = waiting(bob), waiting(bob, "casino two")
    Held.objects.filter(pk=second.pk).update(refused=True)
    staff = a_moderator()
    assert rows_of(staff.get(LIST)) == [first]
    page = staff.get(page_of(first))
    assert page.content.decode().count("&lt;b&gt;one&lt;/b&gt;") == 50


def test_it_is_said_after_one_has_seen_it_and_said_yes(owner, bob):
    one = waiting(bob)
    page = act(owner, "let_through", one).content.decode()
    assert page.count("&lt;b&gt;one") == 50
    assert "style=" not in page
    assert not Message.objects.exists()
    answer = act(owner, "let_through", one, sure="yes")
    assert said(answer) == ["Said: bob in #lobby."]
    assert Message.objects.get().body == one.body
    assert not Held.objects.exists()


def test_it_is_refused_with_a_reason(owner, bob):
    one = waiting(bob)
    act(owner, "turn_down", one)
    assert not Held.objects.get(pk=one.pk).refused
    answer = act(owner, "turn_down", one, sure="yes", reason="not here")
    assert said(answer) == ["Refused: bob in #lobby."]
    its = Held.objects.get(pk=one.pk)
    assert (its.refused, its.reason) == (True, "not here")
    assert not Message.objects.exists()


def test_what_cannot_be_said_any_more_says_why(owner, bob):
    one = waiting(bob)
    bob.ban()
    [text] = said(act(owner, "let_through", one, sure="yes"))
    assert text.startswith("bob in #lobby: That may not be said there any more")
    assert Held.objects.filter(pk=one.pk).exists()


def test_a_person_leads_to_what_waits_of_theirs(owner, bob):
    one = waiting(bob)
    assert f'href="{LIST}?author={bob.pk}"' in owner.get(page_of(bob)).content.decode()
    assert rows_of(owner.get(LIST, {"author": bob.pk})) == [one]


def test_who_does_not_moderate_does_not_get_there(bob):
    assert logged_in(bob).get(LIST).status_code != 200
