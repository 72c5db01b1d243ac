"""The words that begin with ``/`` are those of the plain door."""

import json
from pathlib import Path

import pytest

from chat import words
from chat.desktop.core.slash.line import LANGUAGES, VERBS, say
from chat.desktop.core.slash.verbs import Verb
from chat.dialects.plain import dialect  # noqa: F401
from chat.dialects.plain.slash.verbs import VERBS as PLAIN_VERBS

VECTORS = Path(__file__).parents[2] / "vectors" / "slash.json"
GROUPS = json.loads(VECTORS.read_text("utf-8"))
# A message is shown whole, so that there is more only of lists; and the last one is at
# hand.
OTHERS = {
    "/more": "/more",
    "/edit": "/edit [@bob] [43] text",
    "/delete": "/delete [43] [#dev]",
    "/react": "/react [43] 👍 [#dev]",
    "/unreact": "/unreact [43] 👍 [#dev]",
}
CASES = [case for group in GROUPS for case in group["cases"]]


def test_the_commands_of_the_plain_door_are_all_there():
    usages = {word: verb.usage for word, verb in PLAIN_VERBS.items()}
    there = {word: verb.usage for word, verb in VERBS.items() if word in usages}
    assert there == {**usages, **OTHERS}


def test_the_languages_are_the_servers():
    assert LANGUAGES == words.LANGUAGES


@pytest.mark.parametrize("line", ["/etc/hosts is wrong", "//etc/hosts is wrong"])
def test_a_path_is_no_command(talk, line):
    ada = talk.come_in().loaded()
    assert say(line, ada.person())
    assert [each["body"] for each in ada.said if each["type"] == "post"] == [
        "/etc/hosts is wrong"
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["line"] for case in CASES])
def test_golden_cases(talk, case, monkeypatch):
    ada, obeyed = talk.come_in().loaded(), []
    if "word" in case:
        verb = Verb("", "", lambda person, rest: obeyed.append(rest) or True)
        monkeypatch.setitem(VERBS, case["word"], verb)
    ada.chat.typed(ada.lobby, case["line"])
    assert ("typing" in {each["type"] for each in ada.said}) == ("said" in case)
    assert say(case["line"], ada.person()) == ("refusal" not in case)
    posts = [each for each in ada.said if each["type"] == "post"]
    said = [(each["body"], each.get("action", False)) for each in posts]
    wanted = (case.get("said"), case.get("action", False))
    assert said == [wanted] * ("said" in case)
    assert obeyed == [case.get("rest")] * ("word" in case)
