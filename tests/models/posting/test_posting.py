"""Posts that arrive together: one transaction, and to each its own answer."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from chat import wire
from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.models import Conversation, Message, PostRequest, User, post, post_all
from chat.models.posting import statements, steps
from chat.models.posting.statements import Stored
from chat.models.tables.columns import beyond, insert
from chat.sessions.process import Process
from chat.text.clean import digest
from chat.wire.errors import (
    Banned,
    IdReused,
    LoginRequired,
    Malformed,
    Muted,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    NotAMember,
    NotStored,
    TooLong,
)
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


def people(*names):
    return [User.objects.sign_up(name, "correct horse") for name in names]


def said(author, to="#lobby", body="hello", id=None):
    return PostRequest(author, to, body, id or uuid4())


def bodies(place):
    return list(place.messages.order_by("seq").values_list("body", flat=True))


# --- Together -------------------------------------------------------------------------


@pytest.mark.dear
def test_many_posts_are_as_many_queries_as_two():
    ada, bob = people("ada", "bob")
    Conversation.objects.direct(ada, bob)
    rooms = [Conversation.objects.create_room(ada, f"room{n}") for n in range(25)]
    places = ["#lobby", "@bob", *(room.pk for room in rooms)]

    def queries(count):
        posts = [said(ada, places[n % len(places)]) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert all(isinstance(each, wire.Posted) for each in post_all(posts))
        # All rows of one call of SQLite's: "200 times: INSERT …".
        asked = (query["sql"].removeprefix(f"{count} times: ") for query in captured)
        return [sql.split()[0] for sql in asked]

    assert queries(2) == queries(200)
    assert queries(200).count("BEGIN") == 1


def test_the_numbers_of_each_log_are_in_the_order_of_the_posts():
    ada, bob = people("ada", "bob")
    room = Conversation.objects.create_room(bob, "dev")
    lobby = Conversation.objects.lobby()
    posts = [
        said((ada, bob)[n % 2], lobby.pk if n % 2 == 0 else "#dev", str(n))
        for n in range(20)
    ]
    answers = post_all(posts)
    assert [answer.id for answer in answers] == [post.id for post in posts]
    for place, first in ((lobby, 0), (room, 1)):
        place.refresh_from_db()
        assert place.head == 10
        mine = [each for each in answers if each.conversation == place.pk]
        assert [each.seq for each in mine] == list(range(1, 11))
        assert bodies(place) == [str(n) for n in range(first, 20, 2)]


async def test_what_is_answered_told_and_stored_is_the_same():
    ada, bob = await arrive("ada", "bob")
    answer = await ada.post("#lobby", "*hello*")
    told = await bob.hears("message")
    [stored] = (await bob.say("history", conversation=told["conversation"]))["messages"]
    shared = ("id", "conversation", "seq", "at")
    assert [answer[key] for key in shared] == [told[key] for key in shared]
    envelope = {"type": "message", "conversation": told["conversation"]}
    assert {**stored, **envelope}.items() >= told.items()
    message = await sync_to_async(Message.objects.get)(uuid=answer["id"])
    assert (message.changed, message.edited, message.deleted) == (1, False, False)
    assert bytes(message.digest) == digest("*hello*")


@pytest.mark.dear
async def test_what_arrives_together_is_stored_together(monkeypatch):
    crowd = await arrive(*(f"p{n}" for n in range(8)))
    batch, asked = Process.here().posts, []
    work = batch._work

    async def when_all_are_there(posts):
        asked.append(len(posts))
        while sum(asked) + len(batch._waiting) < len(crowd):
            await asyncio.sleep(0)
        return await work(posts)

    monkeypatch.setattr(batch, "_work", when_all_are_there)
    answers = await asyncio.gather(*(each.post("#lobby", "hi") for each in crowd))
    assert len(asked) <= 2  # the first may have been alone
    assert sorted(answer["seq"] for answer in answers) == list(range(1, 9))


@pytest.mark.dear
async def test_everybody_hears_them_in_the_order_of_their_numbers():
    *crowd, bob = await arrive(*(f"p{n}" for n in range(6)))

    async def talk(person):
        for n in range(10):
            await person.post("#lobby", str(n))

    await asyncio.gather(*map(talk, crowd))
    heard = [await bob.hears("message") for _ in range(10 * len(crowd))]
    assert [message["seq"] for message in heard] == list(range(1, len(heard) + 1))


# --- To each its own ------------------------------------------------------------------


@pytest.fixture
def cast():
    """Ada, and people with whom or to whom something is wrong."""
    ada, bob, eve = people("ada", "bob", "eve")
    muted, banned, gone = people("muted", "banned", "gone")
    User.objects.filter(pk=muted.pk).update(muted=True)
    User.objects.filter(pk=banned.pk).update(is_active=False)
    User.objects.filter(pk=gone.pk).update(epoch=1)
    lost = authentication.come_as_guest("lost", Visitor(), may_return=False)
    lobby = Conversation.objects.lobby()
    used = post(ada, lobby.pk, "before", uuid4())
    lost_number = lost.pk
    post(lost, lobby.pk, "bye", uuid4())
    post(lost, "@eve", "bye", uuid4())
    lost.release()
    Conversation.objects.create_room(bob, "public")
    Conversation.objects.create_room(bob, "private", private=True)
    direct = Conversation.objects.direct(bob, eve)
    return {
        **{user.name: user for user in (ada, bob, eve, muted, banned, gone)},
        **{"used": used.uuid, "direct": direct.pk, "lost": f"@lost~{lost_number}"},
    }


WRONG = [
    ("ada", "#lobby", " ", Malformed),
    ("ada", "#lobby", "x" * 4001, TooLong),
    ("ada", "#nowhere", "x" * 4001, TooLong),
    ("ada", "somewhere", "hello", Malformed),
    ("ada", "#nowhere", "hello", NoSuchConversation),
    ("ada", 4711, "hello", NoSuchConversation),
    ("ada", "direct", "hello", NoSuchConversation),
    ("ada", "#private", "hello", NoSuchConversation),
    ("ada", "#public", "hello", NotAMember),
    ("ada", "@nobody", "hello", NoSuchUser),
    ("ada", "lost", "hello", NoSuchUser),
    ("eve", "lost", "hello", NotAllowed),
    ("muted", "#lobby", "hello", Muted),
    ("muted", "#public", "hello", NotAMember),
    ("muted", "@ada", "hello", Muted),
    ("muted", "lost", "hello", Muted),
    ("banned", "#lobby", "hello", Banned),
    ("gone", "#lobby", "hello", LoginRequired),
]
REUSED = [
    ("#lobby", "other"),
    ("somewhere", "before"),
    ("@bob", "before"),
    ("#nowhere", "before"),
]


def test_what_is_wrong_with_one_is_that_ones_answer_alone(cast):
    wrong = [(cast[who], cast.get(to, to), body) for who, to, body, _ in WRONG]
    posts = [said(*each) for each in wrong]
    posts += [said(cast["ada"], to, body, cast["used"]) for to, body in REUSED]
    good = [said(cast["bob"], "#lobby", f"good {n}") for n in range(len(posts))]
    results = post_all(
        [each for pair in zip(posts, good, strict=True) for each in pair]
    )
    expected = [each[-1] for each in WRONG] + [IdReused] * len(REUSED)
    assert [type(result) for result in results[::2]] == expected
    assert [answer.id for answer in results[1::2]] == [each.id for each in good]
    assert bodies(Conversation.objects.lobby())[2:] == [each.body for each in good]


@pytest.mark.parametrize(("who", "to", "body", "error"), WRONG)
def test_alone_it_is_the_same_answer(cast, who, to, body, error):
    with pytest.raises(error):
        post(cast[who], cast.get(to, to), body, uuid4())


def test_posts_open_a_direct_conversation_once():
    ada, bob = people("ada", "bob")
    results = post_all([said(ada, "@bob"), said(bob, "@ada"), said(ada, "@BOB")])
    assert [message.seq for message in results] == [1, 2, 3]
    assert len({answer.conversation for answer in results}) == 1


# --- The same id ----------------------------------------------------------------------


def test_the_same_id_twice_in_one_go_is_one_message():
    ada, bob = people("ada", "bob")
    id = uuid4()
    posts = [said(ada, id=id), said(ada, id=id), said(ada, body="other", id=id)]
    first, again, other, hers = post_all([*posts, said(bob, id=id)])
    assert first == again
    assert isinstance(other, IdReused)
    assert sorted(message.seq for message in (first, hers)) == [1, 2]
    assert Conversation.objects.lobby().head == 2


def test_the_second_of_an_id_counts_if_the_first_could_not_be_stored():
    [ada] = people("ada")
    id = uuid4()
    refused, stored = post_all([said(ada, body=" ", id=id), said(ada, id=id)])
    assert isinstance(refused, Malformed)
    assert stored.seq == 1


@pytest.mark.parametrize(("body", "is_same"), [("hello", True), ("other", False)])
def test_an_id_that_another_process_stores_at_the_same_moment(
    body, is_same, monkeypatch
):
    ada, bob = people("ada", "bob")
    look, id = steps._look, uuid4()
    [first] = post_all([said(ada, id=id)])

    def look_too_early(cursor, drafts):
        monkeypatch.setattr(steps, "_look", look)
        look(cursor, drafts)
        for draft in drafts:
            draft.earlier = None

    monkeypatch.setattr(steps, "_look", look_too_early)
    before, same, after = post_all([said(bob), said(ada, body=body, id=id), said(bob)])
    assert same == first if is_same else isinstance(same, IdReused)
    assert [each.seq for each in (first, before, after)] == [1, 2, 3]
    assert Conversation.objects.lobby().head == 3


def test_an_id_that_another_process_stores_before_a_post_that_comes_alone(monkeypatch):
    [ada] = people("ada")
    look, id = steps._look, uuid4()
    [first] = post_all([said(ada, id=id)])

    def look_too_early(cursor, drafts):
        monkeypatch.setattr(steps, "_look", look)
        look(cursor, drafts)
        drafts[0].earlier = None

    monkeypatch.setattr(steps, "_look", look_too_early)
    assert post_all([said(ada, id=id)]) == [first]
    assert Conversation.objects.lobby().head == 1


# --- What the database refuses --------------------------------------------------------

# A rule of the site's owner, say; it breaks no constraint that has a name.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER no_rubbish BEFORE INSERT ON chat_message"
        " WHEN NEW.body = 'rubbish' BEGIN SELECT RAISE(ABORT, 'No rubbish.'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION no_rubbish() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'No rubbish.'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER no_rubbish BEFORE INSERT ON chat_message FOR EACH ROW"
        " WHEN (NEW.body = 'rubbish') EXECUTE FUNCTION no_rubbish()",
    ],
}
UNDONE = {
    "sqlite": ["DROP TRIGGER no_rubbish"],
    "postgresql": ["DROP FUNCTION no_rubbish CASCADE"],
}


def _execute(statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


@pytest.fixture
def no_rubbish():
    """A trigger that refuses a row."""
    _execute(TRIGGERS)
    yield
    _execute(UNDONE)


def test_a_row_that_a_trigger_refuses_is_no_id_that_exists(no_rubbish, caplog):
    ada, bob = people("ada", "bob")
    posts = [said(bob, body="one"), said(ada, body="rubbish"), said(bob, body="two")]
    one, refused, two = post_all(posts)
    assert type(refused) is NotStored
    assert refused.detail == NotStored.detail
    assert (one.seq, two.seq) == (1, 2)
    assert bodies(Conversation.objects.lobby()) == ["one", "two"]
    assert Conversation.objects.lobby().head == 2
    [record] = caplog.records
    assert "No rubbish." in str(record.exc_info[1])


def test_a_post_that_is_refused_alone_is_tried_once(no_rubbish, caplog):
    [ada] = people("ada")
    with CaptureQueriesContext(connection) as captured:
        [refused] = post_all([said(ada, body="rubbish")])
    assert type(refused) is NotStored
    assert len([q for q in captured if "INSERT INTO chat_message" in q["sql"]]) == 1
    assert caplog.records


def test_a_number_that_is_taken_is_no_id_that_exists(caplog):
    [ada] = people("ada")
    [first] = post_all([said(ada)])
    Conversation.objects.filter(pk=first.conversation).update(head=0)
    [refused] = post_all([said(ada)])
    assert type(refused) is NotStored
    assert "seq" in str(caplog.records[0].exc_info[1])


async def test_the_answer_promises_nothing_and_others_talk_on(no_rubbish, caplog):
    ada, bob = await arrive("ada", "bob")
    answers = await asyncio.gather(
        ada.post("#lobby", "rubbish"), bob.post("#lobby", "hello")
    )
    error, posted = answers
    assert (error["type"], error["code"]) == ("error", "not-stored")
    assert "try again" not in error["detail"]
    assert posted["type"] == "posted"
    assert caplog.records


# --- Columns that posting does not know -----------------------------------------------


@pytest.fixture
def colour():
    """A column that Django gives its value, added to the messages' table."""
    field = models.CharField(max_length=5, default="red")
    Message.add_to_class("colour", field)
    with connection.schema_editor() as editor:
        editor.add_field(Message, field)
    yield
    with connection.schema_editor() as editor:
        editor.remove_field(Message, field)
    Message._meta.local_fields.remove(field)
    Message._meta._expire_cache()


def test_a_new_column_of_the_model_gets_its_default(colour, monkeypatch):
    [ada] = people("ada")
    others = beyond(Message, Stored._fields)
    store = insert(Message, [*Stored._fields, *(f.name for f in others)])
    row = ", ".join(["%s"] * (len(Stored._fields) + len(others)))
    monkeypatch.setattr(statements, "OTHERS", others)
    monkeypatch.setattr(statements, "STORE", store)
    monkeypatch.setattr(statements, "STORE_ROW", store.format(rows=f"({row})"))
    first, second = post_all([said(ada), said(ada)])
    assert (first.seq, second.seq) == (1, 2)
    assert set(Message.objects.values_list("colour", flat=True)) == {"red"}


def test_a_column_of_a_newer_version_gets_the_databases_default():
    """It has migrated, and runs beside this one."""
    [ada] = people("ada")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE chat_message ADD mood varchar(5) DEFAULT 'fine' NOT NULL"
        )
        try:
            [posted] = post_all([said(ada)])
            cursor.execute("SELECT mood FROM chat_message")
            assert (posted.seq, cursor.fetchall()) == (1, [("fine",)])
        finally:
            cursor.execute("ALTER TABLE chat_message DROP COLUMN mood")
