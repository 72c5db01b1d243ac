"""What is said later is known as the site tells it, and asked for as on the wire."""

from datetime import datetime

import pytest

from chat.desktop.core.content.quotes import Quote, Reply
from chat.desktop.core.requests import nothing
from chat.desktop.core.sending.later import Attempts
from chat.desktop.core.sending.moments import moment_in, usual

TEA = {"id": "1", "name": "#lobby", "conversation": 1, "body": "tea"} | {
    "at": "2030-01-31T12:00:00.000Z"
}
EARLIER = {**TEA, "id": "2", "at": "2030-01-31T11:00:00.000Z"}


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


def test_what_is_looked_at_is_told_anew_by_its_times(ada):
    later, seen = ada.chat.kept.later, []
    later.look(lambda: seen.append([each["id"] for each in later.all]))
    ada.answer("scheduled", messages=[TEA], whole=True)
    ada.hear({"type": "scheduled", "messages": [EARLIER]})
    ada.hear({"type": "unscheduled", "id": "1"})
    assert seen == [["1"], ["2", "1"], ["2"]]
    ada.come_in()
    ada.answer("scheduled", messages=[], whole=True)
    assert (seen[-1], later.all) == ([], [])


def test_what_could_not_be_said_is_told_once_and_not_again_by_the_list(ada):
    refused = {**TEA, "error": "muted", "detail": "You are muted."}
    ada.hear({"type": "scheduled", "messages": [refused]})
    ada.hear({"type": "scheduled", "messages": [refused], "whole": True})
    assert ada.screen.warnings == ["Not sent to #lobby: You are muted."]


def test_an_answer_by_what_it_tells_somebody_does_is_said_later_as_such(ada):
    reply = Reply(3, Quote(7, "bob", 8, "tea?"))
    at = datetime(2030, 1, 31, 12).astimezone()
    ada.chat.kept.later.schedule(1, "/me nods", at, reply=reply)
    asked = ada.said[-1]
    said = {"to": 1, "body": "nods", "action": True, "reply_to": 7, "epoch": 3}
    assert said.items() <= asked.items()
    assert datetime.fromisoformat(asked["at"]) == at


def test_what_is_tried_again_is_kept_once_and_as_it_was_wished_last(ada):
    attempts, at, lost = Attempts(ada.chat.kept.later), datetime(2030, 1, 31, 12), []
    for words in ("tea", "tea", "cake"):
        attempts.make(1, words, at, nothing, lost.append)
        ada.chat.disconnected()
        ada.come_in()
    asked = [each for each in ada.said if "schedule" in each["type"]]
    assert (len(lost), len({each["id"] for each in asked})) == (3, 1)
    said = [(each["type"], each.get("body")) for each in asked]
    tea, cake = ("schedule", "tea"), ("schedule", "cake")
    assert said == [tea, tea, ("unschedule", None), cake]


@pytest.mark.parametrize(
    ("now", "mornings"),
    [
        ("2026-11-27T10:00", ["Saturday 09:00", "Monday 09:00"]),
        ("2026-11-29T10:00", ["Monday 09:00"]),
        ("2026-11-30T08:00", ["Tuesday 09:00", "Monday 09:00"]),
    ],
)
def test_what_one_often_wants_is_a_moment_to_come(now, mornings):
    now = datetime.fromisoformat(now)
    labels = [label for label, _ in usual(now)]
    assert labels == ["In 20 minutes", "In an hour", *mornings]
    found = [moment_in(typed, now) for _, typed in usual(now)]
    assert all(at > now and not rest for at, rest in found)
