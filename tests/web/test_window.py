"""What the timeline costs the browser, however long the log is: the page's own bars.

``pytest -m bar tests/web/test_window.py -s`` prints the figures. Tasks are those of the
page's main thread in Chromium's trace. A control page that does nothing stands beside,
throttled as much: what befalls it too is the machine's doing.
"""

import json
import re
from statistics import median, quantiles

import pytest
from playwright.sync_api import expect

from tests.support.servers import Site, manage

pytestmark = [
    *(pytest.mark.browser, pytest.mark.bar, pytest.mark.timed),
    # A hundred thousand messages are four thousand pages, at a quarter of the speed.
    pytest.mark.timeout(2400),
]

# Of what is said among two people and in one room, four fifths are said in the lobby.
MESSAGES = "126000"
MOST_ROWS, PAGE_MS, TASK_MS, TYPING_MS = 400, 15, 50, 50
AT_ONCE = 5
THROTTLE = 4
TASKS = "disabled-by-default-devtools.timeline"

# Scrolls to the top of what is here, until other rows stand there; how many are left.
OLDER = """() => new Promise((resolve) => {
    const timeline = document.getElementById("timeline");
    const first = () => document.querySelector("#messages .message").dataset.seq;
    const before = first();
    timeline.scrollTop = 0;
    const look = () => first() === before
        ? requestAnimationFrame(look)
        : requestAnimationFrame(() => requestAnimationFrame(() => resolve(
            document.querySelectorAll("#messages .message").length)));
    look();
})"""
# The same until the beginning, or so many times; counts messages that are out of place.
THROUGH = """async ([most, older]) => {
    const step = eval(older);
    const beginning = document.getElementById("beginning");
    const seen = { pages: 0, rows: 0, wrong: 0, first: 0 };
    while (beginning.hidden && seen.pages < most) {
        const rows = await step();
        const seqs = [...document.querySelectorAll("#messages .message")]
            .map((row) => Number(row.dataset.seq));
        seen.pages += 1;
        seen.rows = Math.max(seen.rows, rows);
        seen.wrong += seqs.filter((seq, at) => at && seq <= seqs[at - 1]).length;
        seen.first = seqs[0];
    }
    return seen;
}"""
POST_STEADILY = """([count, pause]) => { window.posting = (async () => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
    await new Promise((resolve) => socket.onmessage = resolve);
    for (let n = 1; n <= count; n += 1) {
        const id = crypto.randomUUID();
        const body = `steady ${n} ` + "words ".repeat(n % 40);
        socket.send(JSON.stringify({ type: "post", to: "#lobby", id, body }));
        await new Promise((resolve) => setTimeout(resolve, pause));
    }
    socket.close();
})(); return true; }"""
# From a key to the frame that shows it.
WATCH_TYPING = """() => {
    window.typed = [];
    document.getElementById("composer-text").addEventListener("input", (event) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => typed.push(performance.now() - event.timeStamp);
        requestAnimationFrame(() => port2.postMessage(0));
    });
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    made = manage(folder, "seedchat", "--messages", MESSAGES, "--people=2", "--rooms=1")
    assert made.returncode == 0, made.stderr
    with Site(folder, CHAT_BURST="100000") as site:
        yield site


@pytest.fixture
def page(site, browser, request):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(0)
    page.goto(site.url)
    page.fill("#guest-name", f"guest{len(request.node.name)}")
    page.press("#guest-name", "Enter")
    expect(page.locator("#state")).to_have_attribute("data-state", "connected")
    yield page
    context.close()


class Throttled:
    """The page, and one that does nothing, at a quarter of their speed."""

    def __init__(self, browser, page, site):
        self.browser, self.page = browser, page
        self.control = browser.new_context().new_page()
        # A site of its own, and so a process of its own.
        self.control.goto(site.url.replace("127.0.0.1", "localhost"))
        self.control.evaluate("() => document.body.replaceChildren()")
        for each in (page, self.control):
            rate = {"rate": THROTTLE}
            each.context.new_cdp_session(each).send(
                "Emulation.setCPUThrottlingRate", rate
            )

    def __enter__(self):
        self.browser.start_tracing(categories=[TASKS, "toplevel", "blink.user_timing"])
        for name, each in (("page", self.page), ("control", self.control)):
            each.evaluate(f"() => performance.mark('this is the {name}')")
        return self

    def __exit__(self, *_):
        self.events = json.loads(self.browser.stop_tracing())["traceEvents"]
        self.control.context.close()

    def tasks(self, name):
        """Milliseconds of each task of the main thread, the longest last."""
        mark = f"this is the {name}"
        where = {(e["pid"], e["tid"]) for e in self.events if e["name"] == mark}
        return sorted(
            event["dur"] / 1000
            for event in self.events
            if event["name"].endswith("RunTask") and event.get("dur")
            if (event["pid"], event["tid"]) in where
        )


def held(what, throttled):
    """The 99.9th percentile of the tasks' length, beside the control page's."""
    page, control = throttled.tasks("page"), throttled.tasks("control")
    figure = quantiles(page, n=1000)[-1]
    beside = max(control, default=0)
    print(
        f"{what}: {len(page):,} tasks, 99.9 % in {figure:.0f} ms, the longest in"
        f" {page[-1]:.0f} ms; the longest of the page that does nothing {beside:.0f} ms"
    )
    return figure


def cpu_ms(cdp):
    metrics = {
        m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]
    }
    return 1000 * metrics["TaskDuration"]


def test_a_page_of_older_messages_costs_the_same_however_many_are_read(page):
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    costs = []
    for _ in range(12):
        before = cpu_ms(cdp)
        # Some at once: to be asked by the test has its price, too.
        seen = page.evaluate(THROUGH, [AT_ONCE, OLDER])
        costs.append((cpu_ms(cdp) - before) / AT_ONCE)
        assert seen["rows"] <= MOST_ROWS
    print("a page of older messages, ms of CPU:", [round(c, 1) for c in costs])
    assert median(costs[6:]) <= PAGE_MS


def test_a_hundred_thousand_messages_are_scrolled_through(page, site, browser):
    with Throttled(browser, page, site) as throttled:
        seen = page.evaluate(THROUGH, [10_000, OLDER])
    print(seen)
    assert (seen["first"], seen["wrong"]) == (1, 0)
    assert seen["rows"] <= MOST_ROWS
    assert held("scrolled through", throttled) <= TASK_MS


def test_twenty_messages_a_second_leave_room_for_typing(page, site, browser):
    other = page.context.new_page()
    other.goto(site.url)
    page.bring_to_front()
    page.evaluate(WATCH_TYPING)
    with Throttled(browser, page, site) as throttled:
        other.evaluate(POST_STEADILY, [600, 50])
        for word in range(25):
            page.keyboard.type(f"word{word} ", delay=120)
        other.evaluate("() => window.posting")
    expect(page.locator(".message").last).to_have_text(re.compile("steady 600"))
    typed = page.evaluate("() => typed")
    print(
        f"from a key to the frame that shows it: {median(typed):.0f} ms of {len(typed)}"
    )
    assert median(typed) <= TYPING_MS
    assert page.locator("#messages .message").count() <= MOST_ROWS
    assert held("20 messages a second", throttled) <= TASK_MS
