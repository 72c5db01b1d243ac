"""What stands in a page is judged: made-up pages with one thing wrong in each."""

from dataclasses import replace

import pytest

from tests.chaos.history import (
    Conversation,
    History,
    Program,
    Row,
    Said,
    Stored,
    Timeline,
)
from tests.chaos.verdict import is_told_all, judge, judge_so_far

LOBBY, ADA = 1, "ada"
TOKENS = [f"z{number:015x}" for number in range(4)]


def stored(seq):
    body = f"{TOKENS[seq]} hello"
    return Stored(LOBBY, seq, changed=seq, id=f"id-{seq}", author=ADA, body=body)


def row(seq):
    return Row(seq, f"id-{seq}", ADA, (TOKENS[seq],), seq)


@pytest.fixture
def page():
    rows = [row(1), row(2), row(3)]
    return Timeline("ada/page", last=3, seen=[[1, 2, 3]], rows=rows)


@pytest.fixture
def story(page):
    return History(
        conversations=[Conversation(LOBBY, 3, frozenset({ADA}))],
        messages=[stored(1), stored(2), stored(3)],
        programs=[
            Program("ada/page", ADA, said=[Said("id-1", TOKENS[1], 0)], left=True)
        ],
        lobby=LOBBY,
        timelines=[page],
    )


def kinds(story):
    return {miss.kind for miss in judge(story)}


def test_a_page_that_shows_what_is_stored_breaks_no_promise(story):
    assert judge(story) == []
    assert is_told_all(story)


@pytest.mark.parametrize(
    ("seqs", "kind"),
    [([1, 2, 2], "doubled"), ([2, 1], "reordered"), ([1, 3], "lost")],
)
def test_a_page_that_was_no_piece_of_the_log_is_told_at_once(story, page, seqs, kind):
    page.seen.append(seqs)
    assert {miss.kind for miss in judge_so_far(story)} == {kind}


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"id": "another"}, "reordered"),
        ({"tokens": ()}, "lost"),
        ({"deleted": True}, "lost"),
        ({"reactions": frozenset({("👍", ADA)})}, "lost"),
    ],
)
def test_a_row_that_reads_otherwise_is_told(story, page, wrong, kind):
    page.rows[0] = replace(page.rows[0], **wrong)
    assert kinds(story) == {kind}


def test_a_message_that_does_not_stand_there_is_lost(story, page):
    del page.rows[0]
    assert kinds(story) == {"lost"}


def test_a_page_is_whole_when_it_ends_where_the_log_does_and_nothing_waits(story, page):
    page.last = 2
    assert kinds(story) == {"lost"}
    page.last, page.waiting = 3, ["id-4"]
    assert kinds(story) == {"stuck"}
    assert not is_told_all(story)


def test_what_was_written_is_stored_or_waits(story, page):
    story.programs[0].said.append(Said("id-4", TOKENS[0], 0))
    assert kinds(story) == {"lost"}
    page.waiting = ["id-4"]
    assert kinds(story) == {"stuck"}
