"""Words that are held back for a moderator, or refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import wire
from chat.audit.models import Record
from chat.concurrency.threads import write
from chat.held import rules, ruling, screening, waiting
from chat.held.models import Held, Ruling
from chat.models import Conversation, Message, PostRequest, User, post_all
from chat.models.messages.history import PAGE_BYTES
from chat.models.people import status
from chat.models.rooms import steering
from chat.wire.errors import (
    ChatError,
    IdReused,
    Malformed,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
    RateLimited,
    TooLong,
    TooMany,
)
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "\N{PILE OF POO}" * 3900


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def dev(ada, bob):
    """Ada's room, in which casinos wait, and poker is not spoken of."""
    room = Conversation.objects.create_room(ada, "dev")
    room.join(bob)
    rule(ada, room, "casino*", "hold")
    rule(ada, room, "poker", "refuse", "no games")
    return room


def rule(user, room, pattern, act, reason=""):
    wish = wire.SetPattern(
        conversation=room.pk, pattern=pattern, act=act, reason=reason
    )
    return ruling.set_pattern(user, wish)


def say(author, body, to="#dev", id=None, waits=True, **more):
    """What a post is answered, or the error."""
    request = PostRequest(author, to, body, id or uuid4(), waits=waits, **more)
    return post_all([request])[0]


def said():
    return list(Message.objects.order_by("seq").values_list("body", flat=True))


def is_refused(answer, words):
    return isinstance(answer, NotAllowed) and words in answer.detail


# --- Holding and refusing -------------------------------------------------------------


def test_what_has_the_words_waits_and_all_else_is_said(dev, bob):
    held = say(bob, "A **Cásino** night?")
    assert isinstance(held, wire.Held)
    assert held.conversation == dev.pk
    assert isinstance(say(bob, "Tea?"), wire.Posted)
    assert said() == ["Tea?"]


def test_what_is_refused_says_why(dev, bob):
    assert is_refused(say(bob, "poker and casino"), "no games")
    assert not Held.objects.exists()


def test_what_a_file_is_said_to_show_is_looked_at_too(dev, bob):
    about = {"name": "a.png", "media": "image/png", "size": 4, "href": "/files/a"}
    file = wire.File(id=uuid4(), alt="Poker night", **about)
    shared = wire.Shared(html="", files=[file])
    assert is_refused(say(bob, "📎 `a.png` (4 B)", shared=shared), "no games")
    assert said() == []


def test_the_same_id_again_is_the_same_that_waits(dev, bob):
    id = uuid4()
    first = say(bob, "casino", id=id)
    assert say(bob, "casino", id=id) == first
    assert isinstance(say(bob, "casinos", id=id), IdReused)
    assert Held.objects.count() == 1


def test_what_the_site_holds_back_is_no_status(ada, bob, dev):
    Ruling.objects.create(pattern="spam", act="hold")
    screening.renew()
    for words in ("buy spam", "Spam!"):
        with pytest.raises(NotAllowed):
            status.set_status(bob, words)
    # What waits in one room says nothing of the whole site.
    assert status.set_status(bob, "At the casino").status.text == "At the casino"


def test_who_does_not_know_of_it_is_refused_and_nothing_is_kept(dev, bob):
    assert isinstance(say(bob, "casino", waits=False), NotAllowed)
    assert not Held.objects.exists()


def test_who_decides_there_says_what_they_like(dev, ada, bob):
    assert isinstance(say(ada, "casino, poker"), wire.Posted)
    steering.set_role(dev, ada, bob, "moderator")
    assert isinstance(say(bob, "casino, poker"), wire.Posted)


def test_words_of_the_site_go_for_every_room_and_what_would_wait_is_refused_in_private(
    ada, bob
):
    for pattern, act in [("spam", "hold"), ("scam", "refuse")]:
        Ruling.objects.create(pattern=pattern, act=act)
    screening.renew()
    Conversation.objects.lobby()
    assert isinstance(say(bob, "spam", "#lobby"), wire.Held)
    for body in ("spam", "scam"):
        assert isinstance(say(bob, body, "@ada"), NotAllowed)
    assert isinstance(say(bob, "tea", "@ada"), wire.Posted)


