"""The verdict must be able to fail: made-up histories with one thing wrong in each."""

from dataclasses import replace

import pytest

from tests.chaos.cast import AWAY
from tests.chaos.history import (
    Conversation,
    Happening,
    History,
    Line,
    Log,
    Person,
    Posted,
    Program,
    Pushed,
    Read,
    Restored,
    Said,
    Sitting,
    Stored,
    Word,
)
from tests.chaos.verdict import is_told_all, judge, judge_so_far

ADA, BOB, EVE = "ada", "bob", "eve"
LOBBY, PRIVATE, AWAY_TALK = 1, 2, 3
TOKENS = [f"z{number:015x}" for number in range(12)]


def stored(conversation, seq, author=ADA, **more):
    token = TOKENS[3 * conversation + seq]
    more = {"changed": seq, "body": f"{token} hello", **more}
    return Stored(conversation, seq, id=f"id-{token}", author=author, **more)


def read(message):
    return Read(
        message.changed,
        message.id,
        message.author,
        message.body,
        message.edited,
        message.deleted,
        message.reactions,
    )


@pytest.fixture
def story():
    """Ada says two things in the lobby and one to Bob, who is at ``nc``; Eve listens.

    Number 3 of the lobby is the topic.
    """
    history = History(
        conversations=[
            Conversation(LOBBY, 3, frozenset({ADA, BOB, EVE}), topic="new"),
            Conversation(PRIVATE, 1, frozenset({ADA, BOB})),
        ],
        messages=[stored(LOBBY, 1), stored(LOBBY, 2), stored(PRIVATE, 1)],
        programs=[
            Program("ada/web", ADA, shown=[[]]),
            Program("eve/json", EVE, shown=[[]]),
        ],
        people=[Person("bob/plain", BOB, [Sitting(since=0.5, whole=True)])],
        present=frozenset({ADA, BOB, EVE}),
        online={"serve": frozenset({ADA, BOB, EVE})},
    )
    for at, message in enumerate(history.messages, 1):
        tell(history, message, float(at))
    for program in history.programs:
        program.events.add(((LOBBY, 3), "topic by ada: new"))
        program.shown[0].append((LOBBY, 3))
        program.logs[LOBBY].have, program.logs[LOBBY].topic = 3, "new"
        program.online = history.present
    return history


def tell(history, message, at):
    """Have a message said, posted and heard by everybody whom it concerns."""
    [token] = (t for t in TOKENS if t in message.body)
    place = (message.conversation, message.seq)
    ada, eve = history.programs
    ada.said.append(Said(message.id, token, at))
    ada.posted.append(Posted(message.id, place, at + 0.5))
    few = {PRIVATE: {ADA, BOB}, AWAY_TALK: {ADA, AWAY}}
    audience = few.get(message.conversation, {ADA, BOB, EVE})
    history.words[token] = Word(frozenset(audience), id=message.id)
    for program in (ada, eve):
        if program.person in audience:
            program.tokens.add(token)
            program.events.add((place, f"message {message.id}"))
            program.shown[0].append(place)
            log = program.logs.setdefault(message.conversation, Log(0, {}))
            log.have, log.messages[message.seq] = message.seq, read(message)
    if BOB in audience:
        [bob] = history.people
        bob.tokens.add(token)
        bob.sittings[0].lines.append(Line(token))


def kinds(history):
    return {miss.kind for miss in judge(history)}


def first_in_lobby(history):
    return history.messages[0]


def test_nothing_is_wrong_with_the_story(story):
    assert judge(story) == []


# --- What was accepted ----------------------------------------------------------------


def test_posted_but_not_stored_is_lost(story):
    ada = story.programs[0]
    ada.posted.append(Posted("never-stored", (LOBBY, 4), 9.0))
    assert kinds(story) == {"lost"}


def test_posted_at_two_places_is_doubled(story):
    ada, eve = story.programs
    eve.posted.append(Posted(ada.posted[0].id, (LOBBY, 2), 9.0))
    assert "doubled" in kinds(story)


def test_stored_elsewhere_than_posted_is_reordered(story):
    ada = story.programs[0]
    ada.posted[0] = replace(ada.posted[0], place=(LOBBY, 3))
    assert kinds(story) == {"reordered"}


