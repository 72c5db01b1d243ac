"""Reporting a message or somebody: what is kept of it, and how much may be."""

from uuid import uuid4

import pytest

from chat import wire
from chat.models import Conversation, User, post
from chat.reports import bounds, handling, keeping, reporting
from chat.reports.models import Report
from chat.wire.errors import (
    Malformed,
    Muted,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    NotAMember,
    RateLimited,
    TooLong,
    TooMany,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def eve():
    return User.objects.admit_guest("eve")


def says(author, body="boo", to="#lobby"):
    return post(author, to, body, uuid4())


def of(message, reason="rude", **more):
    place = {"conversation": message.conversation_id, "seq": message.seq}
    return wire.MakeReport(**place, reason=reason, **more)


def reports(user, message, reason="rude"):
    return reporting.report(user, of(message, reason)).report


def words(report):
    return [(each.sender, each.body) for each in report.said]


def test_the_words_stay_as_they_stood_with_three_before(ada, bob):
    for n in range(4):
        says(ada, f"{n}")
    gone = says(bob, "already gone")
    gone.delete_by(bob)
    bad = says(bob, "boo")
    stood = [*(("ada", f"{n}") for n in (1, 2, 3)), ("bob", "boo")]
    made = reports(ada, bad)
    assert (words(made), made.whom, made.place) == (stood, "bob", "#lobby")
    bad.edit(bob, "nothing")
    bad.delete_by(bob)
    bob.rename("rob")
    [mine] = handling.page(ada, wire.ListReports(which="own")).reports
    assert (words(mine), mine.whom, mine.reason) == (stood, "bob", "rude")


def test_a_person_is_reported_without_words(ada, bob):
    wish = wire.MakeReport(name="Bob", reason="  spams\n all ")
    made = reporting.report(ada, wish).report
    assert (made.whom, made.person, made.reason) == ("bob", bob.pk, "spams all")
    assert (made.said, made.conversation) == (wire.UNSET, wire.UNSET)


def test_the_same_thing_by_the_same_person_is_one_report_until_it_is_handled(ada, bob):
    chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
    bad, other = says(bob), says(bob)
    first = reports(ada, bad)
    assert reports(ada, bad, "again").report == first.report
    assert reports(ada, other).report != first.report
    assert reports(chief, bad).report != first.report
    whom = wire.MakeReport(name="bob", reason="spam")
    once, twice = (reporting.report(ada, whom).report.report for _ in range(2))
    assert once == twice
    handling.handle(chief, first.report, "dismissed")
    assert reports(ada, bad, "still").report != first.report


def test_only_what_one_may_read_can_be_reported_and_nobody_reports_themselves(ada, bob):
    room = Conversation.objects.create_room(bob, "dev")
    secret = Conversation.objects.create_room(bob, "den", private=True)
    said = {place.pk: says(bob, to=place.pk) for place in (room, secret)}
    for place, why in ((room, NotAMember), (secret, NoSuchConversation)):
        with pytest.raises(why):
            reports(ada, said[place.pk])
    own, gone = says(ada), says(bob)
    gone.delete_by(bob)
    for message in (own, gone):
        with pytest.raises(NotAllowed):
            reports(ada, message)
    with pytest.raises(NotAllowed):
        reporting.report(ada, wire.MakeReport(name="ada", reason="me"))
    with pytest.raises(NoSuchUser):
        reporting.report(ada, wire.MakeReport(name="nobody", reason="?"))
    with pytest.raises(NoSuchConversation):
        reporting.report(ada, of(gone, epoch=7))
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"name": "bob", "reason": " \n"}, Malformed),
        ({"name": "bob", "reason": "x" * 201}, TooLong),
        ({"reason": "rude"}, Malformed),
        ({"seq": 1, "reason": "rude"}, Malformed),
    ],
)
def test_a_report_says_what_and_why_and_not_too_long(wish, why, ada, bob):
    with pytest.raises(why):
        reporting.report(ada, wire.MakeReport(**wish))


def test_who_may_not_write_reports_nothing(ada, bob):
    bad = says(bob)
    User.objects.filter(pk=ada.pk).update(muted=True)
    for wish in (of(bad), wire.MakeReport(name="bob", reason="spam")):
        with pytest.raises(Muted):
            reporting.report(ada, wish)


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_reports_in_an_hour_are_bounded(who, ada, bob, eve, settings):
    settings.CHAT_REPORTS_PER_HOUR, settings.CHAT_GUEST_REPORTS_PER_HOUR = 3, 2
    user = {"ada": ada, "eve": eve}[who]
    for _ in range(2 if user.guest else 3):
        made = reports(user, says(bob))
    with pytest.raises(RateLimited) as refused:
        reports(user, says(bob))
    assert refused.value.retry > 1000
    # What is the same is none.
    [same] = Report.objects.filter(pk=made.report)
    again = wire.MakeReport(
        conversation=same.conversation_id, seq=same.seq, reason="once more"
    )
    assert reporting.report(user, again).report.report == made.report


def test_the_guests_of_an_address_share_what_they_report(bob, ada, settings):
    settings.CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS = 2
    guests = [User.objects.admit_guest(f"g{n}") for n in range(3)]

    def report(user, network="192.0.2.7"):
        with bounds.from_network(user, network):
            return reports(user, says(bob))

    with pytest.raises(NotAllowed), bounds.from_network(guests[0], "192.0.2.7"):
        reporting.report(guests[0], wire.MakeReport(name="g0", reason="me"))
    for each in guests[:2]:
        report(each)
    with pytest.raises(RateLimited):
        report(guests[2])
    assert report(guests[2], "192.0.2.8")
    assert report(ada)


@pytest.mark.dear
def test_what_waits_is_bounded_and_guests_do_not_keep_the_others_out(
    ada, bob, eve, settings, monkeypatch
):
    settings.CHAT_REPORTS_OPEN = 8
    settings.CHAT_GUEST_REPORTS_PER_HOUR = 100
    for _ in range(2):
        reports(eve, says(bob))
    with pytest.raises(TooMany):
        reports(eve, says(bob))
    monkeypatch.setattr(bounds, "OPEN_EACH", 5)
    for _ in range(5):
        reports(ada, says(bob))
    with pytest.raises(TooMany):
        reports(ada, says(bob))
    cy, dan = (User.objects.sign_up(name, "correct horse") for name in ("cy", "dan"))
    reports(cy, says(bob))
    with pytest.raises(TooMany):
        reports(dan, says(bob))
    assert Report.objects.count() == 8


def test_what_was_handled_is_forgotten_and_what_waits_is_not(ada, bob, settings):
    chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
    old, waits = reports(ada, says(bob)), reports(ada, says(bob))
    handling.handle(chief, old.report, "acted")
    keeping.sweep()
    assert Report.objects.count() == 2
    settings.CHAT_VERSIONS_DAYS = 0
    keeping.sweep()
    assert [each.pk for each in Report.objects.all()] == [waits.report]


def test_of_somebody_erased_the_words_stay_and_nothing_waits_about_them(ada, eve):
    chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
    person = wire.MakeReport(name="eve", reason="spam")
    made = reporting.report(ada, person).report
    other = reporting.report(eve, wire.MakeReport(name="ada", reason="spam")).report
    eve.delete()
    keeping.sweep()
    [mine] = handling.page(ada, wire.ListReports(which="own")).reports
    assert (mine.report, mine.outcome, mine.whom) == (made.report, "dismissed", "eve")
    [waits] = handling.page(chief, wire.ListReports()).reports
    assert (waits.report, waits.by) == (other.report, wire.UNSET)
