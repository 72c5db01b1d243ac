"""What the hot paths ask of a big database: few queries, and no table read whole.

Each path is walked for real; then the database is asked how it went about each query.
"""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat import wire
from chat.accounts import authentication
from chat.accounts.bans import Bans
from chat.accounts.visitor import Visitor
from chat.delivery.groups import room_group
from chat.models import (
    Conversation,
    Membership,
    Message,
    PostRequest,
    Reaction,
    User,
    as_seen_by,
    ends_of,
    history,
    offer,
    pages,
    post,
    post_all,
)
from chat.models.erasing import dissolve_deserted, erasable_guests
from chat.models.failed_login import note_failure
from chat.models.posting import digest
from chat.models.visit import record_visit
from chat.sessions import process, ticker
from chat.sessions.handlers import log, people
from chat.sessions.process import Process
from chat.web.admin import messages
from tests.support.accounts import make
from tests.support.crowd import cookie

pytestmark = pytest.mark.long

PEOPLE, ROOMS, ROOMS_EACH, MESSAGES = 5_000, 1_000, 5, 100_000
# The busiest room has a fifth of all messages; people reacted to the last of them.
BUSY, REACTIONS, TOGETHER = 20_000, 5_000, 200


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A site that has been in use for long; what a test changes is rolled back."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            people = make(PEOPLE)
            rooms = _rooms(people)
            _directs(people)
            _messages(people, rooms)
        if connection.vendor == "postgresql":  # it does that by itself, in time
            connection.cursor().execute("ANALYZE")
        yield SimpleNamespace(people=people[:TOGETHER], busy=rooms[0], quiet=rooms[-1])
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def site(filled, db):
    ada = User.objects.get(pk=filled.people[0].pk)
    busy = Conversation.objects.get(pk=filled.busy.pk)
    return SimpleNamespace(**{**vars(filled), "ada": ada, "busy": busy})


# Rows that may as well be read whole.
FEW = 100

# --- No table is read whole -----------------------------------------------------------