def test_stored_twice_is_doubled(story):
    story.messages.append(replace(first_in_lobby(story), conversation=PRIVATE, seq=2))
    assert "doubled" in kinds(story)


def test_the_same_words_under_two_ids_are_doubled(story):
    twin = replace(first_in_lobby(story), conversation=PRIVATE, seq=2, id="another")
    story.messages.append(twin)
    assert "doubled" in kinds(story)


def test_a_line_at_nc_that_was_not_refused_and_is_not_stored_is_lost(story):
    [bob] = story.people
    bob.accepted[TOKENS[9]] = (1.0, 2.0)
    assert kinds(story) == {"lost"}


def test_what_was_accepted_before_a_backup_began_is_in_it(story):
    [bob] = story.people
    in_time = [posted.at for posted in story.programs[0].posted].index(2.5)
    bob.accepted[TOKENS[3 * LOBBY + 2]] = (2.0, 2.6)
    story.restored = [Restored(2.7, frozenset(story.messages[: in_time + 1]))]
    assert kinds(story) == set()
    story.restored = [Restored(2.7, frozenset(story.messages[:in_time]))]
    assert [miss.kind for miss in judge(story)] == ["lost", "lost"]
    shifted = [replace(each, seq=each.seq + 7) for each in story.messages]
    story.restored = [Restored(2.7, frozenset(shifted))]
    assert kinds(story) == {"lost"}


def test_said_after_another_was_accepted_and_before_it_in_the_log_is_reordered(story):
    ada = story.programs[0]
    ada.said[0] = replace(ada.said[0], at=8.0)
    ada.posted[0] = replace(ada.posted[0], at=9.0)
    assert kinds(story) == {"reordered"}


def test_a_post_that_was_never_answered_is_stuck(story):
    story.programs[0].pending.append("id")
    assert kinds(story) == {"stuck"}


def test_a_refusal_without_a_reason_is_stuck(story):
    story.people[0].refused.append("! That name is taken.")
    assert kinds(story) == {"stuck"}


# --- What programs have ---------------------------------------------------------------


def test_a_message_that_somebody_has_not_is_lost(story):
    del story.programs[1].logs[LOBBY].messages[1]
    assert kinds(story) == {"lost"}


def test_a_conversation_that_somebody_does_not_know_is_lost(story):
    del story.programs[0].logs[PRIVATE]
    assert kinds(story) == {"lost"}


def test_a_number_that_somebody_is_not_at_is_lost(story):
    story.programs[1].logs[LOBBY].have = 2
    assert kinds(story) == {"lost"}


@pytest.mark.parametrize(
    "change",
    [
        {"body": "other words"},
        {"edited": True},
        {"deleted": True},
        {"reactions": frozenset({("👍", EVE)})},
    ],
)
def test_a_change_that_somebody_has_not_seen_is_lost(story, change):
    log = story.programs[1].logs[LOBBY]
    log.messages[1] = replace(log.messages[1], **change)
    assert kinds(story) == {"lost"}


def test_a_topic_that_somebody_has_not_seen_is_lost(story):
    story.programs[1].logs[LOBBY].topic = "old"
    assert kinds(story) == {"lost"}


def test_two_messages_that_changed_places_are_reordered(story):
    messages = story.programs[1].logs[LOBBY].messages
    messages[1], messages[2] = messages[2], messages[1]
    assert kinds(story) == {"reordered"}


def test_a_message_that_somebody_has_and_nobody_stored_is_lost(story):
    messages = story.programs[1].logs[LOBBY].messages
    messages[3] = replace(messages[2], id="from nowhere")
    assert kinds(story) == {"lost"}


def test_whoever_left_need_not_be_whole(story):
    eve = story.programs[1]
    del eve.logs[LOBBY].messages[1]
    eve.left = True
    assert judge(story) == []


def test_live_events_in_another_order_are_reordered(story):
    story.programs[1].shown[0].reverse()
    assert kinds(story) == {"reordered"}


def test_a_live_event_that_comes_twice_is_doubled(story):
    story.programs[1].shown[0].append((LOBBY, 3))
    assert kinds(story) == {"doubled"}


# --- How far they have read -----------------------------------------------------------


