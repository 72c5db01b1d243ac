"""Figures of several processes, which end and are replaced."""

import time

import pytest

from chat.health import keeping, slots
from chat.health.keeping import Keeper
from chat.health.metrics import joined
from chat.health.slots import Record, Slot
from chat.sessions.process import Process

NOW = 1_000_000.0


def rows(posts, people=0):
    return {
        "chat_posts_total": {"plain": [posts]},
        "chat_connections": {"plain": [people]},
        "process_open_fds": {"": [7]},
        "chat_redis_seconds": {"publish": [posts, 0, 0.5]},
    }


def all_of(folder, now=NOW):
    return joined(slots.parts(folder, now))


def test_the_figures_of_all_are_one_sum(tmp_path):
    for posts, people in ((3, 1), (4, 2)):
        Slot.claim(tmp_path).write(Record(NOW, rows(posts, people)))
    # A slot that nobody holds is taken by the next: both were let go.
    first, second = Slot.claim(tmp_path), Slot.claim(tmp_path)
    first.write(Record(NOW, rows(3, 1)))
    second.write(Record(NOW, rows(4, 2)))
    found = all_of(tmp_path)
    assert found["chat_posts_total"] == {"plain": [7]}
    assert found["chat_connections"] == {"plain": [3]}
    assert found["process_open_fds"] == {"0": [7], "1": [7]}
    assert found["chat_redis_seconds"] == {"publish": [7, 0, 1.0]}


def test_what_was_counted_stays_when_a_process_has_ended(tmp_path):
    slot = Slot.claim(tmp_path)
    slot.write(Record(NOW, rows(3, 1)))
    found = all_of(tmp_path, NOW + slots.SILENT_SECONDS + 1)
    assert found["chat_posts_total"] == {"plain": [3]}
    assert found.keys() == {"chat_posts_total", "chat_redis_seconds"}
    slot.let_go()
    assert Slot.claim(tmp_path).before["chat_posts_total"] == {"plain": [3]}


def test_who_has_let_go_writes_no_more(tmp_path):
    slot = Slot.claim(tmp_path)
    slot.write(Record(NOW, rows(3)))
    slot.let_go()
    slot.write(Record(NOW, rows(0)))
    assert all_of(tmp_path)["chat_posts_total"] == {"plain": [3]}


@pytest.mark.parametrize("torn", [b"", b"{", b'{"at": "x"}', b"\xff", b"[]"])
def test_what_cannot_be_read_is_nothing(tmp_path, torn):
    (tmp_path / "0.json").write_bytes(torn)
    (tmp_path / "figures").mkdir()
    assert Slot.claim(tmp_path).before == {}
    assert all_of(tmp_path) == {}


def test_figures_of_another_version_do_no_harm(tmp_path):
    Slot.claim(tmp_path).write(Record(NOW, {"chat_gone": {"": [1]}, **rows(3)}))
    other = {"chat_redis_seconds": {"publish": [1, 1]}}
    assert joined([*slots.parts(tmp_path, NOW), ("1", other)]).keys() == rows(0).keys()


@pytest.mark.django_db(transaction=True)
async def test_a_process_goes_on_from_what_was_counted_and_leaves_it(tmp_path):
    keeper = Keeper(Process.here(), tmp_path)
    [before] = await keeper._answer([None])
    keeper._end()
    heir = Keeper(Process.here(), tmp_path)
    [after] = await heir._answer([None])
    name = "chat_deliveries_total"
    # It counts its own anew; in this process both have the same to count.
    assert after[name][""][0] == 2 * before[name][""][0]
    assert after["chat_processes"] == {"": [1]}
    heir._end()
    assert "chat_processes" not in joined(slots.parts(tmp_path, time.time()))


@pytest.mark.django_db(transaction=True)
async def test_a_full_disk_leaves_what_this_process_knows(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    keeper = Keeper(Process.here(), tmp_path)
    await keeper._answer([None])
    monkeypatch.setattr(Slot, "write", full)
    keeper._tally.people = 0
    monkeypatch.setattr(keeping.Tally, "rows", lambda _: rows(5, 2))
    [alone] = await keeper._answer([None])
    assert alone["chat_connections"] == {"plain": [2]}
    # With others, who could not know it, what is shown is what all can see.
    (tmp_path / "1.json").write_bytes((tmp_path / "0.json").read_bytes())
    [found] = await keeper._answer([None])
    assert "plain" in found["chat_connections"]
    assert found["chat_connections"]["plain"] == [0]