def test_an_edit_says_nothing_that_would_wait_or_be_refused(dev, ada, bob):
    say(bob, "tea")
    message = Message.objects.get()
    for body in ("casino", "poker"):
        with pytest.raises(NotAllowed):
            message.edit(bob, body)
    message.edit(bob, "coffee")
    say(ada, "tea")
    Message.objects.get(author=ada).edit(ada, "poker")
    assert said() == ["coffee", "poker"]


def test_what_one_person_has_waiting_is_bounded_and_a_guest_has_less(
    dev, bob, monkeypatch
):
    monkeypatch.setattr(waiting, "HELD_MOST", 2)
    monkeypatch.setattr(waiting, "HELD_OF_GUESTS_MOST", 1)
    eve = User.objects.admit_guest("eve")
    dev.join(eve)
    for author, most in ((bob, 2), (eve, 1)):
        answers = [say(author, "casino") for _ in range(most + 1)]
        assert isinstance(answers.pop(), TooMany)
        assert all(isinstance(each, wire.Held) for each in answers)


def test_what_waits_in_one_room_is_bounded(dev, bob, monkeypatch):
    monkeypatch.setattr(waiting, "HELD_IN_ROOM_MOST", 1)
    say(bob, "casino")
    assert isinstance(say(bob, "casino"), TooMany)


def test_guests_do_not_fill_the_room_of_what_waits(dev, bob, monkeypatch):
    monkeypatch.setattr(waiting, "HELD_IN_ROOM_MOST", 4)
    for name, kind in (("eve", wire.Held), ("flo", TooMany)):
        guest = User.objects.admit_guest(name)
        dev.join(guest)
        assert isinstance(say(guest, "casino"), kind)
    assert isinstance(say(bob, "casino"), wire.Held)


def test_a_post_beside_it_that_fails_takes_nothing_along(dev, bob, monkeypatch):
    def fail(events):
        if any(event.body == "bad" for event in events):
            raise RuntimeError

    monkeypatch.setattr("chat.models.hooks.HOOKS", [fail])
    wishes = [
        PostRequest(bob, "#dev", body, uuid4(), waits=True)
        for body in ("casino", "bad", "good")
    ]
    held, bad, good = post_all(wishes)
    assert isinstance(held, wire.Held)
    assert isinstance(bad, ChatError)
    assert isinstance(good, wire.Posted)
    assert Held.objects.get().pk == held.number
    assert said() == ["good"]


def test_what_cannot_be_looked_at_in_time_waits(dev, bob, monkeypatch):
    monkeypatch.setattr(rules, "LOOKING_SECONDS", -1)
    assert isinstance(say(bob, "tea"), wire.Held)


# --- Deciding -------------------------------------------------------------------------


def test_what_is_approved_is_said_by_its_author_once_with_a_number_of_then(
    dev, ada, bob
):
    first = say(ada, "first")
    id = uuid4()
    held = say(bob, "casino **night**", id=id, action=True, reply_to=first.seq)
    say(ada, "second")
    decided = waiting.approve(ada, held.number)
    message = Message.objects.get(uuid=id)
    assert (message.author_id, message.seq) == (bob.pk, decided.seq)
    assert (message.action, message.reply_to) == (True, first.seq)
    assert said() == ["first", "second", "casino **night**"]
    with pytest.raises(NoSuchConversation):
        waiting.approve(ada, held.number)
    assert say(bob, "casino **night**", id=id, action=True, reply_to=first.seq).seq == (
        decided.seq
    )


@pytest.mark.parametrize("how", ["muted", "banned", "out"])
def test_it_is_said_under_the_rules_of_then(dev, ada, bob, how):
    held = say(bob, "casino")
    if how == "out":
        dev.leave(bob)
    else:
        changed = {"muted": True} if how == "muted" else {"is_active": False}
        User.objects.filter(pk=bob.pk).update(**changed)
    # A "banned" would end the connection of whoever decides.
    with pytest.raises(NotAllowed):
        waiting.approve(ada, held.number)
    assert not said()
    assert Held.objects.exists()