def test_a_client_that_does_not_know_how_far_its_person_has_read_is_told_of(story):
    lobby = story.conversations[0]
    story.conversations[0] = replace(lobby, read={ADA: 3, EVE: 2})
    story.programs[0].read[LOBBY] = 3
    assert kinds(story) == {"unread"}
    assert not is_told_all(story)
    story.programs[1].read[LOBBY] = 2
    assert judge(story) == []


def test_a_read_state_that_went_back_is_told_of(story):
    story.programs[1].unread.append("eve had read #lobby up to 3, and then to 2")
    assert {miss.kind for miss in judge_so_far(story)} == {"unread"}


# --- Numbers --------------------------------------------------------------------------


def test_a_number_that_was_two_things_is_doubled(story):
    story.programs[1].events.add(((LOBBY, 2), "deleted 1 by ada"))
    assert kinds(story) == {"doubled"}


def test_two_changes_with_one_number_are_doubled(story):
    for index, message in enumerate(story.messages[:2]):
        story.messages[index] = replace(message, changed=3)
    for program in story.programs:
        messages = program.logs[LOBBY].messages
        program.logs[LOBBY].messages = {
            seq: replace(message, changed=3) for seq, message in messages.items()
        }
    assert kinds(story) == {"doubled"}


def test_a_number_that_nothing_took_is_a_hole(story):
    for program in story.programs:
        program.events.discard(((LOBBY, 3), "topic by ada: new"))
    assert kinds(story) == {"hole"}


def test_a_number_that_something_else_took_is_none(story):
    for program in story.programs:
        program.events.discard(((LOBBY, 3), "topic by ada: new"))
    [lobby] = [each for each in story.conversations if each.number == LOBBY]
    story.conversations.remove(lobby)
    story.conversations.append(
        replace(lobby, happened={3: Happening("topic", ADA, value="new")})
    )
    assert judge(story) == []


def test_a_number_that_a_change_in_doubt_may_have_taken_is_none(story):
    for program in story.programs:
        program.events.discard(((LOBBY, 3), "topic by ada: new"))
    story.programs[0].unanswered[LOBBY] = 1
    assert judge(story) == []


def test_a_number_above_the_head_is_a_hole(story):
    story.programs[1].events.add(((LOBBY, 4), "topic by eve: newer"))
    assert kinds(story) == {"hole"}


# --- People at nc ---------------------------------------------------------------------


def test_a_line_that_was_not_shown_is_lost(story):
    del story.people[0].sittings[0].lines[1]
    assert kinds(story) == {"lost"}


def test_a_private_word_of_which_nothing_was_shown_is_lost(story):
    lines = story.people[0].sittings[0].lines
    lines.remove(Line(TOKENS[3 * PRIVATE + 1]))
    assert kinds(story) == {"lost"}


def test_what_was_said_before_the_sitting_is_not_due(story):
    [sitting] = story.people[0].sittings
    sitting.since = 99.0
    sitting.lines.clear()
    assert judge(story) == []


def test_after_a_lost_line_only_what_lies_between_is_due(story):
    [sitting] = story.people[0].sittings
    sitting.whole = False
    del sitting.lines[1:]
    assert judge(story) == []


def test_ones_own_line_is_not_due(story):
    [sitting] = story.people[0].sittings
    token = sitting.lines.pop(0).token
    sitting.said.add(token)
    assert judge(story) == []


def test_a_line_that_is_shown_twice_is_doubled(story):
    lines = story.people[0].sittings[0].lines
    lines.append(lines[-1])
    assert kinds(story) == {"doubled"}


def test_lines_in_another_order_are_reordered(story):
    lines = story.people[0].sittings[0].lines
    lines[0], lines[1] = lines[1], lines[0]
    assert kinds(story) == {"reordered"}


def test_an_edit_that_was_not_shown_is_lost(story):
    edit = {"body": TOKENS[9], "edited": True, "changed": 3}
    story.messages[0] = replace(story.messages[0], **edit)
    story.words[TOKENS[9]] = Word(target=(LOBBY, 1))
    for program in story.programs:
        program.logs[LOBBY].messages[1] = read(story.messages[0])
    assert kinds(story) == {"lost"}
    story.people[0].sittings[0].lines.append(Line(TOKENS[9], edited=True))
    assert judge(story) == []


