"""What is counted for a peer that keeps no log of its own."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chat import wire
from chat.sessions import backfill
from chat.sessions.backfill import Backfill
from chat.wire.errors import NotAMember

ID = UUID("6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11")
PLAN = wire.File(id=ID, name="plan.pdf", media="x/y", size=12, href="/files/1")
MESSAGE = wire.Message(
    seq=3,
    id=ID,
    sender="bob",
    author=2,
    body="look",
    html="<p>look</p>",
    at=datetime(2026, 1, 31, tzinfo=UTC),
    changed=9,
    edited=True,
    deleted=False,
    reactions={},
    guest=True,
    action=True,
    mentions=[wire.Mention(author=1, name="ada")],
    calls="room",
    shared=wire.Shared(html="", files=[PLAN]),
)


def test_who_comes_back_is_told_nothing_twice():
    backfill = Backfill(None, None, None)
    backfill.starts_at(1, 5)
    backfill.was_told(1, 9)
    backfill.forget(1)
    assert backfill.told(1) is None
    backfill.starts_at(1, 7)
    assert backfill.told(1) == 9


def test_who_comes_back_is_not_told_what_they_were_out_for():
    backfill = Backfill(None, None, None)
    backfill.starts_at(1, 5)
    backfill.forget(1)
    backfill.starts_at(1, 12)
    assert backfill.told(1) == 12


def test_who_enters_where_they_are_misses_nothing_that_is_on_its_way():
    backfill = Backfill(None, None, None)
    backfill.starts_at(1, 5)
    backfill.starts_at(1, 8)
    assert backfill.told(1) == 5


@pytest.mark.parametrize(("have", "kind"), [(2, "message"), (5, "edited")])
def test_what_was_missed_says_all_that_it_would_have_said_live(have, kind):
    event = backfill._as_event(7, MESSAGE, have)
    assert event.__struct_config__.tag == kind
    assert event.conversation == 7
    assert event.seq == (MESSAGE.seq if have < MESSAGE.seq else MESSAGE.changed)
    told = set(type(event).__struct_fields__) - {"conversation", "seq", "target"}
    for name in told & set(wire.Message.__struct_fields__):
        assert getattr(event, name) == getattr(MESSAGE, name), name


class Leaving:
    """A session that is put out of its room while a hole is filled in."""

    is_closed = False
    user = None
    work = []

    def is_in(self, number):
        return number == 1

    def stand_aside(self, number):
        pass


async def test_who_is_put_out_while_a_hole_is_filled_is_told_nothing_twice(monkeypatch):
    backfill = Backfill(Leaving(), None, Leaving.work.append)

    async def not_theirs(*_):
        raise NotAMember

    monkeypatch.setattr(backfill, "_tell_what_changed", not_theirs)
    monkeypatch.setattr(backfill, "_tell_what_was_said", lambda *_: _told())
    backfill.starts_at(1, 5)
    backfill.compare({1: 9})
    [catching_up] = Leaving.work
    await catching_up
    assert backfill.told(1) == 9


async def _told():
    return 9


class Hearing(Leaving):
    """A session in which somebody hides a talk as soon as they hear of its news."""

    def __init__(self):
        self.work, self.said, self.backfill = [], [], None

    async def say(self, event):
        self.said.append(event.seq)
        self.backfill.forget(1)


async def test_who_goes_as_soon_as_they_hear_it_is_not_told_it_when_they_are_back(
    monkeypatch,
):
    reader = Hearing()
    reader.backfill = told = Backfill(reader, None, reader.work.append)
    page = wire.History(conversation=1, messages=[MESSAGE], more=False)

    async def read(function, *_, **__):
        return page if function is backfill.history.page else MESSAGE.seq

    async def nothing(*_):
        pass

    monkeypatch.setattr(backfill, "read", read)
    monkeypatch.setattr(told, "_tell_what_changed", nothing)
    told.starts_at(1, 2)
    told.compare({1: MESSAGE.seq})
    await reader.work.pop()
    told.starts_at(1, 2)  # as of before
    assert (reader.said, told.told(1)) == ([MESSAGE.seq], MESSAGE.seq)
    told.compare({1: MESSAGE.seq})
    assert reader.work == []