PATHS = {
    "bans": lambda s: (Bans.forget(), Bans.now()),
    "a failed log-in": lambda s: note_failure(s.ada.name, "192.0.2.1"),
    "a visit": lambda s: record_visit(s.ada, "192.0.2.1", ""),
    "guests to be erased": lambda s: erasable_guests(),
    "rooms that all have left": lambda s: dissolve_deserted(),
    "a page of rooms": lambda s: pages.rooms_page(s.ada, limit=2),
    "a cookie": lambda s: authentication.users_by_session(_keys(s.people[:2])),
    "places": lambda s: process._groups_of(s.people[:2]),
    "what there is to see": lambda s: process._sights_of(s.people[:2]),
    "heads": lambda s: ticker._heads_of({user.pk for user in s.people[:2]}),
    "whose log-in has ended": lambda s: ends_of(s.people[:2]),
    "last seen": lambda s: process._mark_seen([user.pk for user in s.people[:2]]),
    "a guest": lambda s: authentication.come_as_guest("newcomer", Visitor()),
    "a room": lambda s: Conversation.objects.create_room(s.ada, "newroom"),
    "a post": lambda s: _post(s, s.busy.pk),
    "a post to a room": lambda s: _post(s, f"#{s.busy.name}"),
    "a post to a person": lambda s: _post(s, f"@{s.people[1].name}"),
    "a post to somebody new": lambda s: _post(s, f"@{s.people[-1].name}"),
    "posts together": lambda s: _post_together(s),
    "an edit": lambda s: _mine(s).edit(s.ada, "other words"),
    "a reaction": lambda s: _mine(s).react(s.ada, "🎉", True),
    "a reaction taken back": lambda s: _mine(s).react(s.ada, "👍", False),
    "a deletion": lambda s: _mine(s).delete_by(s.ada),
    "a topic": lambda s: s.busy.set_topic(s.ada, "Bounds"),
    "read": lambda s: people._mark_read(s.ada, _command(s, seq=s.busy.head)),
    "typing": lambda s: Conversation.objects.numbered(s.busy.pk, s.ada),
    "join": lambda s: as_seen_by(offer.enter(s.quiet.name, s.ada), s.ada),
    "an invitation": lambda s: _invite(s),
    "accept": lambda s: offer.accept(s.busy.pk, _invite(s)),
    "decline": lambda s: offer.decline(s.busy.pk, _invite(s)),
    "a page of conversations": lambda s: pages.conversations_page(
        s.ada, after=0, limit=2
    ),
    "leave": lambda s: s.busy.leave(s.ada),
    "the lobby page": lambda s: _visit(s, "/"),
    "the last changes": lambda s: history.changes(s.busy.pk, s.ada, s.busy.head - 9),
    "a room's page": lambda s: _visit(s, f"/rooms/{s.busy.name}/"),
    "a person's page": lambda s: _visit(s, f"/direct/{s.people[1].name}/"),
}
PAGES = {
    "the last": lambda s: history.page(s.busy.pk, s.ada),
    "before": lambda s: history.page(s.busy.pk, s.ada, before=s.busy.head // 2),
    "after": lambda s: history.page(s.busy.pk, s.ada, after=s.busy.head // 2),
    "changes": lambda s: history.changes(s.busy.pk, s.ada, s.busy.head // 2),
    "no changes": lambda s: history.changes(s.busy.pk, s.ada, s.busy.head),
    "changes of each": lambda s: history.changes_of_each(_asked(s, s.people[:2])),
}


@pytest.mark.parametrize("path", PATHS | PAGES)
def test_no_table_is_read_whole_for(path, site):
    queries = _queries(lambda: (PATHS | PAGES)[path](site))
    assert queries
    assert not [(query, plan) for query in queries if _scans(plan := _plan(query))]


@pytest.mark.parametrize("page", PAGES)
def test_no_log_is_sorted_for(page, site):
    queries = [q for q in _queries(lambda: PAGES[page](site)) if "html" in q]
    assert queries
    assert not [(query, plan) for query in queries if _sorts(plan := _plan(query))]


@pytest.mark.parametrize("room", ["", "?room={}"])
def test_the_panel_reads_no_log_whole(room, site, monkeypatch):
    monkeypatch.setattr(messages, "LOOKED_AT_MOST", FEW)
    User.objects.filter(pk=site.ada.pk).update(is_staff=True, is_superuser=True)
    path = f"/admin/chat/message/{room.format(site.busy.pk)}"
    queries = _queries(lambda: _visit(site, path))
    said = [_plan(q) for q in queries if 'FROM "chat_message"' in q]
    assert len(said) >= 2  # how many there are, and what they are
    scans = [line for plan in said for line in _scans(plan) if "message" in line]
    # Of the last ones, which are few, PostgreSQL may as well sort what it has found.
    sorts = [line for plan in said for line in _sorts(plan) if room]
    assert not scans + sorts


def test_what_is_unread_is_counted_in_the_order_of_the_index(site):
    """A bitmap would have all of it first, however much that is."""
    [query] = [q for q in _queries(lambda: _open(site.people)) if "AS counted" in q]
    assert not [
        line for line in _plan(query) if "Bitmap Heap Scan on chat_mess" in line
    ]
    assert not _sorts(_plan(query))


def test_a_table_that_is_read_whole_is_noticed(site):
    everything = Message.objects.select_related("author").order_by("at")
    [query] = _queries(lambda: list(everything.filter(body="x")))
    assert _scans(_plan(query))
    assert _sorts(_plan(query))


async def test_typing_asks_the_database_nothing():
    """It may not even try: this test has no leave to."""
    places = SimpleNamespace(conversations={1: (room_group(1),)})
    ada = User(pk=1, name="ada")
    caller = SimpleNamespace(user=ada, process=Process.here(), places=places)
    await people.typing(caller, wire.Type(conversation=1))


# --- How many queries -----------------------------------------------------------------


def test_a_hole_is_one_query_and_another_if_anybody_reacted(site):
    words = _queries(lambda: history.changes(site.busy.pk, site.ada, 0))
    last = site.busy.head - 9
    reactions = _queries(lambda: history.changes(site.busy.pk, site.ada, last))
    assert (len(words), len(reactions)) == (1, 2)


def test_the_same_hole_of_many_is_two_queries(site):
    pages = []
    asked = _asked(site, site.people)
    queries = _queries(lambda: pages.extend(history.changes_of_each(asked)))
    assert len(queries) == 2
    assert {len(page.messages) for page in pages} == {wire.HISTORY_LIMIT}


def test_many_who_come_at_once_are_as_many_queries_as_one(site):
    one = _queries(lambda: _open(site.people[:1]))
    many = _queries(lambda: _open(site.people))
    assert 0 < len(many) == len(one)


@pytest.mark.parametrize("page", ["/", "/rooms/r0/", "/direct/p1/"])
def test_a_page_is_at_most_12_queries(page, site):
    assert 0 < len(_queries(lambda: _visit(site, page))) <= 12


# --- Walking a path -------------------------------------------------------------------


def _post(site, to):
    return post(site.ada, to, "hello", uuid4())


def _post_together(site):
    """Two people, each to a room by its number and its name, and to a third person."""
    ada, bob, cyd = site.people[:3]
    places = (site.busy.pk, f"#{site.busy.name}", f"@{bob.name}")
    posts = [
        PostRequest(each, to, "hello", uuid4()) for each in (ada, cyd) for to in places
    ]
    assert all(isinstance(each, wire.Posted) for each in post_all(posts))


def _mine(site):
    return log._message(site.ada, _command(site, seq=BUSY))


def _invite(site):
    """Somebody who is new there is invited to the busy room."""
    somebody = User.objects.get(key=f"p{PEOPLE - 1}")
    offer.invite(site.busy, site.ada, somebody)
    return somebody


def _command(site, seq=0):
    return SimpleNamespace(conversation=site.busy.pk, seq=seq, epoch=None)


def _asked(site, people):
    return [history.Asked(site.busy.pk, person, since=0) for person in people]


def _keys(people):
    return [cookie(person.name) for person in people]


def _open(people):
    """What the sessions of these people ask for when they open."""
    users = authentication.users_by_session(_keys(people))
    assert all(process._groups_of(users))
    assert all(each.conversations for each in process._sights_of(users))


def _visit(site, path):
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = cookie(site.ada.name)
    assert client.get(path).status_code == 200


# --- What the database says -----------------------------------------------------------


def _queries(walk):
    """The queries of a path, with what they were asked with."""
    with CaptureQueriesContext(connection) as captured:
        walk()
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in captured if q["sql"].startswith(words)]


def _plan(query):
    if connection.vendor != "postgresql":
        return _explained(f"EXPLAIN QUERY PLAN {query}")
    plan = _explained(f"EXPLAIN {query}")
    kept = [line for line in plan if not _reads_little(line)]
    if kept != plan:
        # Of a table that is nearly empty here it would rather read all.
        _run("SET LOCAL enable_seqscan = off")
        kept += filter(_reads_little, _explained(f"EXPLAIN {query}"))
        _run("SET LOCAL enable_seqscan = on")
    return kept


def _explained(query):
    return [row[-1] for row in _run(query)]


def _reads_little(line):
    found = re.search(r"Seq Scan on (\w+)", line)
    return found and _run(f"SELECT count(*) FROM {found[1]}")[0][0] < FEW


def _run(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def _scans(plan):
    if connection.vendor == "postgresql":
        return [line for line in plan if "Seq Scan on" in line]
    # "SCAN CONSTANT ROW", "SCAN 6-ROW VALUES CLAUSE" (SQLite 3.46) are no tables; nor
    # is what is unread, which is counted up to a hundred.
    return [
        line
        for line in plan
        if re.match(r"SCAN (?!(\d+ )?CONSTANT|\d+-ROW VALUES|counted$)", line)
    ]


def _sorts(plan):
    # One row of a subquery is no log: only what is sorted by a message's columns is.
    marks = {"postgresql": "Sort Key: chat_message", "sqlite": "FOR ORDER BY"}
    return [line for line in plan if marks[connection.vendor] in line]


# --- A big site -----------------------------------------------------------------------


def _rooms(people):
    each = (MESSAGES - BUSY) // (ROOMS - 1)
    rooms = [Conversation(kind="room", name=f"r{n}", head=each) for n in range(ROOMS)]
    rooms[0].head = BUSY
    Conversation.objects.bulk_create(rooms)
    _join([(rooms[0], person) for person in people[:TOGETHER]])
    for k in range(1, ROOMS_EACH):
        _join([(rooms[k + n % (ROOMS - ROOMS_EACH)], p) for n, p in enumerate(people)])
    return rooms


def _directs(people):
    """Everybody has talked with the next two."""
    pairs = [pair for k in (1, 2) for pair in zip(people, people[k:], strict=False)]
    found = Conversation.objects.bulk_create(
        Conversation(kind="direct", pair=f"{low.pk}:{high.pk}") for low, high in pairs
    )
    for number in (0, 1):
        both = zip(found, pairs, strict=True)
        _join([(direct, pair[number]) for direct, pair in both])


def _join(places):
    Membership.objects.bulk_create(
        Membership(conversation=conversation, user=user)
        for conversation, user in places
    )


def _messages(people, rooms):
    """As many in each room as its head says; without the models, which take long."""
    say = SAY.format(uuid=UUIDS[connection.vendor])
    with connection.cursor() as cursor:
        for head in {room.head for room in rooms}:
            values = [head, people[0].pk, TOGETHER, digest("hello"), head]
            cursor.execute(say, values)
    last = Message.objects.filter(conversation=rooms[0], seq__gt=BUSY - REACTIONS)
    last.update(changed=F("seq") + REACTIONS)
    Reaction.objects.bulk_create(
        Reaction(message_id=message, user_id=author, emoji="👍")
        for message, author in last.values_list("pk", "author")
    )
    rooms[0].head += REACTIONS
    rooms[0].save()


UUIDS = {
    "sqlite": "printf('%%032x', room.id * 1000000 + n)",
    "postgresql": "lpad(to_hex(room.id * 1000000 + n), 32, '0')::uuid",
}
SAY = """
    WITH RECURSIVE numbers (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s
    )
    INSERT INTO chat_message (conversation_id, seq, changed, author_id, uuid, body,
        html, digest, at, edited, deleted)
    SELECT room.id, n, n, %s + n %% %s, {uuid}, 'hello', '<p>hello</p>', %s,
        CURRENT_TIMESTAMP, FALSE, FALSE
    FROM chat_conversation AS room CROSS JOIN numbers WHERE room.head = %s
"""
