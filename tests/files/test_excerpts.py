"""Files that are text: their message shows how they begin, and they are found."""

from time import thread_time
from uuid import uuid4

import pytest

from chat.concurrency.threads import write
from chat.files import reading, sharing
from chat.files.excerpts import TEXT_CHARACTERS, excerpt_of, text_of
from chat.models import Conversation
from chat.models.messages import history
from chat.models.messages.message import message_of
from chat.models.messages.renewal import Spent
from chat.search import mending
from chat.sessions.stepping import do_all
from tests.files.sending import PNG, sent, share
from tests.support.people import arrive

CODE = b"import os\n\nprint(1 < 2)\n"


@pytest.mark.parametrize(
    ("beginning", "text"),
    {
        b"one\r\ntwo\n": "one\ntwo",
        "\ufeffgrün".encode(): "grün",
        "ü".encode() * 5 + "ü".encode()[:1]: "üüüüü",
        "ü".encode("latin-1") + b" and more": "",
        b"a\0b": "",
        PNG: "",
        b"a\x1b[31mb": "a[31mb",
        b"x" * (TEXT_CHARACTERS + 1): "x" * TEXT_CHARACTERS,
    }.items(),
)
def test_what_can_be_read_is_text(beginning, text):
    assert text_of(beginning) == text


def test_the_first_lines_are_shown_and_that_there_are_more():
    lines = [f"{n}" for n in range(9)]
    assert excerpt_of("\n".join(lines[:8])) == "\n".join(lines[:8])
    assert excerpt_of("\n".join(lines)) == "\n".join([*lines[:8], "…"])
    assert excerpt_of("x" * 801) == "x" * 800 + "…"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", ["", "look"])
def test_a_message_shows_the_first_lines_of_code_in_its_colours(ada, bob, dev, words):
    posted = share(ada, dev, sent(ada, CODE, "<a>.py"), words=words)
    shared = history.page(posted.conversation, bob).messages[-1].shared
    assert shared.html == (
        f"{words and '<p>look</p>'}"
        '<pre data-language="_a_.py"><code><span class="k">import</span> os\n\n'
        '<span class="a">print</span>(<span class="n">1</span> &lt; '
        '<span class="n">2</span>)</code></pre>'
    )


@pytest.fixture
def dear(monkeypatch):
    """To colour what a file begins with takes long."""

    def excerpt_html(name, excerpt):
        until = thread_time() + 0.05
        while thread_time() < until:
            pass
        return ""

    monkeypatch.setattr(reading, "excerpt_html", excerpt_html)


@pytest.mark.django_db(transaction=True)
@pytest.mark.dear
def test_who_reads_pays_for_the_colours_of_what_files_begin_with(ada, bob, dev, dear):
    posted = share(ada, dev, sent(ada, CODE, "run.py"))
    spent = Spent()
    history.page(posted.conversation, bob, spent=spent)
    assert spent.seconds >= 0.05


@pytest.mark.django_db(transaction=True)
def test_who_shares_pays_for_them_too(ada, dear):
    file, spent = sent(ada, CODE, "run.py"), Spent()
    sharing.shared(ada, [file.pk], uuid4(), "", "", spent)
    assert spent.seconds >= 0.05


async def told_files(person, *files, to=None):
    """Share each by itself, and have all of it in the index."""
    place = to or await write(Conversation.objects.lobby)
    for content, name in files:
        await write(
            lambda c=content, n=name: share(person.user, place, sent(person.user, c, n))
        )
    await do_all(mending.WORKS, 0)


async def found(person, query):
    hits = (await person.say("search", query=query))["hits"]
    return ["".join(hit["text"]) for hit in hits]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("query", "names"),
    {
        "has:file": ["me.png", "run.py"],
        "has:picture": ["me.png"],
        "has:file -has:picture": ["run.py"],
        "has:code": [],
        "has:link": [],
        "run.py": ["run.py"],
        '"import os"': ["run.py"],
        "print has:file": ["run.py"],
        "print -os": [],
    }.items(),
)
async def test_files_are_found_by_their_names_and_by_what_they_say(query, names):
    [ada] = await arrive("ada")
    await ada.post("#lobby", "nothing of that")
    await told_files(ada, (CODE, "run.py"), (PNG, "me.png"))
    hits = await found(ada, query)
    assert len(hits) == len(names)
    assert all(name in hit for name, hit in zip(names, hits, strict=True))


@pytest.mark.django_db(transaction=True)
async def test_what_a_file_says_is_found_no_more_once_its_message_is_gone():
    ada, bob = await arrive("ada", "bob")
    await told_files(ada, (CODE, "run.py"))
    [hit] = (await bob.say("search", query="print"))["hits"]
    place = hit["conversation"], hit["seq"]
    await write(lambda: message_of(*place, ada.user).delete_by(ada.user))
    assert await found(bob, "print") == []
    assert await found(bob, "has:file") == []