def test_what_answers_a_message_that_is_gone_is_not_said(dev, ada, bob):
    first = say(ada, "first")
    held = say(bob, "casino", reply_to=first.seq)
    Message.objects.all().delete()
    with pytest.raises(NotAllowed):
        waiting.approve(ada, held.number)
    assert Held.objects.exists()


def test_a_slow_room_does_not_hold_it_up_once_more(dev, ada, bob):
    steering.steer(dev, ada, "slow", 30)
    held = say(bob, "casino")
    waiting.approve(ada, held.number)
    assert said() == ["casino"]


def test_only_what_is_not_refused_uses_up_the_pace_of_a_slow_room(dev, ada, bob):
    steering.steer(dev, ada, "slow", 30)
    assert is_refused(say(bob, "poker"), "no games")
    assert isinstance(say(bob, "x" * 20_000), TooLong)
    id = uuid4()
    held = say(bob, "casino", id=id)
    assert isinstance(held, wire.Held)
    assert isinstance(say(bob, "tea"), RateLimited)
    # Nor does what comes too soon wait; and the same one again is that one.
    assert isinstance(say(bob, "casinos"), RateLimited)
    assert say(bob, "casino", id=id) == held
    assert Held.objects.count() == 1


def test_what_is_refused_stays_with_its_author_with_the_word(dev, ada, bob):
    id = uuid4()
    held = say(bob, "casino", id=id)
    waiting.refuse(ada, held.number, "not here")
    [mine] = waiting.held_for(bob).messages
    assert (mine.refused, mine.reason) == (True, "not here")
    assert waiting.held_for(ada).messages == []
    assert is_refused(say(bob, "casino", id=id), "not here")
    with pytest.raises(NoSuchConversation):
        waiting.approve(ada, held.number)


def test_its_author_takes_it_back_and_decides_nothing_else(dev, ada, bob):
    held = say(bob, "casino")
    with pytest.raises(NotAllowed):
        waiting.approve(bob, held.number)
    waiting.refuse(bob, held.number)
    assert not Held.objects.exists()


def test_members_do_not_decide_nor_outsiders_but_whoever_moderates_the_site(
    dev, ada, bob
):
    cy, dee = (User.objects.sign_up(each, "correct horse") for each in ("cy", "dee"))
    dev.join(cy)
    held = say(bob, "casino")
    for verb in (waiting.approve, waiting.refuse):
        with pytest.raises(NotAllowed):
            verb(cy, held.number)
        with pytest.raises(NotAMember):
            verb(dee, held.number)
    assert not waiting.held_for(cy).messages
    assert not waiting.held_for(dee).messages
    User.objects.filter(pk=dee.pk).update(is_staff=True)
    assert [each.number for each in waiting.held_for(dee).messages] == [held.number]
    waiting.approve(dee, held.number)
    assert said() == ["casino"]


def test_the_list_goes_on_page_by_page(dev, ada, bob, monkeypatch):
    monkeypatch.setattr(waiting, "OF_A_PAGE", 2)
    numbers = [say(bob, "casino").number for _ in range(3)]
    first = waiting.held_for(ada)
    assert [each.number for each in first.messages] == numbers[:2]
    assert first.more
    second = waiting.held_for(ada, first.messages[-1].number)
    assert [each.number for each in second.messages] == numbers[2:]
    assert second.more is wire.UNSET


@pytest.mark.dear
def test_a_page_of_the_list_is_no_larger_than_one_of_a_log(dev, ada, bob):
    numbers = [say(bob, f"casino {LONG}").number for _ in range(15)]
    first = waiting.held_for(ada)
    assert first.more
    assert len(wire.encode(first)) < PAGE_BYTES + 500
    second = waiting.held_for(ada, first.messages[-1].number)
    told = [each.number for page in (first, second) for each in page.messages]
    assert told == numbers


