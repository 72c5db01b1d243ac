"""The verdict on a room in which roles are given and people are put out."""

from dataclasses import replace

import pytest

from tests.chaos.checks.steered import allowed
from tests.chaos.facts import Facts
from tests.chaos.history import (
    Conversation,
    Happening,
    History,
    Line,
    Log,
    Move,
    Person,
    Program,
    Read,
    Refusal,
    Sitting,
    Stored,
    Word,
)
from tests.chaos.verdict import judge, judge_so_far

ROOM, HEAD = 1, 8
WORDS = {number: f"z{number:015x}" for number in range(1, HEAD + 1)}
HAPPENED = {
    1: Happening("role", "ada", "bob", "moderator", at=1.0),
    2: Happening("speakers", "bob", value="voice", at=2.0),
    3: Happening("kicked", "bob", "eve", at=3.0),
    5: Happening("speakers", "ada", value="member", at=5.0),
    6: Happening("unbanned", "bob", "eve", at=6.0),
}


@pytest.fixture
def story():
    """Bob has only voices speak, at 2, and puts Eve out, at 3; from 6 on she may come
    in again, and at 7 she says something.
    """
    said = {4: "bob", 7: "eve", 8: "ada"}
    messages = [
        Stored(ROOM, seq, seq, f"id-{seq}", author, WORDS[seq])
        for seq, author in said.items()
    ]
    people = frozenset({"ada", "bob", "eve"})
    roles = {"ada": "owner", "bob": "moderator", "eve": "member"}
    room = Conversation(ROOM, HEAD, people, happened=HAPPENED, roles=roles)
    history = History([room], messages, steered=ROOM, owner="ada", restless={ROOM})
    history.words = {WORDS[m.seq]: Word(id=m.id) for m in messages}
    history.programs = [_program(name, messages) for name in ("ada", "bob", "eve")]
    sitting = Sitting(0.0, [Line(WORDS[seq], at=seq + 0.1) for seq in (7, 8)])
    history.people = [Person("eve/plain", "eve", [sitting])]
    [eve] = [each for each in history.programs if each.person == "eve"]
    eve.visits.moves = [
        Move(4.5, 4.6, failed=True),
        Move(6.5, 6.6),
    ]
    eve.visits.sights = [(2.1, 2), (6.7, 6), (7.1, 7), (8.1, 8)]
    eve.visits.refusals = [Refusal(2.5, 2.6, "not-allowed"), Refusal(4.0, 4.1, "! No.")]
    return history


def _program(name, messages):
    program = Program(f"{name}/json", name)
    copies = {m.seq: Read(m.seq, m.id, m.author, m.body) for m in messages}
    program.logs[ROOM] = Log(HEAD, copies, happened=dict(HAPPENED))
    program.visits.sights = [(seq + 0.1, seq) for seq in range(1, HEAD + 1)]
    program.events = {((ROOM, seq), str(event)) for seq, event in HAPPENED.items()}
    return program


def eve(story):
    return next(each for each in story.programs if each.person == "eve")


def with_room(story, **changes):
    story.conversations = [replace(story.conversations[0], **changes)]
    return story


def kinds(story):
    return {miss.kind for miss in judge(story)}


def test_nothing_is_wrong_with_the_story(story):
    assert judge(story) == []


# --- Who is put out -------------------------------------------------------------------


def test_who_is_put_out_and_is_shown_what_came_later_is_leaked_at_once(story):
    eve(story).visits.sights.append((4.2, 4))
    [miss] = judge_so_far(story)
    assert (miss.kind, "put out at 3 and shown 4" in miss.text) == ("leaked", True)


def test_who_is_put_out_may_be_shown_that_and_what_was_before(story):
    eve(story).visits.sights.append((4.2, 3))
    assert judge(story) == []


def test_a_line_at_nc_is_leaked_as_a_frame_is(story):
    story.people[0].sittings[0].lines.append(Line(WORDS[4], at=4.2))
    assert "leaked" in kinds(story)


def test_who_was_refused_is_not_in_again_and_who_got_no_answer_may_be(story):
    eve(story).visits.moves = [Move(4.5, 4.6, failed=True)]
    assert kinds(story) == {"leaked"}
    eve(story).visits.moves = [Move(4.5)]
    assert judge(story) == []


