"""The page's modules in a real Chromium: each test of ``js/`` under its own name."""

import mimetypes
import re
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, sync_playwright

from chat import wire
from chat.models.permissions import RULES
from chat.text.markdown import render
from chat.web.beside import beside
from chat.web.names_in import show_names
from tests.support import chromium

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[2]
# A secure context, so that the browser's locks are there; nothing listens on it.
ORIGIN = "http://localhost:1"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
CASES = [
    (file.name, name)
    for file in sorted(Path(__file__).parent.glob("js/*.test.js"))
    for name in re.findall(r'^test\("(.+?)",', file.read_text(), re.MULTILINE)
]
RUN = """async ([file, name]) => {
    localStorage.clear();
    const { tests } = await import("/tests/web/js/harness.js");
    await import(`/tests/web/js/${file}`);
    try {
        await tests.get(name)();
    } catch (error) {
        return error.stack;
    }
}"""


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.need(), args=ARGUMENTS
        )
        page = browser.new_page()
        page.route(f"{ORIGIN}/**", serve)
        page.goto(f"{ORIGIN}/")
        yield page
        browser.close()


def serve(route: Route) -> None:
    """The project's files, as the site and the tests' own folder have them."""
    path = PROJECT / route.request.url.removeprefix(f"{ORIGIN}/")
    if path.is_file():
        kind = mimetypes.guess_type(path.name)[0]
        route.fulfill(body=path.read_bytes(), content_type=kind)
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.mark.whole
@pytest.mark.parametrize(("file", "name"), CASES)
def test_module(page: Page, file: str, name: str) -> None:
    assert page.evaluate(RUN, [file, name]) is None


RULES_OF_THE_PAGE = """async () =>
    (await import("/static/js/core/rules.js")).RULES"""


def test_the_page_offers_by_the_rules_of_the_verbs(page: Page) -> None:
    rules = page.evaluate(RULES_OF_THE_PAGE)
    assert rules == {verb: dict(RULES[verb]) for verb in rules}


QUOTE = wire.Quote(seq=1, sender="bob", author=2, body="so?")
NAMED = [
    wire.Mention(author=2, name="bob", within="bob's"),
    wire.Mention(author=3, name="eve", called="Ève"),
]
# What is typed, and what else there is to a message; written by the reader, or not.
WRITTEN = [
    ("hello", {}),
    ('  two\nlines & <tags> "quoted"\n\n\nand a nbsp:\u00a0.', {"edited": True}),
    ("**bold** and [a link](https://example.com/a?b=c&d) and `code`", {}),
    ("```\n\n  code\n```\n> quote\n\n1. one\n2. two", {"guest": True, "changed": 9}),
    ("", {"deleted": True, "changed": 7}),
    ("waves :smile: 😀", {"action": True}),
    ("```py\nx = 1\n```", {"pinned": True}),
    ("yes", {"reply_to": 1, "quote": QUOTE}),
    ("@bob's turn, @eve, @nobody and @here", {"mentions": NAMED, "calls": "here"}),
    ("x\n" * 30, {"reactions": {"👍": ["bob", "eve"]}, "reactors": {"👍": [2, 3]}}),
]
READ = """async ([rows, beside]) => {
    document.body.innerHTML = `<ol id="messages">${rows}</ol>`;
    const { painted } = await import("/static/js/dom/painted.js");
    return painted(document.getElementById("messages"), beside);
}"""
AS_READ = """htmls => htmls.map((html) => {
    const body = document.createElement("div");
    body.innerHTML = html;
    return body.innerHTML;
})"""


@pytest.mark.parametrize("you", [1, 2])
def test_a_row_of_the_first_paint_says_what_the_wire_says(page: Page, you: int) -> None:
    told = [
        wire.Message(
            **{"seq": seq, "changed": seq, "edited": False, "deleted": False}
            | {"id": UUID(int=seq), "sender": "Zoë", "author": 1, "body": body}
            | {"html": render(body), "at": "2026-01-31T14:05:00.123Z"}
            | {"reactions": {}, "action": False}
            | more
        )
        for seq, (body, more) in enumerate(WRITTEN)
    ]
    shown = {"you": wire.Person(id=you, name="Zoë", key="zoe", guest=False)}
    rows = [
        render_to_string(
            "chat/_message.html", shown | {"message": each, "blocked_numbers": ()}
        )
        for each in told
    ]
    known = {str(each.seq): beside(each, you) for each in told}
    found = page.evaluate(READ, ["".join(rows), known])
    wanted = msgspec.to_builtins(told)
    shown = [show_names(each.html, each, you) for each in told]
    htmls = page.evaluate(AS_READ, shown)
    for each, html, message in zip(wanted, htmls, told, strict=True):
        each["html"] = html
        if you != message.author and message.body != found[message.seq]["body"]:
            assert "<" in message.html  # marks, of somebody else's
            each["body"] = found[message.seq]["body"]
    assert found == wanted


def test_every_name_is_used_once():
    assert len(set(CASES)) == len(CASES) > 100