# --- Everything else ------------------------------------------------------------------


def test_a_private_word_in_strange_hands_is_leaked(story):
    story.programs[1].tokens.add(TOKENS[3 * PRIVATE + 1])
    assert kinds(story) == {"leaked"}


def test_a_ghost_is_found_on_every_list(story):
    story.online["serve"] |= {"ghost"}
    assert kinds(story) == {"presence"}
    story.online.clear()
    story.programs[0].online |= {"ghost"}
    assert kinds(story) == {"presence"}


def test_whoever_is_here_is_on_every_list(story):
    story.online["serve"] -= {BOB}
    assert kinds(story) == {"presence"}


def test_deafness_and_death_are_told(story):
    story.deaf.append("eve did not hear it")
    story.died.append("serve")
    assert kinds(story) == {"deaf", "died"}


# --- While much is still under way ----------------------------------------------------


def test_who_is_on_the_way_to_a_message_has_not_lost_it_yet(story):
    log = story.programs[1].logs[LOBBY]
    log.have = 1
    del log.messages[2]
    assert judge_so_far(story) == []
    assert kinds(story) == {"lost"}


def test_who_waits_for_another_page_has_lost_nothing_until_the_end(story):
    log = story.programs[1].logs[LOBBY]
    log.is_whole = False
    del log.messages[1]
    assert judge_so_far(story) == []
    assert kinds(story) == {"lost"}


def test_a_message_below_what_somebody_has_is_lost_at_once(story):
    del story.programs[1].logs[LOBBY].messages[1]
    [miss] = judge_so_far(story)
    assert miss.kind == "lost"


def test_a_run_is_not_whole_before_people_at_nc_have_been_shown_all(story):
    assert is_told_all(story)
    story.people[0].sittings[0].lines.pop(1)
    assert not is_told_all(story)


def test_nobody_is_wrong_about_who_is_here_where_nobody_looked(story):
    story.present, story.online = None, {}
    assert judge(story) == []


def test_a_change_that_no_follower_was_told_of_is_lost(story):
    whole = {(each.conversation, each.changed) for each in story.messages}
    story.archived = whole
    assert is_told_all(story)
    before = judge(story)
    story.archived = whole - {(LOBBY, 2)}
    [miss] = set(judge(story)) - set(before)
    assert str(miss) == "lost: 2 of 1 was not told to the follower"
    assert not is_told_all(story)


@pytest.fixture
def phone(story):
    """Ada says two things to somebody who is never here, who has a phone."""
    story.conversations.append(Conversation(AWAY_TALK, 2, frozenset({ADA, AWAY})))
    for seq in (1, 2):
        message = stored(AWAY_TALK, seq)
        story.messages.append(message)
        tell(story, message, 9.0 + seq)
    story.pushed = [Pushed((AWAY_TALK, 1), 0, 1.0), Pushed((AWAY_TALK, 2), 0, 2.0)]
    return story


@pytest.mark.parametrize(
    ("pushed", "kinds"),
    [
        ([(1, 1.0, True), (2, 2.0, True)], set()),
        ([(2, 2.0, True)], set()),
        ([(1, 1.0, True)], {"lost"}),
        ([], {"lost"}),
        ([(2, 2.0, False), (2, 3.0, True)], set()),
        ([(2, 2.0, True), (2, 12.0, True)], {"doubled"}),
        ([(2, 2.0, True), (2, 32.0, True)], set()),
    ],
)
def test_who_is_away_is_pushed_the_last_of_each_talk_and_nothing_twice(
    phone, pushed, kinds
):
    phone.pushed = [
        Pushed((AWAY_TALK, seq), 0, at, is_answered) for seq, at, is_answered in pushed
    ]
    assert {miss.kind for miss in judge(phone)} == kinds
    assert is_told_all(phone) is ("lost" not in kinds)


def test_what_gave_way_for_something_that_was_taken_back_need_not_be_pushed(phone):
    phone.messages[-1] = replace(phone.messages[-1], deleted=True)
    phone.pushed = []
    assert not [each for each in judge(phone) if AWAY in each.text]
