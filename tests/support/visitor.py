"""Guests in a Chromium, each with a tab of the page, and what they do with it."""

import itertools
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError, expect

from tests.support.clients import let_in

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
# There is no room for a second conversation beside the one that is shown.
TABLET = {"viewport": {"width": 1024, "height": 768}}
# Of itself it waits for 5 s, or 30: too little on a machine that others share.
MILLISECONDS = 60_000
expect.set_options(timeout=MILLISECONDS)
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
# What the rows are made of, but for what JavaScript alone knows: the time of the clock
# here, and what a pointer or a screen reader is told; and how far others have read.
CANON = """
    const own = new Set(["title", "aria-label", "target", "tabindex"]);
    const unlike = ".toolbar, .copy-code, .read-by";
    const canon = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches(unlike)) return "";
        const attributes = [...node.attributes].filter(({ name }) => !own.has(name))
            .map(({ name, value }) => `${name}=${value.split(" ").sort()}`).sort();
        const within = node.matches("time") ? [] : [...node.childNodes].map(canon);
        return `<${node.localName} ${attributes}>${within.join("")}`;
    };
    const seen = "#messages :is(.day-line, .message)";
    const rows = (root) => [...root.querySelectorAll(seen)].map(canon);
"""
ROWS_OF_THE_PAGE = f"() => {{ {CANON} return rows(document); }}"
ROWS_OF_THE_SERVER = f"""async () => {{
    {CANON}
    const text = await (await fetch(location)).text();
    return rows(new DOMParser().parseFromString(text, "text/html"));
}}"""
DRAWN = """() => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(resolve)))"""
STORED = """() => Object.keys(localStorage)"""
LOOK = """state => {
    const value = { value: state, configurable: true };
    Object.defineProperty(document, "visibilityState", value);
    document.dispatchEvent(new Event("visibilitychange"));
}"""
PASTE = """(area, text) => {
  area.value = text;
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""
TRY_NOW = """() => {
  const button = document.querySelector(".state-now");
  if (button?.checkVisibility()) button.click();
}"""


class Visitor:
    """A guest, and the tab that they look at."""

    def __init__(self, context, url, name):
        self.url, self.name, self.complaints = url, name, []
        context.set_default_timeout(MILLISECONDS)
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route_web_socket("**/ws/", self._connect)
        self.is_cut, self.sockets = False, []
        where = urlsplit(url)
        cookies = let_in((where.hostname, where.port), name)
        context.add_cookies(
            [{"name": k, "value": v, "url": url} for k, v in cookies.items()]
        )
        self.page.goto(url)
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

    def paste(self, text):
        """As by a paste: what types each line takes 17 s for 2,000 of them."""
        self.composer.evaluate(PASTE, text)

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

    def join(self, room):
        self.go(f"rooms/{room}/")
        self.page.click("#join-button")
        expect(self.find("#join-button")).to_be_hidden()

    def post_many(self, room, count):
        self.page.evaluate(POST_MANY, [f"#{room}", count])


def press_in(row, button):
    """Click a button that a row has for whoever points at it.

    Rows move on as people come and go: who pointed at one points at another by then.
    """
    for _ in range(MILLISECONDS // 1000):
        row.hover()
        try:
            return row.locator(button).click(timeout=1000)
        except TimeoutError:
            continue
    raise AssertionError(f"{row} was never pointed at for long enough")


def number_of(visitor, room):
    link = visitor.find(f"#conversations [data-conversation-name='#{room}']")
    return int(link.get_attribute("data-conversation"))
