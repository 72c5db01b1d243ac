"""The plain door: what is done about somebody, and what was done."""

import json
from pathlib import Path

import pytest

from chat import wire
from chat.dialects.plain.acts import LABELS
from chat.models.permissions import ROLES
from chat.moderation.seeing import EVENTS, ROLE
from tests.dialects.test_plain import AT, says, shows, somebody

UNTIL = "2026-01-31T13:00:00.000Z"
ACTS = json.loads((Path(__file__).parents[1] / "vectors/acts.json").read_text())


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/purge bob", wire.Purge(name="bob", conversation=1)),
        (
            "/purge @bob 30m floods here",
            wire.Purge(name="bob", conversation=1, seconds=1800, reason="floods here"),
        ),
        ("/purgeall bob spam", wire.Purge(name="bob", reason="spam")),
        ("/purgeall bob 9d", wire.Purge(name="bob", seconds=86_400)),
        ("/silence bob", wire.Mute(name="bob", on=True)),
        (
            "/silence bob 3d loud",
            wire.Mute(name="bob", on=True, seconds=259_200, reason="loud"),
        ),
        ("/unsilence bob", wire.Mute(name="bob", on=False)),
        ("/shutout bob spam", wire.ShutOut(name="bob", on=True, reason="spam")),
        (
            "/shutout bob address 1h spam",
            wire.ShutOut(
                name="bob", on=True, reach="address", seconds=3600, reason="spam"
            ),
        ),
        (
            "/shutout bob network 1d",
            wire.ShutOut(name="bob", on=True, reach="network", seconds=86_400),
        ),
        ("/letin bob", wire.ShutOut(name="bob", on=False)),
        (
            "/hush bob 2h loud",
            wire.Mute(conversation=1, name="bob", on=True, seconds=7200, reason="loud"),
        ),
        ("/unhush bob", wire.Mute(conversation=1, name="bob", on=False)),
        (
            "/letter @bob too rude",
            wire.TakeAvatar(name="bob", reason="too rude", ref="letter"),
        ),
        ("/moderation", wire.ListModeration()),
        ("/acts", wire.ListActs(limit=20)),
    ],
)
def test_what_is_wanted_is_asked_for(line, command):
    assert says(somebody(), line) == command


@pytest.mark.parametrize(
    "line", ["/purge", "/unpurge", "/silence", "/unsilence", "/shutout", "/letin a b"]
)
def test_what_makes_no_sense_is_answered_by_its_usage(line):
    assert says(somebody(), line).startswith(b"! Usage: /")


@pytest.mark.parametrize("line", ["/silence bob 3w", "/shutout bob address 3w"])
def test_a_slip_keeps_nobody_out_for_good(line):
    assert says(somebody(), line).startswith(b"! That is no length of time")


def test_what_was_deleted_so_is_brought_back_by_one_word():
    ada = somebody()
    about = {"purge": 3, "whom": "bob", "person": 2, "count": 2, "until": AT}
    assert shows(ada, wire.Purged(**about, more=True)) == [
        "* 2 messages of bob are deleted: for a minute /unpurge brings them back.",
        "* There are others: say it again.",
    ]
    assert says(ada, "/unpurge") == wire.Unpurge(purge=3)
    back = wire.Purged(**about, undone=True)
    assert shows(ada, back) == ["* 2 messages of bob are back."]
    assert says(ada, "/unpurge").startswith(b"! Usage: /unpurge")


def test_staff_are_told_of_who_comes_to_wait_and_of_nobody_who_has_waited():
    told = shows(somebody(), wire.Applicants(open=2, new=True))
    assert told == ["* 2 people wait to be accepted: the panel shows who."]
    assert shows(somebody(), wire.Applicants(open=1, new=False)) == []


def test_whoever_is_muted_reads_why_and_until_when():
    event = wire.WasMuted(name="ada", person=1, on=True, reason="loud", until=UNTIL)
    assert shows(somebody(), event) == ["* ada is muted. (loud – 2026-01-31 13:00)"]
    over = wire.WasMuted(name="ada", person=1, on=False)
    assert shows(somebody(), over) == ["* ada may speak again."]


def test_who_is_seen_by_a_letter_reads_it_and_others_do_not():
    event = wire.AvatarSet(name="ada", person=1)
    assert shows(somebody(), event) == ["* ada is seen by a letter."]
    assert shows(somebody(), wire.AvatarSet(name="bob", person=2)) == []


def test_who_is_muted_and_shut_out_is_listed():
    its = wire.Moderation(
        may=[],
        muted=[wire.MutedOne(name="bob", person=2)],
        shutout=[
            wire.ShutOutOne(
                name="eve", person=3, at=AT, reason="spam", networks=["192.0.2.1/32"]
            )
        ],
    )
    assert shows(somebody(), its) == [
        "* bob is muted.",
        "* eve is shut out. (spam, 192.0.2.1/32)",
    ]
    none = wire.Moderation(may=[], muted=[], shutout=[])
    assert shows(somebody(), none) == ["* Nobody is muted, and nobody shut out."]


def test_what_was_done_is_told_and_more_asks_for_what_was_before():
    ada = somebody()
    why = {"reason": "loud", "until": UNTIL}
    act = wire.Act(act=7, at=AT, event="muted", who="ada", whom="bob", **why)
    assert shows(ada, wire.Acts(acts=[act], more=True)) == [
        "* [2026-01-31 12:00] Muted on the site, ada → bob (loud – 2026-01-31 13:00)",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.ListActs(before=7, limit=20)


@pytest.mark.parametrize("case", ACTS, ids=[case["text"] for case in ACTS])
def test_what_was_done_is_said_as_at_the_other_doors(case):
    event = wire.decode_event(
        json.dumps({"type": "acts", "acts": [case["act"]], "more": False})
    )
    assert shows(somebody(), event) == [f"* [2026-01-31 12:00] {case['text']}"]


def test_all_that_moderators_do_has_a_label_and_a_case():
    roles = {f"{ROLE} {role}" for role in ROLES}
    cases = {case["act"]["event"] for case in ACTS}
    assert {*EVENTS} - {ROLE} | roles <= LABELS.keys() <= cases


def test_what_is_back_reads_as_such():
    event = wire.Edited(
        conversation=1,
        seq=9,
        target=8,
        sender="bob",
        author=2,
        body="hi",
        html="<p>hi</p>",
        at=AT,
        restored=True,
    )
    assert shows(somebody(), event) == ["bob (restored): hi"]