def test_who_came_in_before_is_put_out_all_the_same(story):
    eve(story).visits.moves = [Move(1.5, 1.6)]
    assert kinds(story) == {"leaked"}


# --- What happened --------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{}, {"value": "voice"}, {"whom": "eve"}, {"reason": "loud"}]
)
def test_what_happened_and_somebody_has_not_or_otherwise_is_lost(story, change):
    log = eve(story).logs[ROOM]
    del log.happened[1]
    if change:
        log.happened[1] = replace(HAPPENED[1], **change)
    assert kinds(story) == {"lost"}


def test_what_happened_to_each_by_another_word_is_doubled(story):
    eve(story).events.add(((ROOM, 1), "another"))
    assert kinds(story) == {"doubled"}


def test_what_happened_and_is_not_stored_is_lost(story):
    happened = {seq: event for seq, event in HAPPENED.items() if seq != 6}
    assert kinds(with_room(story, happened=happened)) == {"lost"}


def test_a_role_that_is_not_what_the_log_says_is_lost(story):
    roles = {"ada": "owner", "bob": "voice", "eve": "member"}
    assert kinds(with_room(story, roles=roles)) == {"lost"}


def test_who_does_not_know_whether_they_are_in_there_is_lost(story):
    eve(story).logs[ROOM].is_out = True
    assert kinds(story) == {"lost"}
    with_room(story, members=frozenset({"ada", "bob"}))
    assert judge(story) == []
    eve(story).logs[ROOM].is_out = False
    assert kinds(story) == {"lost"}


# --- Who may --------------------------------------------------------------------------


def test_what_was_said_without_a_voice_is_unlawful(story):
    story.messages[0] = replace(story.messages[0], author="eve")
    for program in story.programs:
        messages = program.logs[ROOM].messages
        messages[4] = replace(messages[4], author="eve")
    assert kinds(story) == {"unlawful"}


@pytest.mark.parametrize(
    "event",
    [
        Happening("speakers", "eve", value="member", at=5.0),
        Happening("name", "bob", value="#court", at=5.0),
        Happening("kicked", "bob", "ada", at=5.0),
        Happening("role", "bob", "eve", "moderator", at=5.0),
    ],
)
def test_what_was_done_without_the_role_is_unlawful(story, event):
    happened = {**HAPPENED, 5: event}
    with_room(story, happened=happened)
    for program in story.programs:
        program.logs[ROOM].happened = dict(happened)
    assert "unlawful" in kinds(story)


def unlawful(story, others):
    """The numbers of what one may not, where something else has happened."""
    with_room(story, happened={**HAPPENED, **others})
    return [int(miss.text[0]) for miss in allowed(Facts(story))]


def test_who_may_have_come_in_may_be_refused_and_who_has_may_not(story):
    eve(story).visits.refusals.append(Refusal(4.0, 4.1, "not-a-member"))
    came = Move(3.2, 3.4)
    eve(story).visits.moves.insert(0, came)
    assert "unlawful" in kinds(story)
    came.in_doubt = True
    assert judge(story) == []


def test_who_moderates_the_whole_site_may(story):
    named = {5: Happening("name", "bob", value="#court")}
    kept = {5: Happening("kicked", "bob", "ada")}
    # And neither Eve has a voice then, nor Ada, who is put out.
    assert (unlawful(story, named), unlawful(story, kept)) == ([5, 7], [5, 7, 8])
    story.staff = frozenset({"bob"})
    assert (unlawful(story, named), unlawful(story, kept)) == ([7], [7, 8])


def test_an_owner_who_is_put_out_has_an_heir_who_may_what_they_might(story):
    story.staff = frozenset({"cyd"})
    heir = {
        1: Happening("kicked", "cyd", "ada"),
        2: Happening("role", "ada", "bob", "owner"),
        5: Happening("role", "bob", "ada", "owner"),
    }
    assert unlawful(story, heir) == []
    assert unlawful(story, {**heir, 1: HAPPENED[2]}) != []
