"""What the texts and names of other chats are here."""

import pytest

from chat.moving.foreign.emoji import emoji_of, in_text
from chat.moving.foreign.irc_lines import parsed
from chat.moving.foreign.mrkdwn import markdown
from chat.moving.foreign.naming import first_that_is_taken, topic_here
from chat.moving.foreign.records import person, room
from chat.text.names import person_name
from chat.wire.errors import NameTaken

MRKDWN = {
    "*bold* _it_ ~no~": "**bold** _it_ ~~no~~",
    "2 * 3 * 4, a*b*c, ~/x ~/y": "2 * 3 * 4, a*b*c, ~/x ~/y",
    "*<https://a.example|a>*": "**[a](https://a.example)**",
    "a &lt;b&gt; &amp;amp; c": "a <b> &amp; c",
    "&gt; quoted\nnot": "> quoted\nnot",
    "<https://a.example/?x=1&amp;y=2>": "https://a.example/?x=1&y=2",
    "<mailto:a@a.example|a@a.example>": "a@a.example",
    "<!here> <!subteam^S1|@team> <!date^1^{date}|then>": "@here @team then",
    "`*a* <https://a.example> :+1:`": "`*a* https://a.example :+1:`",
    "```\n*a*\nb\n``` :tada:": "```\n*a*\nb\n``` 🎉",
    "```a\nb```": "```\na\nb\n```",
    "<@U1> <@U1|ada> <#C1|dev>": f"{person('U1')} {person('U1')} {room('C1')}",
    "\ue000@U9\ue001 \ue002": "@U9 ",
    "<>< a": "<>< a",
}
EMOJI = {
    "+1": "👍",
    "thumbsup::skin-tone-2": "👍🏻",
    ":wave_skin-tone-6:": None,
    "rocket": "🚀",
    "flag-de": "🇩🇪",
    "octopus": "🐙",
    "our-own": None,
}
NAMES = {
    ("Ada Lovelace",): "Ada-Lovelace",
    ("Mr. O'Brien!",): "Mr-O\N{MODIFIER LETTER APOSTROPHE}Brien",
    ("", "b.c"): "b-c",
    ("…",): "key",
    ("taken",): "taken2",
    ("taken", "free"): "free",
    ("x" * 40,): "x" * 30,
    ("аda",): "key",  # of two scripts
    ("Zoë",): "Zoë",
}
LINES = {
    "10:00 <@ada> a <b> c": ("words", "ada", "a <b> c"),
    "10:00 < ada> hi": ("words", "ada", "hi"),
    "10:00  * ada waves": ("action", "ada", "waves"),
    "10:00 -!- ada is now known as eve": ("nick", "ada", "eve"),
    "10:00 -!- ada [a@b] has quit [gone]": ("gone", "ada", ""),
    "[10:00:59] * ada waves": ("action", "ada", "waves"),
    "[10:00] *** ada is known as eve": ("nick", "ada", "eve"),
    "[10:00] *** Quits: ada (gone)": ("gone", "ada", ""),
    "2024-02-29 10:00:00\t+ada\ta\tb": ("words", "ada", "a\tb"),
    "2024-02-29 10:00:00\t--\tada is now known as eve": ("nick", "ada", "eve"),
    "2024-02-29 10:00:00\t<--\tada (a@b) has quit": ("gone", "ada", ""),
    "2024-02-30 10:00:00\tada\tno such day": None,
    "25:61 <ada> no such time": None,
    "nothing of the kind": None,
}


@pytest.mark.parametrize("text", MRKDWN)
def test_mrkdwn_is_markdown_here(text):
    assert markdown(text) == MRKDWN[text]


@pytest.mark.parametrize("name", EMOJI)
def test_emoji_have_names(name):
    expected = EMOJI[name] or (
        emoji_of("wave::skin-tone-6") if "wave" in name else None
    )
    assert emoji_of(name) == expected


def test_names_in_texts_that_are_no_emoji_stay():
    assert in_text("10:30:59 :nope: :+1::smile:") == "10:30:59 :nope: 👍😄"


@pytest.mark.parametrize("names", NAMES)
def test_a_name_is_as_near_as_can_be(names):
    def take(name):
        if name == "taken":
            raise NameTaken
        return person_name(name)

    assert first_that_is_taken(names, ("key", "person"), take) == NAMES[names]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_log_is_understood(line):
    found = parsed(line)
    told = found and (found.kind, found.nick, found.text)
    assert told == LINES[line]


def test_a_topic_is_cut():
    assert len(topic_here("x\n" * 500)) == 200
