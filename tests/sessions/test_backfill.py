"""What is counted for a peer that keeps no log of its own."""

from chat.sessions.backfill import Keeper
from chat.wire.errors import NotAMember


def test_who_comes_back_is_told_nothing_twice():
    keeper = Keeper(None)
    keeper.starts_at(1, 5)
    keeper.was_told(1, 9)
    keeper.forget(1)
    assert keeper.told(1) is None
    keeper.starts_at(1, 7)
    assert keeper.told(1) == 9


def test_who_comes_back_is_not_told_what_they_were_out_for():
    keeper = Keeper(None)
    keeper.starts_at(1, 5)
    keeper.forget(1)
    keeper.starts_at(1, 12)
    assert keeper.told(1) == 12


def test_who_enters_where_they_are_misses_nothing_that_is_on_its_way():
    keeper = Keeper(None)
    keeper.starts_at(1, 5)
    keeper.starts_at(1, 8)
    assert keeper.told(1) == 5


class Leaving:
    """A session that is put out of its room while a hole is filled in."""

    is_closed = False
    user = None
    conversations = {1: ("room.1",)}

    def stand_aside(self, number):
        pass

    class node:
        work = []
        spawn = work.append


async def test_who_is_put_out_while_a_hole_is_filled_is_told_nothing_twice(monkeypatch):
    keeper = Keeper(Leaving())

    async def not_theirs(*_):
        raise NotAMember

    monkeypatch.setattr(keeper, "_tell_what_changed", not_theirs)
    monkeypatch.setattr(keeper, "_tell_what_was_said", lambda *_: _told())
    keeper.starts_at(1, 5)
    keeper.compare({1: 9})
    [catching_up] = Leaving.node.work
    await catching_up
    assert keeper.told(1) == 9


async def _told():
    return 9
