"""The page in a real Chromium, at the real site: what a person sees and does."""

import contextlib
import itertools
import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests.support import chromium
from tests.support.servers import Site
from tests.support.valkey import valkeys
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
# A renewal of the lease notices that Redis hangs: 5 s, and 2 s that it is waited for.
SLOW_MS = 30_000
# Of itself it waits for 5 s: too little on a machine that others share.
expect.set_options(timeout=20_000)
numbers = itertools.count(1)

# Posts that many messages by a connection of its own, and waits until they are stored.
POST_MANY = """async ([to, count]) => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
    const events = [];
    await new Promise((resolve) => socket.onmessage = resolve);
    const stored = new Promise((resolve) => socket.onmessage = ({ data }) => {
        const { type } = JSON.parse(data);
        if (type === "posted" && events.push(data) === count) resolve();
    });
    for (let n = 1; n <= count; n += 1) {
        const id = crypto.randomUUID();
        socket.send(JSON.stringify({ type: "post", to, id, body: `line ${n}` }));
    }
    await stored;
    socket.close();
}"""
TOP_OF = (
    "seq => document.querySelector(`[data-seq='${seq}']`).getBoundingClientRect().top"
)
# Near the top, where older messages are asked for; they cannot have come yet.
SCROLL_UP = f"""seq => {{
    document.querySelector("#timeline").scrollTop = 300;
    return ({TOP_OF})(seq);
}}"""
# Keeps the message that is shown once more, as a tab that died before `posted` came.
KEEP_AGAIN = """() => {
    const { you, current } = JSON.parse(document.getElementById("boot").textContent);
    const { id } = document.querySelector(".message").dataset;
    const said = { id, to: current.id, name: current.name, body: "said once" };
    const post = { ...said, made: Date.now(), owner: "gone", error: null };
    localStorage.setItem(`chatsite.outbox.${you.id}.${id}`, JSON.stringify(post));
}"""
# The number of the first message that begins in the view.
ROW_IN_VIEW = """() => {
    const { top } = document.querySelector("#timeline").getBoundingClientRect();
    const isIn = (row) => row.getBoundingClientRect().top >= top;
    return [...document.querySelectorAll(".message")].find(isIn).dataset.seq;
}"""
# What the rows are made of, but for what JavaScript alone knows: the time of the clock
# here, and what a pointer or a screen reader is told.
CANON = """
    const own = new Set(["title", "aria-label", "target", "tabindex"]);
    const canon = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".toolbar")) return "";
        const attributes = [...node.attributes].filter(({ name }) => !own.has(name))
            .map(({ name, value }) => `${name}=${value.split(" ").sort()}`).sort();
        const within = node.matches("time") ? [] : [...node.childNodes].map(canon);
        return `<${node.localName} ${attributes}>${within.join("")}`;
    };
    const seen = "#messages > li:not(.unread-line)";
    const rows = (root) => [...root.querySelectorAll(seen)].map(canon);
"""
ROWS_OF_THE_PAGE = f"() => {{ {CANON} return rows(document); }}"
ROWS_OF_THE_SERVER = f"""async () => {{
    {CANON}
    const text = await (await fetch(location)).text();
    return rows(new DOMParser().parseFromString(text, "text/html"));
}}"""
# Sends a command by a connection of its own, and waits for its answer.
SEND = """async (command) => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
    await new Promise((resolve) => socket.onmessage = resolve);
    const answered = new Promise((resolve) => socket.onmessage = ({ data }) => {
        if (JSON.parse(data).ref === "r") resolve();
    });
    socket.send(JSON.stringify({ ...command, ref: "r" }));
    await answered;
    socket.close();
}"""
DRAWN = """() => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(resolve)))"""
STORED = """() => Object.keys(localStorage)"""
LOOK = """state => {
    const value = { value: state, configurable: true };
    Object.defineProperty(document, "visibilityState", value);
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site"), CHAT_BURST="10000") as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.need(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def enter(site, browser):
    """Bring in guests, each with a browser context of their own."""
    contexts = []

    def enter(kind="guest", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        return Visitor(context, site.url, f"{kind}{next(numbers)}")

    yield enter
    for context in contexts:
        context.close()


TRY_NOW = """() => {
  const button = document.querySelector(".state-now");
  if (button?.checkVisibility()) button.click();
}"""


class Visitor:
    """A guest, and the tab that they look at."""

    def __init__(self, context, url, name):
        self.url, self.name, self.complaints = url, name, []
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route_web_socket("**/ws/", self._connect)
        self.is_cut, self.sockets = False, []
        self.page.goto(url)
        self.page.fill("#guest-name", name)
        self.page.press("#guest-name", "Enter")
        self.is_connected()

    def cut(self):
        """Break the line, and every later one until ``mend``."""
        self.is_cut = True
        for socket in self.sockets:
            socket.close(code=1001)
        expect(self.find("#state")).to_have_attribute("data-state", "reconnecting")

    def mend(self):
        self.is_cut = False
        # Unless the page has tried by itself meanwhile: then there is no such button.
        self.page.evaluate(TRY_NOW)
        self.is_connected()

    def _connect(self, socket):
        if self.is_cut:
            socket.close(code=1001)
        else:
            self.sockets = [socket]
            socket.connect_to_server()

    def _console(self, said):
        if said.type == "error":
            self.complaints.append(said.text)

    def is_connected(self):
        expect(self.find("#state")).to_have_attribute("data-state", "connected")

    def find(self, selector, text=None):
        return self.page.locator(selector, has_text=text)

    def message(self, text):
        return self.find(".message:not(.waiting)", text)

    @property
    def composer(self):
        return self.find("#composer-text")

    def say(self, text):
        self.composer.fill(text)
        self.composer.press("Enter")

    def go(self, path):
        self.page.goto(self.url + path)
        self.is_connected()

    def reload(self):
        self.page.reload()
        self.is_connected()

    def is_in(self, name):
        expect(self.find("#conversation-name")).to_have_text(name)

    def make_room(self):
        name = f"room{next(numbers)}"
        self.page.click("[data-dialog=create]")
        self.page.fill("#create-dialog [name=name]", name)
        self.page.press("#create-dialog [name=name]", "Enter")
        self.is_in(f"#{name}")
        return name

    def post_many(self, room, count):
        self.page.evaluate(POST_MANY, [f"#{room}", count])


def number_of(visitor, room):
    link = visitor.find(f"#conversations [data-conversation-name='#{room}']")
    return int(link.get_attribute("data-conversation"))


# --- Reading --------------------------------------------------------------------------


def test_the_call_that_is_made_before_the_modules_is_the_only_one(enter):
    ada, dialled = enter(), []

    def connect(socket):
        dialled.append(socket)
        socket.connect_to_server()

    ada.page.route_web_socket("**/ws/", connect)
    ada.reload()
    ada.say("by the first call")
    ada.message("by the first call").wait_for()
    assert len(dialled) == 1


def test_the_first_paint_needs_no_script(enter, browser):
    ada = enter()
    room = ada.make_room()
    ada.say("said *before*")
    expect(ada.message("said before")).to_be_visible()
    state = ada.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{ada.url}rooms/{room}/")
    expect(page.locator(".message em")).to_have_text("before")
    page.click("[data-conversation-name='#lobby']")
    expect(page.locator("#conversation-name")).to_have_text("#lobby")
    context.close()


def test_what_people_write_is_text(enter):
    ada = enter()
    ada.make_room()
    ada.say("<img src=x onerror=alert(1)><b style='color:red'>bold</b>")
    expect(ada.message("<img src=x")).to_have_count(1)
    expect(ada.find(".body img, .body b")).to_have_count(0)
    assert ada.complaints == []


def test_the_view_stays_when_older_messages_come_above(enter):
    ada = enter()
    room = ada.make_room()
    ada.post_many(room, 140)
    ada.reload()
    expect(ada.message("line 140")).to_be_in_viewport()
    rows = ada.find("#messages .message")
    for count in (100, 140):
        # Not the first: it may join the group of the one that comes above it.
        row = rows.nth(5).get_attribute("data-seq")
        before = ada.page.evaluate(SCROLL_UP, row)
        expect(rows).to_have_count(count)
        assert ada.page.evaluate(TOP_OF, row) == pytest.approx(before, abs=1)
    expect(ada.find("#beginning")).to_be_visible()


def test_what_is_read_stays_while_what_stands_above_changes(enter):
    ada = enter()
    room = ada.make_room()
    ada.post_many(room, 45)
    ada.reload()
    ada.find("#timeline").evaluate("e => e.scrollTop = 600")
    row = ada.page.evaluate(ROW_IN_VIEW)
    before = ada.page.evaluate(TOP_OF, row)
    changes = [
        {"type": "react", "emoji": "🎉", "on": True},
        {"type": "edit", "body": "\n".join(["many lines"] * 12)},
        {"type": "delete"},
    ]
    where = {"conversation": number_of(ada, room), "seq": 2}
    for taken, change in enumerate(changes, start=46):
        ada.page.evaluate(SEND, {**change, **where})
        changed = ada.find(f"[data-seq='2'][data-changed='{taken}']")
        expect(changed).to_have_count(1)
        assert ada.page.evaluate(TOP_OF, row) == pytest.approx(before, abs=1)
    ada.page.set_viewport_size({"width": 600, "height": 500})
    ada.page.evaluate(DRAWN)
    # The row above it, which begins in the view, is now higher by as much.
    assert ada.page.evaluate(TOP_OF, row) == pytest.approx(before, abs=2)


def test_one_who_has_scrolled_up_stays_there_and_is_told_what_is_new(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    ada.post_many(room, 60)
    bob.go(f"rooms/{room}/")
    bob.page.click("#join-button")
    expect(ada.message("line 60")).to_be_in_viewport()
    ada.find("#timeline").hover()
    ada.page.mouse.wheel(0, -600)
    expect(ada.find("#jump")).to_be_visible()
    top = ada.find("#timeline").evaluate("e => e.scrollTop")
    bob.say("news")
    expect(ada.find("#jump")).to_have_text(re.compile("^1 new since"))
    assert ada.find("#timeline").evaluate("e => e.scrollTop") == top
    expect(ada.page).to_have_title(f"• #{room} · chatsite")
    ada.page.click("#jump")
    expect(ada.message("news")).to_be_in_viewport()
    expect(ada.page).to_have_title(f"#{room} · chatsite")


def test_what_came_while_nobody_looked_stands_below_a_line(enter):
    ada, bob = enter(), enter()
    ada.say("before")
    expect(bob.message("before").last).to_be_visible()
    bob.page.evaluate(LOOK, "hidden")
    ada.say("unseen")
    expect(bob.page).to_have_title("• #lobby · chatsite")
    expect(bob.find(".unread-line + .message")).to_have_text(re.compile("unseen"))
    bob.page.evaluate(LOOK, "visible")
    expect(bob.page).to_have_title("#lobby · chatsite")
    expect(bob.find(".unread-line")).to_have_count(1)


def test_what_is_said_in_private_is_a_number_and_chatter_a_dot(enter):
    ada, bob = enter(), enter()
    bob.make_room()
    ada.page.evaluate(POST_MANY, ["#lobby", 3])
    expect(bob.page).to_have_title(re.compile("^• #"))
    ada.page.evaluate(POST_MANY, [f"@{bob.name}", 2])
    expect(bob.page).to_have_title(re.compile(r"^\(2\) #"))
    expect(bob.find("#icon")).to_have_attribute("href", re.compile("icon-words"))


@pytest.mark.parametrize("how", ["the page", "a click"])
def test_a_room_opens_at_the_first_unread_message_and_goes_on_to_the_last(enter, how):
    ada, bob = enter(), enter()
    bob.make_room()
    ada.page.evaluate(POST_MANY, ["#lobby", 90])
    if how == "the page":
        bob.page.goto(bob.page.url.partition("/rooms/")[0])
    else:
        bob.page.click('[data-conversation-name="#lobby"]')
    below = bob.find(".unread-line + .message .body")
    expect(below).to_have_text("line 1")
    expect(below).to_be_in_viewport()
    expect(bob.find("#jump-text")).to_have_text(re.compile("^90 new since"))
    bob.page.evaluate("document.querySelector('#timeline').scrollTop = 0")
    expect(below).to_have_text("line 1")
    bob.page.click("#jump")
    expect(bob.message("line 90").last).to_be_in_viewport()
    expect(bob.page).to_have_title("#lobby · chatsite")


def test_a_message_of_many_lines_is_folded_until_somebody_wants_all_of_it(enter):
    ada = enter()
    ada.make_room()
    ada.say("\n".join("x" * 2000))
    height = "() => document.querySelector('.message .body').clientHeight"
    for look in (ada.reload, lambda: None):
        expect(ada.find(".unfold")).to_have_text("Show all 2,000 lines")
        assert ada.page.evaluate(height) < 600
        ada.page.click(".unfold")
        expect(ada.find(".unfold")).to_be_hidden()
        assert ada.page.evaluate(height) > 20_000
        look()


def test_messages_of_one_author_are_grouped(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.go(f"rooms/{room}/")
    bob.page.click("#join-button")
    for visitor, text in ((ada, "one"), (ada, "two"), (bob, "three"), (ada, "four")):
        visitor.say(text)
        expect(ada.message(text)).to_be_visible()
    grouped = ada.find("#messages .message.grouped .body").all_inner_texts()
    assert grouped == ["two"]
    ada.reload()
    assert ada.find("#messages .message.grouped .body").all_inner_texts() == grouped
    expect(ada.find(".day-line")).to_have_text(["Today"])


def test_the_server_fills_a_row_as_the_page_does(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.go(f"rooms/{room}/")
    bob.page.click("#join-button")
    here = {"conversation": number_of(ada, room)}
    bodies = ("*one*", "https://example.org/", "\n".join("x" * 30), "edit", "delete")
    for text in bodies:
        ada.say(text)
    bob.say("/me waves")
    bob.say("below what was done")
    expect(bob.find(".message:not(.waiting)")).to_have_count(7)
    for change in (
        {"type": "edit", "seq": 4, "body": "edited"},
        {"type": "delete", "seq": 5},
        {"type": "react", "seq": 1, "emoji": "🎉", "on": True},
    ):
        ada.page.evaluate(SEND, {**change, **here})
    expect(ada.find(".reaction")).to_have_count(1)
    painted = ada.page.evaluate(ROWS_OF_THE_SERVER)
    ada.page.click("[data-conversation-name='#lobby']")
    ada.page.click(f"[data-conversation-name='#{room}']")
    expect(ada.find(".message")).to_have_count(7)
    for row, of_the_server in zip(
        ada.page.evaluate(ROWS_OF_THE_PAGE), painted, strict=True
    ):
        assert row == of_the_server


def test_nothing_scrolls_sideways_on_a_phone(enter):
    ada = enter(kind="maximilian-von-und-zu-lang", **PHONE)
    for text in ("x" * 300, "```\n" + "long code " * 40 + "\n```", "שלום " * 40):
        ada.say(text)
    expect(ada.find(".message.waiting")).to_have_count(0)
    for direction in ("ltr", "rtl"):
        ada.page.evaluate("to => document.documentElement.dir = to", direction)
        widths = ada.page.evaluate(
            "() => [document.documentElement, document.querySelector('#timeline')]"
            ".map(e => e.scrollWidth - e.clientWidth)"
        )
        assert widths == [0, 0]
    ada.page.click("[data-drawer=open]")
    ada.page.wait_for_function(
        "() => document.querySelector('#sidebar').getBoundingClientRect().right"
        " === document.documentElement.clientWidth"
    )


# --- Writing --------------------------------------------------------------------------


def test_enter_sends_and_shift_enter_breaks_the_line(enter):
    ada = enter()
    ada.make_room()
    ada.composer.press_sequentially("one")
    ada.composer.press("Shift+Enter")
    ada.composer.press_sequentially("two")
    ada.composer.press("Enter")
    expect(ada.message("one")).to_contain_text("two")
    expect(ada.composer).to_have_value("")


def test_who_sends_by_the_button_goes_on_writing(enter):
    ada = enter()
    ada.make_room()
    ada.composer.fill("by the button")
    ada.page.click(".composer-send")
    ada.page.keyboard.type("and on")
    expect(ada.message("by the button")).to_be_visible()
    expect(ada.composer).to_have_value("and on")


def test_what_was_sent_before_the_page_was_ready_stays_to_be_sent(enter):
    ada, held = enter(), []
    wait = re.compile(r".*/js/app\..*js")
    ada.page.route(wait, lambda route: held.append(route))
    ada.page.reload(wait_until="commit")
    ada.composer.fill("early words")
    ada.page.click(".composer-send")
    for route in held:
        route.continue_()
    ada.page.unroute(wait)
    ada.is_connected()
    expect(ada.composer).to_have_value("early words")


def test_several_messages_are_copied_with_each_name_once(enter):
    ada = enter(permissions=["clipboard-read"])
    ada.make_room()
    for text in ("one", "two"):
        ada.say(text)
        expect(ada.message(text)).to_be_visible()
    ada.page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#messages'))"
    )
    ada.page.keyboard.press("Control+c")
    copied = ada.page.evaluate("navigator.clipboard.readText()").split()
    assert (copied.count(ada.name), copied[-2:]) == (1, ["one", "two"])


def test_enter_that_ends_the_composing_of_a_word_sends_nothing(enter):
    ada = enter()
    ada.make_room()
    ada.composer.fill("にほん")
    enter_key = {"key": "Enter", "isComposing": True, "bubbles": True}
    ada.composer.dispatch_event("keydown", enter_key)
    expect(ada.composer).to_have_value("にほん")
    expect(ada.find(".message")).to_have_count(0)


def test_what_is_too_long_is_counted_and_kept(enter):
    ada = enter()
    ada.make_room()
    ada.say("🎉" * 4001)
    expect(ada.find("#composer-count")).to_have_text("1 character too long")
    assert len(ada.composer.input_value()) == 4001
    ada.say("🎉" * 4000)
    expect(ada.message("🎉")).to_have_count(1)


def test_a_draft_is_kept_per_conversation_and_over_a_reload(enter):
    ada = enter()
    ada.make_room()
    ada.composer.press_sequentially("half a ")
    ada.page.click("[data-conversation-name='#lobby']")
    expect(ada.composer).to_have_value("")
    ada.page.go_back()
    expect(ada.composer).to_have_value("half a ")
    ada.reload()
    expect(ada.composer).to_have_value("half a ")


def test_an_edit_is_kept_in_another_room_and_over_a_reload_until_it_is_saved(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("teh words")
    expect(ada.message("teh words")).to_be_visible()
    ada.composer.press("ArrowUp")
    ada.page.keyboard.type(" and more")
    ada.page.click("[data-conversation-name='#lobby']")
    expect(ada.find(".editor")).to_have_count(0)
    ada.page.click(f"[data-conversation-name='#{room}']")
    expect(ada.find(".editor textarea")).to_have_value("teh words and more")
    edit = {"type": "edit", "seq": 1, "body": "other words"}
    ada.page.evaluate(SEND, {**edit, "conversation": number_of(ada, room)})
    expect(ada.find(".editor-error")).to_contain_text("changed elsewhere meanwhile")
    ada.reload()
    expect(ada.find(".editor-error")).to_contain_text("changed elsewhere meanwhile")
    ada.find(".editor textarea").press("Enter")
    expect(ada.message("teh words and more").locator(".edited")).to_be_visible()
    assert ada.page.evaluate(STORED) == []


def test_a_draft_that_is_sent_in_one_tab_is_gone_in_the_other(enter):
    ada = enter()
    room = ada.make_room()
    other = ada.page.context.new_page()
    other.goto(f"{ada.url}rooms/{room}/")
    expect(other.locator("#state")).to_have_attribute("data-state", "connected")
    ada.composer.press_sequentially("half a word")
    expect(other.locator("#composer-text")).to_have_value("half a word")
    ada.composer.press("Enter")
    expect(other.locator("#composer-text")).to_have_value("")


def test_what_is_wanted_while_the_line_is_down_is_done_when_it_is_up(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.go(f"rooms/{room}/")
    ada.cut()
    ada.page.click("#join-button")
    expect(ada.find(".notice", "as soon as the connection is back")).to_be_visible()
    ada.mend()
    expect(ada.find("#join-button")).to_be_hidden()
    expect(
        ada.find(f"#conversations [data-conversation-name='#{room}']")
    ).to_be_visible()


def test_today_is_yesterday_after_midnight_without_a_reload(enter):
    ada = enter(timezone_id="UTC")
    ada.make_room()
    ada.say("late")
    expect(ada.message("late")).to_be_visible()
    evening = datetime.now(UTC).replace(hour=23, minute=59, second=50)
    ada.page.clock.install(time=evening)
    ada.reload()
    expect(ada.find(".day-line")).to_have_text(["Today"])
    ada.page.clock.fast_forward(20_000)
    expect(ada.find(".day-line")).to_have_text(["Yesterday"])


def test_the_whole_topic_is_read_by_a_tap(enter):
    ada, bob = enter(**PHONE), enter()
    room = bob.make_room()
    topic = {"type": "topic", "topic": "words and " * 19 + "an end"}
    bob.page.evaluate(SEND, {**topic, "conversation": number_of(bob, room)})
    ada.go(f"rooms/{room}/")
    ada.page.click("#join-button")
    expect(ada.find("#topic")).to_contain_text("an end")
    low = ada.find("#topic").bounding_box()["height"]
    ada.find("#topic").tap()
    expect(ada.find("#topic")).to_have_attribute("aria-expanded", "true")
    assert ada.find("#topic").bounding_box()["height"] > 4 * low
    assert ada.find("#topic").evaluate("e => e.scrollHeight <= e.clientHeight + 1")


def test_what_is_written_while_the_line_is_down_waits_and_is_sent_once(enter):
    ada, bob = enter(), enter()
    ada.cut()
    for text in ("first words", "second words", "third words"):
        ada.say(f"{text} of {ada.name}")
    expect(ada.find(".message.waiting")).to_have_count(3)
    ada.mend()
    expect(ada.find(".message.waiting")).to_have_count(0)
    expect(bob.message(f"words of {ada.name}")).to_have_text(
        [re.compile("first"), re.compile("second"), re.compile("third")]
    )


def test_what_waits_and_what_was_begun_outlive_a_crash(enter):
    ada = enter()
    room = ada.make_room()
    ada.cut()
    ada.say("typed before the crash")
    ada.composer.press_sequentially("half a ")
    expect(ada.find(".message.waiting")).to_have_count(1)
    other = ada.page.context.new_page()
    other.goto(f"{ada.url}rooms/{room}/")
    expect(other.locator("#state")).to_have_attribute("data-state", "connected")
    expect(other.locator(".message")).to_have_count(0)
    expect(other.locator("#composer-text")).to_have_value("half a ")
    with pytest.raises(Error):
        ada.page.goto("chrome://crash")
    expect(other.locator(".message:not(.waiting)")).to_have_text(
        re.compile("typed before the crash")
    )


def test_what_was_stored_before_a_crash_stands_there_once(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("said once")
    expect(ada.message("said once")).to_be_visible()
    ada.go(f"rooms/{room}/")
    ada.page.evaluate(KEEP_AGAIN)
    ada.reload()
    expect(ada.find(".message")).to_have_count(1)
    # The line is up and the answer to the second sending has come.
    eventually(lambda: ada.page.evaluate(STORED) == [])
    expect(ada.find(".message")).to_have_count(1)


def test_arrow_up_edits_the_last_message_and_escape_leaves_it(enter):
    ada = enter()
    ada.make_room()
    ada.say("teh words")
    expect(ada.message("teh words")).to_be_visible()
    ada.composer.press("ArrowUp")
    ada.page.keyboard.press("Escape")
    expect(ada.find(".editor")).to_have_count(0)
    ada.composer.press("ArrowUp")
    ada.find(".editor textarea").fill("the words")
    ada.page.keyboard.press("Enter")
    expect(ada.message("the words").locator(".edited")).to_be_visible()
    expect(ada.composer).to_be_focused()


def test_a_message_is_reacted_to_and_deleted_by_keys_alone(enter):
    ada = enter()
    ada.make_room()
    ada.say("any words")
    expect(ada.message("any words")).to_be_visible()
    ada.find("#timeline").focus()
    for key in ("ArrowUp", "Tab", "Enter", "ArrowRight", "Enter"):
        ada.page.keyboard.press(key)
    expect(ada.find(".reaction")).to_have_attribute("aria-label", f"❤️ 1: {ada.name}")
    ada.find(".message").focus()
    ada.find(".message [data-action=delete]").press("Enter")
    ada.find("#delete-dialog [type=submit]").press("Enter")
    expect(ada.find(".message.deleted .deleted-text")).to_be_visible()
    expect(ada.find(".reaction")).to_have_count(0)


def test_any_emoji_is_found_by_its_name_and_given_by_keys_alone(enter):
    ada = enter()
    ada.make_room()
    ada.say("any words")
    expect(ada.message("any words")).to_be_visible()
    ada.find("#timeline").focus()
    steps = ("ArrowUp", "Tab", "Enter")
    for key in (*steps, "ArrowDown", "ArrowDown", "Enter"):
        ada.page.keyboard.press(key)
    ada.find(".emoji-tone [value='🏿']").check()
    ada.find(".emoji-filter").fill("waving h")
    ada.find(".emoji-filter").press("ArrowDown")
    ada.page.keyboard.press("Enter")
    chip = ada.find(".reaction")
    expect(chip).to_have_attribute("aria-label", f"👋🏿 1: {ada.name}")
    expect(ada.message("any words").locator("[data-action=react]")).to_be_focused()
    assert ada.complaints == []


# --- People and rooms -----------------------------------------------------------------


def test_a_click_selects_a_person_and_a_double_click_opens(enter):
    ada, bob = enter(), enter()
    person = ada.find(f"#people [data-name={bob.name}]")
    person.click()
    expect(person).to_be_focused()
    ada.is_in("#lobby")
    person.dblclick()
    ada.is_in(f"@{bob.name}")
    expect(ada.composer).to_be_focused()


def test_enter_on_a_person_opens(enter):
    ada, bob = enter(), enter()
    ada.find(f"#people [data-name={bob.name}]").press("Enter")
    ada.is_in(f"@{bob.name}")


def test_a_tap_on_a_person_opens(enter):
    ada, bob = enter(**PHONE), enter()
    ada.page.tap("[data-drawer=open]")
    ada.page.tap(f"#people [data-name={bob.name}]")
    ada.is_in(f"@{bob.name}")
    expect(ada.find("#sidebar")).not_to_be_in_viewport()


def test_the_first_words_to_somebody_begin_a_conversation(enter):
    ada, bob = enter(), enter()
    bob.say(f"is {ada.name} here?")
    author = ada.message(f"is {ada.name} here?").locator(".author")
    author.dblclick()
    ada.is_in(f"@{bob.name}")
    ada.say("psst")
    expect(ada.message("psst")).to_have_count(1)
    link = bob.find(f"[data-conversation-name='@{ada.name}']")
    expect(link.locator(".badge-count")).to_have_text("1")
    link.click()
    expect(bob.message("psst")).to_have_count(1)
    expect(link.locator(".badge")).to_be_hidden()


def test_what_is_read_in_one_tab_is_read_in_the_other(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.go(f"rooms/{room}/")
    ada.page.click("#join-button")
    expect(ada.composer).to_be_visible()
    ada.page.click("[data-conversation-name='#lobby']")
    other = ada.page.context.new_page()
    other.goto(ada.url)
    bob.say("news")
    for page in (ada.page, other):
        expect(page).to_have_title("• #lobby · chatsite")
    other.click(f"[data-conversation-name='#{room}']")
    expect(ada.page).to_have_title("#lobby · chatsite")


def test_the_quick_switch_finds_a_room(enter):
    ada = enter()
    room = ada.make_room()
    ada.page.click("[data-conversation-name='#lobby']")
    ada.page.keyboard.press("Control+k")
    ada.page.keyboard.type(room)
    ada.page.keyboard.press("Enter")
    ada.is_in(f"#{room}")


def test_somebody_is_found_and_written_to_however_they_are_spelled(enter):
    ada, zoe = enter(), enter("Zoë")
    ada.page.fill("#filter-text", zoe.name.replace("ë", "e"))
    expect(ada.find("#people .person-name:visible")).to_have_text([zoe.name])
    ada.page.press("#filter-text", "Escape")
    ada.page.click("[data-dialog=write]")
    ada.page.fill("#write-dialog [name=name]", zoe.name.upper())
    ada.page.press("#write-dialog [name=name]", "Enter")
    ada.is_in(f"@{zoe.name}")
    ada.say("psst")
    zoe.page.click(f"[data-conversation-name='@{ada.name}']")
    zoe.say("yes?")
    expect(ada.message("yes?")).to_be_visible()
    ada.go(f"direct/{zoe.name.upper()}/")
    expect(ada.message("yes?")).to_be_visible()
    assert ada.page.url == f"{ada.url}direct/{quote(zoe.name)}/"
    expect(ada.find("#directs li")).to_have_count(1)


def test_going_back_leaves_nothing_open_of_what_is_left(enter):
    ada = enter()
    ada.make_room()
    ada.page.click("[aria-label='About this room']")
    ada.page.click("#leave-item")
    expect(ada.find("#leave-dialog")).to_be_visible()
    ada.page.go_back()
    ada.is_in("#lobby")
    expect(ada.find("#leave-dialog")).to_be_hidden()
    ada.page.set_viewport_size(PHONE["viewport"])
    ada.page.click("[data-drawer=open]")
    ada.page.go_forward()
    expect(ada.find("#sidebar")).not_to_be_in_viewport()
    expect(ada.composer).to_be_editable()


def test_a_refused_wish_says_why(enter):
    ada = enter()
    room = ada.make_room()
    ada.page.click("[data-dialog=create]")
    ada.page.fill("#create-dialog [name=name]", room)
    ada.page.press("#create-dialog [name=name]", "Enter")
    expect(ada.find("#create-dialog .dialog-error")).to_contain_text("already a room")
    ada.page.keyboard.press("Escape")
    expect(ada.find("#create-dialog")).to_be_hidden()


def test_a_room_is_found_joined_and_left(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.page.click("[aria-label='Browse rooms']")
    ada.page.fill(".directory-filter", room)
    ada.page.click(f"[aria-label='Join #{room}']")
    ada.is_in(f"#{room}")
    ada.page.click("[aria-label='About this room']")
    ada.page.click("#leave-item")
    ada.page.click("#leave-dialog [type=submit]")
    ada.is_in("#lobby")
    expect(ada.find(f"[data-conversation-name='#{room}']")).to_have_count(0)


def test_an_invitation_is_accepted_and_another_declined(enter):
    ada, bob = enter(), enter()
    rooms = [bob.make_room() for _ in range(2)]
    for room in rooms:
        bob.page.click(f"[data-conversation-name='#{room}']")
        bob.is_in(f"#{room}")
        bob.page.click("[aria-label='About this room']")
        bob.page.click("[data-dialog=invite]")
        bob.page.fill("#invite-dialog [name=name]", ada.name)
        bob.page.press("#invite-dialog [name=name]", "Enter")
        expect(
            bob.find("#notices", f"{ada.name} is invited to #{room}")
        ).to_be_visible()
    expect(ada.find("#invitations-count")).to_have_text("2")
    expect(ada.page).to_have_title("(2) #lobby · chatsite")
    assert all(
        row.bounding_box()["height"] <= 44 for row in ada.find(".invitation").all()
    )
    ada.page.click(f"[aria-label='Decline #{rooms[0]}']")
    expect(ada.find(f"[aria-label='Decline #{rooms[0]}']")).to_have_count(0)
    ada.page.click(f"[aria-label='Accept #{rooms[1]}']")
    ada.is_in(f"#{rooms[1]}")
    expect(ada.find("#invitations-section")).to_be_hidden()
    expect(ada.find(f"[data-conversation-name='#{rooms[0]}']")).to_have_count(0)


# --- Faults ---------------------------------------------------------------------------


@pytest.fixture
def without_valkey(site):
    """Let the site's Valkey stand still: it is there, and answers nothing."""

    @contextlib.contextmanager
    def without_valkey():
        pids = valkeys(Path(site.environment["CHAT_DATA_DIR"]))
        try:
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    return without_valkey


