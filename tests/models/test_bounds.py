"""What the hot paths ask of a big database: few queries, and no table read whole.

Each path is walked for real; then the database is asked how it went about each query.
"""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from chat import wire
from chat.accounts import authentication
from chat.accounts.bans import Bans
from chat.accounts.visitor import Visitor
from chat.delivery.groups import room_group
from chat.models import (
    Conversation,
    Message,
    PostRequest,
    User,
    as_seen_by,
    ends_of,
    post,
    post_all,
)
from chat.models.members import offer
from chat.models.messages import history, missed
from chat.models.people.failed_login import note_failure
from chat.models.people.visit import record_visit
from chat.models.rooms import pages
from chat.models.rooms.erasing import dissolve_deserted, erasable_guests
from chat.models.rooms.heirs import find_heirs
from chat.sessions import process, ticker
from chat.sessions.handlers import log, people
from chat.sessions.process import Process
from chat.web.admin import messages
from tests.models import plans
from tests.models.big_site import BUSY, PEOPLE, filled  # noqa: F401
from tests.support.crowd import cookie

pytestmark = pytest.mark.long


@pytest.fixture
def site(filled, db):  # noqa: F811
    ada = User.objects.get(pk=filled.people[0].pk)
    busy = Conversation.objects.get(pk=filled.busy.pk)
    return SimpleNamespace(**{**vars(filled), "ada": ada, "busy": busy})


# --- No table is read whole -----------------------------------------------------------

PATHS = {
    "bans": lambda s: (Bans.forget(), Bans.now()),
    "a failed log-in": lambda s: note_failure(s.ada.name, "192.0.2.1"),
    "a visit": lambda s: record_visit(s.ada, "192.0.2.1", ""),
    "guests to be erased": lambda s: erasable_guests(),
    "rooms that all have left": lambda s: dissolve_deserted(),
    "rooms without an owner": lambda s: find_heirs(),
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
    "a reply": lambda s: _reply(s),
    "a chain": lambda s: history.chain(s.busy.pk, s.ada, BUSY - 9),
    "an edit": lambda s: _mine(s).edit(s.ada, "other words"),
    "a reaction": lambda s: _mine(s).react(s.ada, "🎉", True),
    "a reaction taken back": lambda s: _mine(s).react(s.ada, "👍", False),
    "a deletion": lambda s: _mine(s).delete_by(s.ada),
    "a topic": lambda s: s.busy.set_topic(s.ada, "Bounds"),
    "read": lambda s: people._mark_read(s.ada, _command(s, seq=s.busy.head)),
    "typing": lambda s: people._told_of_typing(s.busy.pk, s.ada),
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
    "changes of each": lambda s: missed.changes_of_each(_asked(s, s.people[:2])),
}


@pytest.mark.parametrize("path", PATHS | PAGES)
def test_no_table_is_read_whole_for(path, site):
    queries = plans.queries(lambda: (PATHS | PAGES)[path](site))
    assert queries
    assert not [
        (query, plan) for query in queries if plans.scans(plan := plans.plan(query))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_no_log_is_sorted_for(page, site):
    queries = [q for q in plans.queries(lambda: PAGES[page](site)) if "html" in q]
    assert queries
    assert not [
        (query, plan) for query in queries if plans.sorts(plan := plans.plan(query))
    ]


@pytest.mark.parametrize("room", ["", "?room={}"])
def test_the_panel_reads_no_log_whole(room, site, monkeypatch):
    monkeypatch.setattr(messages, "LOOKED_AT_MOST", plans.FEW)
    User.objects.filter(pk=site.ada.pk).update(is_staff=True, is_superuser=True)
    path = f"/admin/chat/message/{room.format(site.busy.pk)}"
    queries = plans.queries(lambda: _visit(site, path))
    said = [plans.plan(q) for q in queries if 'FROM "chat_message"' in q]
    assert len(said) >= 2  # how many there are, and what they are
    scans = [line for plan in said for line in plans.scans(plan) if "message" in line]
    # Of the last ones, which are few, PostgreSQL may as well sort what it has found.
    sorts = [line for plan in said for line in plans.sorts(plan) if room]
    assert not scans + sorts


def test_what_is_unread_is_counted_in_the_order_of_the_index(site):
    """A bitmap would have all of it first, however much that is."""
    [query] = [
        q for q in plans.queries(lambda: _open(site.people)) if "AS counted" in q
    ]
    assert not [
        line for line in plans.plan(query) if "Bitmap Heap Scan on chat_mess" in line
    ]
    assert not plans.sorts(plans.plan(query))


def test_a_table_that_is_read_whole_is_noticed(site):
    everything = Message.objects.select_related("author").order_by("at")
    [query] = plans.queries(lambda: list(everything.filter(body="x")))
    assert plans.scans(plans.plan(query))
    assert plans.sorts(plans.plan(query))


async def test_typing_asks_the_database_nothing():
    """It may not even try: this test has no leave to."""
    places = SimpleNamespace(conversations={1: (room_group(1),)})
    ada = User(pk=1, name="ada")
    caller = SimpleNamespace(user=ada, process=Process.here(), places=places)
    await people.typing(caller, wire.Type(conversation=1))


# --- How many queries -----------------------------------------------------------------


def test_a_hole_is_one_query_and_another_if_anybody_reacted(site):
    words = plans.queries(lambda: history.changes(site.busy.pk, site.ada, 0))
    last = site.busy.head - 9
    reactions = plans.queries(lambda: history.changes(site.busy.pk, site.ada, last))
    assert (len(words), len(reactions)) == (1, 2)


def test_the_same_hole_of_many_is_two_queries(site):
    pages = []
    asked = _asked(site, site.people)
    queries = plans.queries(lambda: pages.extend(missed.changes_of_each(asked)))
    assert len(queries) == 2
    assert {len(page.messages) for page in pages} == {wire.HISTORY_LIMIT}


def test_many_who_come_at_once_are_as_many_queries_as_one(site):
    one = plans.queries(lambda: _open(site.people[:1]))
    many = plans.queries(lambda: _open(site.people))
    assert 0 < len(many) == len(one)


@pytest.mark.parametrize("page", ["/", "/rooms/r0/", "/direct/p1/"])
def test_a_page_is_at_most_12_queries(page, site):
    assert 0 < len(plans.queries(lambda: _visit(site, page))) <= 12


# --- Walking a path -------------------------------------------------------------------


def _post(site, to):
    return post(site.ada, to, "hello", uuid4())


def _reply(site):
    reply = PostRequest(site.ada, site.busy.pk, "hi", uuid4(), reply_to=BUSY - 9)
    assert isinstance(post_all([reply])[0], wire.Posted)


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
    return [missed.Asked(site.busy.pk, person, since=0) for person in people]


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