def test_what_nobody_looks_at_is_refused_and_then_forgotten(dev, ada, bob):
    say(bob, "casino")
    waiting.forget_old()
    assert not Held.objects.get().refused
    for is_there in (True, False):
        old = timezone.now() - waiting.PATIENCE - timedelta(hours=1)
        Held.objects.update(at=old)
        waiting.forget_old()
        assert Held.objects.filter(refused=True).exists() is is_there


@pytest.mark.dear
async def test_of_what_nobody_looks_at_its_author_hears_and_who_decides(monkeypatch):
    monkeypatch.setattr(waiting, "ENDED_AT_ONCE", 1)
    ada, bob, cy = await arrive("ada", "bob", "cy")
    room = (await ada.say("create", name="dev"))["conversation"]["id"]
    for each in (bob, cy):
        await each.say("join", room="#dev")
    await ada.say("pattern", conversation=room, pattern="casino", act="hold")
    for each in (bob, bob):
        await each.say("post", to=room, body="casino", id=str(uuid4()), waits=True)
    await Held.objects.aupdate(at=timezone.now() - waiting.PATIENCE * 2)
    assert [await write(waiting.forget_old) for _ in range(3)] == [True, True, False]
    for each in (bob, bob, ada, ada):
        told = await each.hears("decided")
        assert (told["from"], told["reason"], "seq" in told) == (
            *("?", waiting.UNSEEN),
            False,
        )
    assert await cy.hears_nothing("decided")


# --- The patterns ---------------------------------------------------------------------


def test_the_same_words_again_are_the_same_pattern_and_can_be_taken_away(dev, ada, bob):
    told = rule(ada, dev, "POKER", "hold")
    assert [(each.pattern, each.act) for each in told.patterns] == [
        ("casino*", "hold"),
        ("POKER", "hold"),
    ]
    assert isinstance(say(bob, "poker"), wire.Held)
    told = rule(ada, dev, "poker", "nothing")
    assert [each.pattern for each in told.patterns] == ["casino*"]
    assert isinstance(say(bob, "poker"), wire.Posted)


def test_members_set_no_patterns_and_do_not_see_them(dev, bob):
    with pytest.raises(NotAllowed):
        rule(bob, dev, "tea", "refuse")
    with pytest.raises(NotAllowed):
        ruling.patterns_of(bob, dev.pk)


def test_a_bad_pattern_and_one_too_many_are_refused(dev, ada, monkeypatch):
    with pytest.raises(Malformed):
        rule(ada, dev, "***", "hold")
    monkeypatch.setattr(ruling, "PATTERNS_MOST", 2)
    with pytest.raises(TooMany):
        rule(ada, dev, "third", "hold")
    assert Ruling.objects.count() == 2


def test_what_another_process_has_changed_is_followed(dev, bob):
    assert isinstance(say(bob, "tea"), wire.Posted)
    Ruling.objects.create(room=dev, pattern="tea", act="refuse")
    screening.renew()
    assert is_refused(say(bob, "tea"), "not said here")
    Ruling.objects.filter(pattern="tea").delete()
    screening.renew()
    assert isinstance(say(bob, "tea"), wire.Posted)


def test_a_post_asks_the_database_nothing_for_them(dev, bob):
    say(bob, "tea")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        say(bob, "tea")
    assert not [each for each in asked if "held_" in each["sql"]]


# --- Newcomers ------------------------------------------------------------------------


def test_newcomers_links_wait_or_are_refused_as_the_site_says(bob, settings):
    Conversation.objects.lobby()
    link = "see https://example.org"
    assert isinstance(say(bob, link, "#lobby"), wire.Posted)
    settings.CHAT_LINKS_AFTER = 24
    screening.renew()
    eve = User.objects.admit_guest("eve")
    for act, kind in (("hold", wire.Held), ("refuse", NotAllowed)):
        settings.CHAT_LINKS_OF_NEW = act
        for author in (bob, eve):
            assert isinstance(say(author, link, "#lobby"), kind)
            assert isinstance(say(author, "tea", "#lobby"), wire.Posted)
    own = Message.objects.filter(author=bob).last()
    with pytest.raises(NotAllowed):
        own.edit(bob, link)
    old = timezone.now() - timedelta(days=2)
    User.objects.update(joined=old)
    [bob, eve] = User.objects.filter(pk__in=[bob.pk, eve.pk]).order_by("pk")
    assert isinstance(say(bob, link, "#lobby"), wire.Posted)
    assert isinstance(say(eve, link, "#lobby"), NotAllowed)
    own.edit(bob, link)


