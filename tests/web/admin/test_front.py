"""The panel's front page."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Message, User, post
from chat.web.admin import front
from tests.web.admin.cast import a_moderator, sign_up

TODAY = date(2026, 11, 27)


def said(author, days_ago, count=1):
    for _ in range(count):
        message = post(author, "#lobby", "hello", uuid4())
        then = timezone.now() - timedelta(days=days_ago)
        Message.objects.filter(pk=message.pk).update(at=then)


def chart(title):
    [found] = [each for each in front.charts() if each.title == title]
    return found


@pytest.mark.django_db
def test_each_day_is_counted_and_what_is_older_is_not():
    ada, bob = sign_up("ada"), sign_up("bob")
    said(ada, 0, 2)
    said(bob, 0)
    said(ada, 27)
    said(ada, 28)
    days = [bar.number for bar in chart("Messages").bars]
    assert days == [1, *[0] * 26, 3]
    assert [bar.number for bar in chart("Who wrote").bars][-1] == 2
    User.objects.filter(pk=bob.pk).update(joined=datetime(2020, 1, 1, tzinfo=UTC))
    assert chart("New accounts").total == "1"
    assert chart("Messages").total == "4"
    assert chart("Who wrote").total == "up to 2 a day"


@pytest.mark.django_db
def test_where_very_much_was_said_the_days_that_are_whole_are_counted(monkeypatch):
    monkeypatch.setattr(front, "LOOKED_AT_MOST", 3)
    ada = sign_up("ada")
    for days_ago in (5, 4, 3, 3, 0):
        said(ada, days_ago)
    found = chart("Messages")
    assert found.since == timezone.now().date() - timedelta(days=2)
    assert [bar.number for bar in found.bars] == [0, 0, 1]


def test_bars_fill_the_picture_and_little_is_still_seen():
    counts = {TODAY: 1000, TODAY - timedelta(days=1): 1}
    *none, low, high = front.Chart("Messages", counts, TODAY).bars
    assert (high.y, high.height) == (0, front.HEIGHT)
    assert low.height == 1
    assert {bar.height for bar in none} == {0}
    assert high.x + front.STEP == front.DAYS * front.STEP


def test_the_page_tells_them_in_words_and_without_a_script(owner):
    said(sign_up("ada"), 0, 2)
    page = owner.get("/admin/").content.decode()
    assert 'aria-label="Messages, by day: 2; the most on ' in page
    assert "style=" not in page.split('class="charts"')[1].split("</section>")[0]


@pytest.mark.django_db
def test_numbers_are_for_whoever_sees_what_is_counted():
    assert (
        'class="charts"' not in a_moderator("view_ban").get("/admin/").content.decode()
    )
    User.objects.all().delete()
    assert (
        'class="charts"'
        in a_moderator("view_message", "view_user").get("/admin/").content.decode()
    )


@pytest.mark.django_db
def test_messages_are_found_by_their_numbers():
    said(sign_up("ada"), 0)
    with CaptureQueriesContext(connection) as asked:
        front.charts()
    plans = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for each in asked:
            if 'FROM "chat_message"' in each["sql"]:
                is_sqlite = connection.vendor == "sqlite"
                explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
                cursor.execute(f"{explain} {each['sql']}")
                plans.append(str(cursor.fetchall()))
    assert len(plans) == 3
    for plan in plans:
        assert "SCAN chat_message'" not in plan
        assert "Seq Scan" not in plan
