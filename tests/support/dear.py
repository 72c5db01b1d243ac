"""Bodies that are made to be dear, and what a text costs."""

import re
import time
from random import Random

from chat.wire import BODY_CHARACTERS

# Each is repeated until the body is full, after a beginning and before an end.
PARTS = [
    *(
        "[",
        "![",
        "[a\n",
        "[\n",
        "[\\\n",
        "[[]]",
        "[a](",
        "[a](b ",
        "[](<",
        "](a)[",
        "](",
    ),
    *("[a]: b\n", "[a]:", "[a]: b 'c\n", "[a][b]", "[a](b)", "[a](http://", "[a](<b>"),
    *("`", "`a``b", "``a`", "*", "*_", "*a_", "_a ", "**a ", "*a **", "a**b", "*~~"),
    *("***a***", "~~a", "~~a~~", "\\", "\\*", "&", "&amp;", "&#1;", "<", "<a", "<a@b>"),
    *("<http://a>", "<a:", "> ", "- ", "* * ", "> - ", "- > a\n", "- a\n", "* a\n"),
    *("1. a\n", "-\ta\n", "  - a\n", "> a\n", ">\n", "a\n", "a\n\n", "# a\n", "a\n=\n"),
    *("```\n", "~~~\n", "```a\n```\n", "---\n", "    a\n", "\ta\n", "  \n", "\\\n"),
    *("a", "a.", "a-", "a.co", "a.co ", "a.co|", "a.co~~", "www.", "www.~~a.co.|"),
    *("xn--", "xn--a.", "xn--a-.", "é", "é.", "a|a.", "1.1.1.", "localhost:", "a.co:1"),
    *(
        "http://",
        "http://a",
        "http:// ",
        "http://localhost ",
        "://",
        "a://",
        "//",
        "//a",
    ),
    *(
        "https://a.co/(",
        "https://a.co/[",
        "https://a.co/'",
        'https://a.co/"',
        "//a.co/(",
    ),
    *("http://a@", "http://a/%41", "http://a/..", "http://a/,", "http://é.co/"),
    *(
        "a@",
        "a@a.co ",
        "a@b.",
        "mailto:",
        "mailto:a@b.co",
        "a=",
        "@a.co",
        ":1",
        "\u3002",
    ),
]
PARTS += [
    *(
        "x ```\n",
        "``` a\n",
        "```a b\n",
        "x `a``b```c",
        "\\`",
        "\\[",
        "\\_",
        "\\*a",
        "1\\. a\n",
    ),
    *(
        "*.",
        "*(a)*",
        "~~~a\n",
        "- - - a\n",
        "a\n\n",
        "- a\n\n",
        "> a\n\n",
        "# *a\n",
        "ก**ก",
        "「**」",
    ),
    *(
        "@a",
        "a@a.co/",
        "www.a.b ",
        "http://a/%E2%80%AE ",
        "mailto:a@b.co?",
        "'http://a.co/x'",
    ),
    *(
        "[<http://a.co>](http://a.co)",
        "[a@b.co](http://a.co) ",
        "<a@b.co>",
        "\u200b",
        "\n",
    ),
]
AROUND = [
    *(("- " * 9, "\n", " " * 24 + "b"), ("http://a/", "%E2%80%AE", "")),
    *(
        ("", "*(", ")*" * 100),
        ("", "[", "](http://a)" * 100),
        ("x ````\n", "```a\n", ""),
    ),
    *[("www.a.co ", part, "") for part in ("a", "a-", "a.", "a|", "//", "http://a")],
    *[("a@a.co ", part, "") for part in ("a", "a=", "a:")],
    *[("http://", part, "") for part in ("a", "a.", "a-", "é", "é.", "xn--", "xn--a.")],
    *[("http://a.co/", part, "") for part in ("(", "'", "['", "%41", "é", "é%", ".")],
    *[("[a](", part, "") for part in ("(", "\\", "a")],
    *[("[a]: ", part, "") for part in ("(", "a\n")],
    *(("[", "a\n", "]: b"), ("[a]: <b> '", "a\n", ""), ("<http://", "é", ">")),
    *(("<a@", "a.", ">"), ("<a@", "a-", ">"), ("", "*a", "*b*"), ("", "[", "]")),
    *((">" * 19 + "\n", "a\n", ""), (">" * 19, "a\n", ""), ("- " * 9, "a\n", "")),
    *((">" * 19, "[\n", ""), ("- " * 9 + ">" * 9, "[a\n", ""), ("", "[\n", "](a)")),
    *[("", mark * 9 + "a\n", "") for mark in ("> ", "- ", ">- ", "1. ", ">")],
    *((">" * 9 + "- " * 4 + "\n", "a\n", ""), ("> " * 9, "\n" + "> " * 9 + "a", "")),
    *(("1. " * 9, "- a\n", ""), ("", "[" * 30 + "a" + "]" * 30, "")),
]
PIECES = [
    *("[", "]", "(", ")", "<", ">", "*", "_", "~", "`", "\\", "&", "!", "#", "-", "+"),
    *("=", ".", ":", "/", "@", "|", "'", '"', "^", "$", ",", ";", "{", "}", "%", "a"),
    *("b", "1", "1. ", " ", "    ", "\n", "\n\n", "\t", "> ", "- ", "```", "~~", "**"),
    *(
        "__",
        "http://",
        "www.",
        "a.co",
        "mailto:",
        "a@b.co",
        "xn--",
        "é",
        "](",
        "[a](b)",
    ),
    *(
        "[a]: b",
        "<a",
        "&amp;",
        "\\\n",
        "  \n",
        "---",
        "://",
        "//",
        "localhost",
        "\u3002",
    ),
]