def test_while_live_updates_are_delayed_the_page_says_so_and_they_come(
    enter, without_valkey
):
    ada, bob = enter(), enter()
    with without_valkey():
        said = f"said by {ada.name}"
        ada.say(said)
        for visitor in (ada, bob):
            state = visitor.find("#state", "Live updates are delayed")
            expect(state).to_be_visible(timeout=SLOW_MS)
        expect(bob.message(said)).to_be_visible(timeout=SLOW_MS)
    for visitor in (ada, bob):
        expect(visitor.find("#state", "Connected")).to_be_visible(timeout=SLOW_MS)


# --- Ends -----------------------------------------------------------------------------


def test_who_logs_out_in_one_tab_is_out_in_the_other(enter):
    ada = enter()
    other = ada.page.context.new_page()
    other.goto(ada.url)
    other.click(".you")
    other.click("text=Log out")
    ada.page.wait_for_url("**/login/?next=%2F")


def log_out(visitor):
    visitor.page.click(".you")
    visitor.page.click("#you-menu >> text=Log out")


def test_logging_out_leaves_no_draft_behind_in_any_tab(enter):
    ada = enter()
    room = ada.make_room()
    other = ada.page.context.new_page()
    other.goto(f"{ada.url}rooms/{room}/")
    other.locator("#composer-text").press_sequentially("half a word")
    ada.composer.press_sequentially("half a ")
    log_out(ada)
    for page in (ada.page, other):
        page.wait_for_url("**/login/**")
    assert ada.page.evaluate(STORED) == []


