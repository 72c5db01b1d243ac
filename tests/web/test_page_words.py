"""The page in other languages: words, times, and which way it runs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.support.servers import Site
from tests.support.visitor import press_in
from tests.support.waiting import eventually
from tests.web.conftest import FREELY

pytestmark = pytest.mark.browser
TIMES = """() => [...document.querySelectorAll(".day-line time, .message-time")]
    .map(({ dateTime, textContent }) => [dateTime, textContent])"""
# All that is said, also in what is hidden, and in what rows are made of; not what
# people are called, or have said, nor keys, nor languages by their own names.
SAID = """() => {
    const others = "script, style, noscript, kbd, code[dir], [lang]:not(html), .body";
    const said = [];
    const look = (root) => {
        for (const each of root.querySelectorAll("*")) {
            if (each.closest(others)) continue;
            for (const name of ["aria-label", "title", "placeholder", "alt"])
                said.push(each.getAttribute(name) ?? "");
            for (const child of each.childNodes)
                if (child.nodeType === Node.TEXT_NODE) said.push(child.data);
            if (each.content) look(each.content);
        }
    };
    look(document.body);
    // Who came in, and the rooms, are words with a number; some are typed as they are.
    const names = /[a-z]+\\d+|lobby|chatsite|QR/g;
    const typed = /[@:](here|room|tada)|```python|https:.+a[.]org/g;
    const bare = (text) => text.replace(names, "").replace(typed, "");
    return [...new Set(said.filter((text) => /[a-z]{2,}/i.test(bare(text))))];
}"""
ARABIC_K = {"key": "ن", "code": "KeyK", "ctrlKey": True}
HAS_MOVED = "to => document.activeElement.dataset.emoji === to"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One in which no room has a topic, which is in the language of its people."""
    with Site(tmp_path_factory.mktemp("site"), **FREELY) as site:
        yield site


@pytest.fixture
def open_in(browser):
    """Open somebody's page in a browser that speaks another language."""
    contexts = []

    def open_in(locale, visitor, path="", **options):
        state = visitor.page.context.storage_state()
        context = browser.new_context(locale=locale, storage_state=state, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{visitor.url}{path}")
        expect(page.locator("#state")).to_have_attribute("data-state", "connected")
        return page

    yield open_in
    for context in contexts:
        context.close()


def at_other_times(route, now):
    """The page, with its first messages of another year and of yesterday."""
    answer = route.fetch()
    html = answer.text()
    days = [timedelta(days=400), timedelta(days=400), timedelta(days=1)]
    found = dict.fromkeys(
        re.findall(r'<time class="message-time" datetime="(.+?)"', html)
    )
    for at, ago in zip(found, days, strict=False):
        other = (now - ago).isoformat(timespec="milliseconds")[:-6] + "Z"
        html = html.replace(at, other)
    route.fulfill(response=answer, body=html)


@pytest.mark.parametrize(
    ("locale", "zone"),
    [("en-US", "Pacific/Honolulu"), ("de-AT", "Asia/Tokyo"), ("ar-EG", "Africa/Cairo")],
)
def test_the_first_paint_has_the_times_of_the_page(enter, open_in, locale, zone):
    ada = enter()
    path = f"rooms/{ada.make_room()}/"
    for line in range(4):
        ada.say(f"line {line}")
    expect(ada.find(".message:not(.waiting):not(.landed)")).to_have_count(4)
    page = open_in(locale, ada, path, timezone_id=zone)
    now = datetime.now(UTC)
    page.route(f"**/{path}", lambda route: at_other_times(route, now))
    page.route("**/js/app*", lambda route: route.abort())
    page.reload()
    first = page.evaluate(TIMES)
    assert len(first) == 7
    page.unroute("**/js/app*")
    page.reload()
    expect(page.locator("#people li")).not_to_have_count(0)
    eventually(lambda: page.evaluate("window.dialled === null"))  # the modules have run
    assert page.evaluate(TIMES) == first


def test_all_that_an_arabic_page_says_is_arabic(enter, open_in):
    ada, bob = enter(), enter()
    room = ada.make_room()
    ada.say("hello")
    page = open_in("ar", ada, f"rooms/{room}/")
    assert page.evaluate("[document.dir, document.documentElement.lang]") == [
        "rtl",
        "ar",
    ]
    page.fill("#composer-text", "x" * 4100)
    expect(page.locator("#composer-count")).to_have_text("أطول من الحد بـ 100 حرف")
    page.click(f"#people [data-name='{bob.name}']", button="right")
    expect(page.locator("[data-act=write]")).to_be_focused()
    expect(page.locator(".card-room")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+,")
    expect(page.locator("#settings-dialog .setting")).not_to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator(".switcher-text").fill(">")
    expect(page.locator(".switcher-row")).not_to_have_count(0)
    page.keyboard.press("Escape")
    press_in(page.locator("#messages .message"), "[data-action=react]")
    page.click("[data-emoji='🎉']")
    expect(page.locator(".reaction")).to_be_visible()
    page.click("[data-dialog=rooms]")
    expect(page.locator(".directory-row")).not_to_have_count(0)
    said = page.evaluate(SAID)
    assert said == [], said


def test_what_a_field_is_for_runs_as_the_page_does_and_what_is_typed_by_itself(
    enter, open_in
):
    ada = enter()
    page = open_in("ar", ada)
    field = page.locator("#composer-text")
    expect(field).to_have_css("direction", "rtl")
    field.fill("hello")
    expect(field).to_have_css("direction", "ltr")
    field.fill("مرحبا")
    expect(field).to_have_css("direction", "rtl")


def test_keys_and_menus_go_the_way_of_the_page(enter, open_in):
    ada = enter()
    room = ada.make_room()
    ada.say("hello")
    page = open_in("ar", ada, f"rooms/{room}/")
    # As an Arabic keyboard writes them: Ctrl+K, and the question mark.
    page.locator("#composer-text").dispatch_event("keydown", ARABIC_K)
    expect(page.locator(".switcher-text")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#timeline").dispatch_event("keydown", {"key": "؟", "code": "Slash"})
    expect(page.locator("#keys-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    press_in(page.locator("#messages .message"), "[data-action=react]")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(HAS_MOVED, "❤️")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HAS_MOVED, "👍")
    button = page.locator("[data-action=react]")
    left, menu = button.bounding_box()["x"], page.locator("#palette").bounding_box()
    assert menu["x"] == pytest.approx(max(left, 6), abs=1)


def test_times_are_shown_of_12_hours_or_of_24(enter):
    ada = enter(locale="de-DE")
    ada.make_room()
    ada.say("hello")
    time = ada.find(".message-time")
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d$"))
    ada.page.click(".you")
    ada.page.click("#settings-item")
    ada.page.check("[name=hours][value='12']")
    ada.page.keyboard.press("Escape")
    expect(time).to_have_text(re.compile(r"^\d\d?:\d\d\s[AP]M$"))
    ada.reload()
    expect(time).to_have_text(re.compile(r"^\d\d?:\d\d\s[AP]M$"))