def body(begin, part, end, size=BODY_CHARACTERS):
    """``begin`` and ``end``, and ``part`` between them as often as it has room."""
    room = max(0, size - len(begin) - len(end))
    return (begin + (part * room)[:room] + end)[:size]


def made(seed, count):
    """Pieces of marks and addresses, put together by chance."""
    random = Random(seed)

    def some(most):
        return "".join(random.choices(PIECES, k=random.randint(0, most)))

    return [
        (some(5) * random.choice((0, 1, 1, 9)), some(5) or "a", some(3))
        for _ in range(count)
    ]


WORST = [*(("", part, "") for part in PARTS), *AROUND]


# What ``_yardstick`` takes on the machine that the limits below were chosen on.
YARDSTICK_SECONDS = 0.0015
YARDSTICK = re.compile(r"[*<>]")


def _yardstick():
    """Work that is always the same: how slow this machine is at this moment."""
    began = time.thread_time()
    for number in range(2_000):
        YARDSTICK.sub("", f"**{number}** <a@b.co>").split(" ")
    return time.thread_time() - began


def seconds(function, text):
    """What it costs, whatever else the machine does."""
    began = time.thread_time()
    function(text)
    return time.thread_time() - began


class Best:
    """The best of some tries: a neighbour takes the caches away, and the clock.

    A slower machine has more time, by as much as its best of the yardstick is slower.
    """

    def __init__(self):
        self._best, self._yardstick = {}, float("inf")

    def of(self, function, text):
        self._yardstick = min(self._yardstick, _yardstick())
        spent = min(seconds(function, text), self._best.get(text, float("inf")))
        self._best[text] = spent
        return spent / max(1, self._yardstick / YARDSTICK_SECONDS)


def slowness(tries=8):
    """How many times slower this machine is than the one that limits were chosen on."""
    return max(1, min(_yardstick() for _ in range(tries)) / YARDSTICK_SECONDS)


def is_cheap(call, most, tries=8):
    """Whether ``call()`` takes less than so many seconds, at the best of some tries."""
    best = Best()
    return any(best.of(lambda _: call(), "") < most for _ in range(tries))


def dear(function, shapes, *, most=0.05, tries=8):
    """Those that cost more than ``most`` seconds, or grow more than they get longer."""
    return [shape for shape in shapes if not _is_cheap(function, shape, most, tries)]


def _is_cheap(function, shape, most, tries):
    whole, half = body(*shape), body(*shape, BODY_CHARACTERS // 2)
    best = Best()
    for _ in range(tries):
        spent = best.of(function, whole)
        if spent < most / 10:
            return True  # that is little, whatever it grows like
        if spent < most and spent < 2.6 * best.of(function, half):
            return True
    return False