def test_logging_out_asks_before_it_forgets_what_waits(enter):
    ada = enter()
    ada.make_room()
    ada.cut()
    ada.say("not sent yet")
    log_out(ada)
    expect(ada.find("#logout-dialog")).to_contain_text("A message waits to be sent.")
    ada.page.click("#logout-dialog [data-close]")
    expect(ada.find(".message.waiting")).to_have_text(re.compile("not sent yet"))
    log_out(ada)
    ada.page.click("#logout-dialog [type=submit]")
    ada.page.wait_for_url("**/login/")
    assert ada.page.evaluate(STORED) == []


def test_who_cannot_log_out_is_told_and_loses_nothing(enter):
    ada = enter()
    room = ada.make_room()
    ada.composer.press_sequentially("half a word")
    ada.page.route("**/logout/", lambda route: route.abort())
    log_out(ada)
    expect(ada.find("#notices", "you are still logged in")).to_be_visible()
    ada.cut()
    ada.say("not sent yet")
    log_out(ada)
    ada.page.click("#logout-dialog [type=submit]")
    expect(ada.find("#logout-dialog .dialog-error")).to_contain_text("still logged in")
    ada.page.unroute("**/logout/")
    ada.is_cut = False
    ada.go(f"rooms/{room}/")
    expect(ada.message("not sent yet")).to_be_visible()


def test_the_page_keeps_its_own_policy(enter):
    ada = enter()
    ada.make_room()
    ada.say("a [link](https://example.org/) and `code`")
    expect(ada.message("a link")).to_be_visible()
    ada.find(".message").hover()
    ada.page.click("[data-action=react]")
    ada.page.click("#palette [data-emoji='🎉']")
    expect(ada.find(".reaction")).to_have_count(1)
    assert ada.complaints == []