# --- On the wire ----------------------------------------------------------------------


@pytest.mark.dear
async def test_everybody_whom_it_concerns_hears_of_it_and_nobody_else():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    await ada.say("create", name="dev")
    place = (await bob.say("join", room="#dev"))["conversation"]["id"]
    await eve.say("join", room="#dev")
    rules = await ada.say("pattern", conversation=place, pattern="casino", act="hold")
    assert rules["patterns"][0]["by"] == "ada"
    assert (await bob.say("pattern", conversation=place, pattern="x", act="hold"))[
        "code"
    ] == "not-allowed"
    id = str(uuid4())
    held = await bob.post(place, "casino", id, waits=True)
    assert (held["type"], held["id"]) == ("held", id)
    [waits] = (await ada.hears("holds"))["messages"]
    assert (waits["from"], waits["name"], waits["pattern"]) == ("bob", "#dev", "casino")
    assert (await bob.say("holds"))["messages"] == [waits]
    assert (await eve.say("holds"))["messages"] == []
    decided = await ada.say("approve", held=waits["number"])
    heard = await bob.hears("decided", id=id)
    assert heard["seq"] == decided["seq"]
    for each in (ada, bob, eve):
        await each.hears("message", id=id, seq=decided["seq"])
    assert await eve.hears_nothing("decided")
    assert await eve.hears_nothing("holds")


async def test_what_is_refused_is_told_to_its_author():
    ada, bob = await arrive("ada", "bob")
    await ada.say("create", name="dev")
    place = (await bob.say("join", room="#dev"))["conversation"]["id"]
    await ada.say("pattern", conversation=place, pattern="casino", act="hold")
    held = await bob.post(place, "casino", waits=True)
    await ada.say("refuse", held=held["number"], reason="later")
    heard = await bob.hears("decided", number=held["number"])
    assert (heard["from"], heard["reason"], heard.get("seq")) == ("ada", "later", None)


@pytest.mark.dear
async def test_a_poll_and_what_was_scheduled_are_not_lost(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    await ada.say("create", name="dev")
    place = (await bob.say("join", room="#dev"))["conversation"]["id"]
    await ada.say("pattern", conversation=place, pattern="casino", act="hold")
    asked = {"text": "casino?", "options": ["yes", "no"], "id": uuid4()}
    assert (await bob.say("poll", to=place, **asked))["code"] == "not-allowed"
    at = (timezone.now() + timedelta(hours=1)).isoformat()
    id = str(uuid4())
    await bob.say("schedule", to=place, body="casino", id=id, at=at)
    await bob.say("reschedule", id=id, now=True)
    held = await bob.hears("held", id=id)
    assert "seq" not in await bob.hears("unscheduled", id=id)
    [waits] = (await ada.hears("holds"))["messages"]
    assert (waits["id"], waits["number"]) == (id, held["number"])


def test_who_has_decided_and_ruled_is_in_the_audit_log(dev, ada, bob):
    kept, gone = (say(bob, f"a casino {word}") for word in ("near", "far"))
    waiting.approve(ada, kept.number)
    waiting.refuse(ada, gone.number, "no games")
    rows = Record.objects.exclude(event__startswith="room").order_by("pk")
    told = [(row.event, row.who, row.whom, row.room) for row in rows]
    assert told == [
        ("pattern: hold", "ada", "", "#dev"),
        ("pattern: refuse", "ada", "", "#dev"),
        ("held: approved", "ada", "bob", "#dev"),
        ("held: refused", "ada", "bob", "#dev"),
    ]
