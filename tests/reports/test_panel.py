"""The queue of reports in the panel."""

from uuid import uuid4

import pytest
from django.urls import reverse

from chat import wire
from chat.models import User, post
from chat.reports import reporting
from chat.reports.models import Report
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

LIST = listed("report", "reports")
WORDS = "<b>boo</b> " * 50


@pytest.fixture
def ada():
    return sign_up("ada")


@pytest.fixture
def bob():
    return sign_up("bob")


def reported(by, author, to="#lobby", body=WORDS):
    said = post(author, to, body, uuid4())
    place = {"conversation": said.conversation_id, "seq": said.seq}
    wish = wire.MakeReport(**place, reason="rude")
    return Report.objects.get(pk=reporting.report(by, wish).report.report)


@pytest.mark.dear
def test_whoever_moderates_sees_all_that_waits_first_and_the_words_whole(ada, bob):
    waits, done = reported(ada, bob), reported(ada, bob, "@ada", "psst")
    Report.objects.filter(pk=done.pk).update(outcome="acted")
    staff = a_moderator()
    assert rows_of(staff.get(LIST)) == [waits, done]
    assert rows_of(staff.get(LIST, {"state": "waits"})) == [waits]
    assert rows_of(staff.get(LIST, {"state": "acted"})) == [done]
    assert "author" not in staff.get(LIST).content.decode()
    page = staff.get(page_of(waits))
    text = page.content.decode()
    assert text.count("&lt;b&gt;boo&lt;/b&gt;") == 50
    assert 'type="submit"' not in text.partition('id="content"')[2]


@pytest.mark.dear
def test_nobody_sees_what_they_are_reported_for(ada, owner):
    chief = sign_up("chief", is_staff=True)
    its = reported(ada, chief)
    assert rows_of(logged_in(chief).get(LIST)) == []
    assert rows_of(owner.get(LIST)) == [its]
    act(logged_in(chief), "dismiss", its, word="")
    assert Report.objects.get(pk=its.pk).outcome == ""


@pytest.mark.dear
@pytest.mark.parametrize(
    ("action", "outcome"), [("act", "acted"), ("dismiss", "dismissed")]
)
def test_it_is_handled_once_with_a_word_after_the_words_were_shown(
    ada, bob, owner, action, outcome
):
    its = reported(ada, bob)
    page = act(owner, action, its).content.decode()
    assert page.count("&lt;b&gt;boo") == 50
    assert "style=" not in page
    assert Report.objects.get(pk=its.pk).outcome == ""
    act(owner, action, its, word="put out")
    row = Report.objects.get(pk=its.pk)
    assert (row.outcome, row.word, row.handler.name) == (outcome, "put out", "owner")
    again = act(owner, action, its, word="again")
    assert said(again) == [f"{row}: owner has handled that report."]


def test_a_person_leads_to_what_they_are_reported_for(ada, bob, owner):
    its, _ = reported(ada, bob), reported(bob, ada)
    assert f'href="{LIST}?person={bob.pk}"' in owner.get(page_of(bob)).content.decode()
    assert rows_of(owner.get(LIST, {"person": bob.pk})) == [its]


def test_who_does_not_moderate_does_not_get_there(ada):
    assert logged_in(ada).get(LIST).status_code != 200
    assert User.objects.filter(is_staff=True).count() == 0


def test_the_front_page_counts_them(owner, ada, bob):
    reported(ada, bob)
    page = owner.get(reverse("admin:index")).content.decode()
    assert 'aria-label="Reports, by day: 1; the most on ' in page
