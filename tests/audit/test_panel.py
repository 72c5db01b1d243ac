"""The audit log in the panel."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.audit.models import Record
from tests.web.admin.cast import a_moderator, listed, page_of, rows_of, sign_up

pytestmark = pytest.mark.django_db

LIST = listed("record", "audited")


def record(event, **about):
    return Record.objects.create(event=event, **about)


@pytest.fixture
def rows():
    return {
        "log-in": record("log-in", who="Ada", who_key="ada", address="192.0.2.1"),
        "ban": record("ban", who="bob", who_key="bob", whom="Ada", whom_key="ada"),
        "kick": record("room: kicked", room="#den", who_key="bob"),
        "old": record("log-in", at=datetime(2026, 1, 2, 23, 59, tzinfo=UTC)),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ADA", {"log-in", "ban"}),
        ("bob", {"ban", "kick"}),
        ("192.0.2.1", {"log-in"}),
        ("#den", {"kick"}),
        ("room: kicked", {"kick"}),
        ("2026-01-02", {"old"}),
        ("ad", set()),
    ],
)
def test_it_is_found_by_name_address_room_event_and_day(owner, rows, typed, found):
    assert set(rows_of(owner.get(LIST, {"q": typed}))) == {rows[n] for n in found}


def test_the_last_comes_first_and_an_event_can_be_chosen(owner, rows):
    assert rows_of(owner.get(LIST))[-1] == rows["old"]
    response = owner.get(LIST, {"event": "log-in"})
    assert rows_of(response) == [rows["log-in"], rows["old"]]
    assert "room: kicked" in response.content.decode()


def test_a_person_s_page_leads_to_what_they_did_and_what_was_done_to_them(owner):
    ada = sign_up("ada")
    mine = record("log-in", who_number=ada.pk)
    about = record("ban", whom_number=ada.pk)
    record("log-in", who_number=ada.pk + 1)
    address = f"{LIST}?person={ada.pk}"
    assert address in owner.get(page_of(ada)).content.decode()
    assert set(rows_of(owner.get(address))) == {mine, about}


def test_it_is_only_read(owner, rows):
    page = page_of(rows["ban"])
    assert owner.get(page).status_code == 200
    assert owner.post(page, {"event": "other"}).status_code == 403
    path = reverse("admin:audited_record_delete", args=[rows["ban"].pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403
    assert owner.post(reverse("admin:audited_record_add")).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [rows["ban"].pk]}
    owner.post(LIST, form)
    assert Record.objects.count() == len(rows)


def test_it_takes_a_permission_of_its_own(rows):
    assert a_moderator("view_user").get(LIST).status_code == 403


@pytest.mark.parametrize("odd", ["99999999999999999999", "-1", "\x00", "words"])
@pytest.mark.parametrize("word", ["q", "event", "person", "at__gte", "p", "o"])
def test_nothing_in_its_address_is_a_fault(owner, rows, word, odd):
    assert owner.get(LIST, {word: odd}, follow=True).status_code < 500


@pytest.mark.parametrize(
    "query", ["", "?q=ada", "?q=2026-11-27", "?person=7", "?event=ban", "?q=%23den"]
)
def test_it_is_found_by_an_index(owner, rows, query):
    with CaptureQueriesContext(connection) as asked:
        owner.get(LIST + query)
    read = [each["sql"] for each in asked if 'FROM "audited_record"' in each["sql"]]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in read:
            cursor.execute(f"{explain} {sql}")
            plan = "\n".join(str(row) for row in cursor.fetchall())
            assert not re.search(r"SCAN audited_record\W*$|Seq Scan", plan, re.M), plan
