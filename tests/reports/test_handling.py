"""The queue of reports: who sees what of it, and that each is handled once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import wire
from chat.concurrency.threads import write
from chat.models import Conversation, User, post
from chat.models.messages.history import PAGE_BYTES
from chat.models.rooms import grouping, steering
from chat.reports import handling, keeping, reporting, seeing, telling
from chat.reports.models import Report
from chat.wire.errors import Muted, NoSuchConversation, NotAllowed, NotAMember, TooLong
from tests.support.people import Person, account, arrive

pytestmark = pytest.mark.django_db(transaction=True)


class Cast:
    """A room with an owner, a moderator and members; who moderates the site."""

    def __init__(self):
        for name in ("owner", "mel", "ada", "bob", "outsider"):
            setattr(self, name, User.objects.sign_up(name, "correct horse"))
        self.chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
        self.dev = Conversation.objects.create_room(self.owner, "dev")
        for each in (self.mel, self.ada, self.bob):
            self.dev.join(each)
        steering.set_role(self.dev, self.owner, self.mel, "moderator")

    def report(self, by, author, to="#dev", body="boo"):
        said = post(author, to, body, uuid4())
        place = {"conversation": said.conversation_id, "seq": said.seq}
        wish = wire.MakeReport(**place, reason="rude")
        return reporting.report(by, wish).report.report


@pytest.fixture
def cast():
    return Cast()


def queue(user, **asked):
    return [
        each.report for each in handling.page(user, wire.ListReports(**asked)).reports
    ]


@pytest.mark.dear
def test_a_rooms_moderators_see_what_was_said_there_and_the_sites_people_all(cast):
    room = cast.report(cast.ada, cast.bob)
    lobby = cast.report(cast.ada, cast.bob, "#lobby")
    direct = cast.report(cast.ada, cast.bob, "@ada")
    person = wire.MakeReport(name="bob", reason="spam")
    person = reporting.report(cast.ada, person).report.report
    assert queue(cast.owner) == queue(cast.mel) == [room]
    assert queue(cast.chief) == [person, direct, lobby, room]
    assert queue(cast.ada) == queue(cast.bob) == queue(cast.outsider) == []
    assert queue(cast.ada, which="own") == [person, direct, lobby, room]
    assert queue(cast.chief, conversation=cast.dev.pk) == [room]
    counts = [
        handling.page(who, wire.ListReports()).open for who in (cast.mel, cast.ada)
    ]
    assert counts == [1, 0]


def test_of_a_direct_talk_the_words_are_shown_and_no_place(cast):
    cast.report(cast.ada, cast.bob, "@ada", "psst")
    [seen] = handling.page(cast.chief, wire.ListReports()).reports
    assert ([each.body for each in seen.said], seen.place) == (["psst"], wire.UNSET)


def test_the_reports_of_one_room_are_its_moderators_to_ask_for(cast):
    for who, why in ((cast.ada, NotAllowed), (cast.outsider, NotAMember)):
        with pytest.raises(why):
            queue(who, conversation=cast.dev.pk)
    with pytest.raises(NoSuchConversation):
        queue(cast.chief, conversation=4711)


def test_who_is_a_moderator_no_more_sees_and_handles_nothing(cast):
    number = cast.report(cast.ada, cast.bob)
    steering.set_role(cast.dev, cast.owner, cast.mel, "member")
    assert queue(cast.mel) == []
    with pytest.raises(NoSuchConversation):
        handling.handle(cast.mel, number, "acted")


def test_each_is_handled_once_and_the_second_hears_by_whom(cast):
    number = cast.report(cast.ada, cast.bob)
    done = handling.handle(cast.mel, number, "acted", " put  out ").report
    assert (done.outcome, done.word, done.handler) == ("acted", "put out", "mel")
    with pytest.raises(NotAllowed, match="mel has handled that report"):
        handling.handle(cast.owner, number, "dismissed")
    assert (queue(cast.mel), queue(cast.owner, which="handled")) == ([], [number])
    [own] = handling.page(cast.ada, wire.ListReports(which="own")).reports
    assert (own.outcome, own.word, own.handler) == ("acted", "put out", wire.UNSET)


def test_of_two_at_once_one_handles_it_and_the_other_hears_who_has(cast):
    number, together = cast.report(cast.ada, cast.bob), Barrier(2)

    def handle(user):
        try:
            together.wait()
            return handling.handle(user, number, "acted").report.handler
        except NotAllowed as error:
            return error.detail
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = {*threads.map(handle, (cast.mel, cast.owner))}
    [row] = Report.objects.all()
    who = row.handler.name
    assert answers == {who, f"{who} has handled that report."}


def test_what_was_said_in_a_group_is_the_sites_peoples_to_see(cast):
    names = [cast.bob.name, cast.mel.name]
    group = grouping.begin(cast.ada, names)
    number = cast.report(cast.ada, cast.bob, group.pk)
    assert (queue(cast.mel), queue(cast.chief)) == ([], [number])


def test_the_audit_log_says_who_has_handled_what_of_whom(cast, caplog):
    number = cast.report(cast.ada, cast.bob)
    with caplog.at_level("INFO", "chat.audit"):
        handling.handle(cast.mel, number, "acted", "put out")
    about = {"whom": "bob", "room": "#dev", "what": "acted put out"}
    noted = [each.audit for each in caplog.records if hasattr(each, "audit")]
    [its] = [each for each in noted if each["event"] == "report handled"]
    assert its == {"event": "report handled", "name": "mel", **about}


def test_who_stands_reported_does_not_see_or_handle_it(cast):
    number = cast.report(cast.ada, cast.mel)
    of_chief = wire.MakeReport(name="chief", reason="harsh")
    of_chief = reporting.report(cast.ada, of_chief).report.report
    assert (queue(cast.mel), queue(cast.owner), queue(cast.chief)) == (
        *([], [number], [number]),
    )
    for who, which in ((cast.mel, number), (cast.chief, of_chief)):
        with pytest.raises(NoSuchConversation):
            handling.handle(who, which, "dismissed")


def test_who_may_not_write_handles_nothing(cast):
    number = cast.report(cast.ada, cast.bob)
    with pytest.raises(TooLong):
        handling.handle(cast.mel, number, "acted", "x" * 201)
    User.objects.filter(pk=cast.mel.pk).update(muted=True)
    with pytest.raises(Muted):
        handling.handle(cast.mel, number, "acted")
    assert queue(cast.owner) == [number]


@pytest.mark.dear
def test_pages_go_on_where_the_last_one_ended_and_none_is_too_large(cast):
    numbers = [cast.report(cast.ada, cast.bob) for _ in range(3)]
    first = handling.page(cast.mel, wire.ListReports(limit=2))
    assert ([each.report for each in first.reports], first.more) == (
        *([numbers[2], numbers[1]], True),
    )
    assert queue(cast.mel, before=numbers[1]) == [numbers[0]]
    for _ in range(12):
        cast.report(cast.ada, cast.bob, body="\N{PILE OF POO}" * 4000)
    page = handling.page(cast.mel, wire.ListReports())
    assert page.more
    assert len(wire.encode(page)) < PAGE_BYTES + 500


def test_what_was_said_in_a_room_that_is_no_more_is_left_to_the_sites_people(cast):
    number = cast.report(cast.ada, cast.bob)
    cast.dev.dissolve()
    assert (queue(cast.mel), queue(cast.chief)) == ([], [number])


@pytest.mark.dear
async def test_who_looks_after_it_and_who_has_made_it_hear_what_becomes_of_it():
    ada, mel, owner, bob, cy = await arrive("ada", "mel", "owner", "bob", "cy")
    chief = await Person(await account("chief", is_staff=True)).arrive()
    room = (await owner.say("create", name="dev"))["conversation"]["id"]
    for each in (ada, mel, bob, cy):
        await each.say("join", room="#dev")
    await owner.say("role", conversation=room, name="mel", role="moderator")
    seq = (await bob.post(room, "boo"))["seq"]
    also_ada = await Person(ada.user).arrive()
    made = await ada.say("report", conversation=room, seq=seq, reason="rude")
    number = made["report"]["report"]
    await also_ada.hears("reported")
    for each in (mel, owner, chief):
        await each.hears("queue", open=1, report=number, new=True)
    done = await mel.say("handle", report=number, outcome="acted", word="talked")
    assert (done["type"], done["report"]["handler"]) == ("handled", "mel")
    for each in (owner, chief):
        await each.hears("queue", open=0, report=number, new=False)
    told = (await ada.hears("reported"))["report"]
    assert (told["outcome"], told["word"], told.get("handler")) == (
        "acted",
        "talked",
        None,
    )
    assert (await owner.say("handle", report=number, outcome="acted"))["code"] == (
        "not-allowed"
    )
    for each in (bob, cy):
        assert await each.hears_nothing("queue")


async def test_a_guest_is_bounded_by_where_they_come_from(settings):
    settings.CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS = 1
    await account("bob")
    one, two = [
        await Person(await _guest(name), address="192.0.2.7").arrive()
        for name in ("one", "two")
    ]
    assert (await one.say("report", name="bob", reason="spam"))["type"] == "reported"
    refused = await two.say("report", name="bob", reason="spam")
    assert (refused["code"], refused["retry"] > 1000) == ("rate-limited", True)


@pytest.mark.dear
def test_not_more_than_some_are_told_at_once(cast, monkeypatch):
    monkeypatch.setattr(telling, "WATCHERS_MOST", 2)
    told = []
    monkeypatch.setattr(telling, "announce_all", lambda events: told.extend(events))
    cast.report(cast.ada, cast.bob)
    assert len(told) == 2


@pytest.mark.dear
def test_all_are_told_how_many_wait_for_them_without_a_question_for_each(cast):
    also = Conversation.objects.create_room(cast.ada, "also")
    for each in (cast.mel, cast.bob):
        also.join(each)
    for by, author, to in (
        *((cast.ada, cast.bob, "#dev"), (cast.ada, cast.mel, "#dev")),
        *((cast.bob, cast.ada, "#also"), (cast.bob, cast.chief, "@bob")),
        (cast.bob, cast.owner, "#lobby"),
    ):
        last = cast.report(by, author, to)
    people = [cast.owner, cast.mel, cast.ada, cast.bob, cast.chief, cast.outsider]
    with CaptureQueriesContext(connection) as asked:
        counted = seeing.waiting_for_each(people)
    assert len(asked) == 2
    assert counted == {
        each.pk: seeing.waiting_for(each).filter(outcome="").count() for each in people
    }
    assert [counted[each.pk] for each in people] == [2, 1, 0, 0, 4, 0]
    assert last in queue(cast.chief)


async def test_of_what_is_dismissed_by_the_clock_they_hear_too():
    ada, eve = await arrive("ada", "eve")
    chief = await Person(await account("chief", is_staff=True)).arrive()
    number = (await ada.say("report", name="eve", reason="spam"))["report"]["report"]
    await chief.hears("queue", open=1, report=number, new=True)
    await eve.user.adelete()
    assert not await write(keeping.sweep)
    await chief.hears("queue", open=0, report=number, new=False)
    assert (await ada.hears("reported"))["report"]["outcome"] == "dismissed"


async def _guest(name):
    return await sync_to_async(User.objects.admit_guest)(name)
