"""What is read on the page: in which order, where it stays, and what is new of it."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.support.visitor import (
    DRAWN,
    LOOK,
    PHONE,
    POST_MANY,
    ROWS_OF_THE_PAGE,
    ROWS_OF_THE_SERVER,
    SEND,
    number_of,
    press_in,
)
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

TOP_OF = (
    "seq => document.querySelector(`[data-seq='${seq}']`).getBoundingClientRect().top"
)
# Near the top, where older messages are asked for; they cannot have come yet.
SCROLL_UP = f"""seq => {{
    document.querySelector("#timeline").scrollTop = 300;
    return ({TOP_OF})(seq);
}}"""
# Where it has come to, once it scrolls no more.
AT_REST = """() => new Promise((resolve) => {
    const timeline = document.querySelector("#timeline");
    let [last, still] = [null, 0];
    const look = () => {
        still = timeline.scrollTop === last ? still + 1 : 0;
        last = timeline.scrollTop;
        if (still > 10) resolve(last);
        else requestAnimationFrame(look);
    };
    look();
})"""
# The number of the first message that begins in the view.
ROW_IN_VIEW = """() => {
    const { top } = document.querySelector("#timeline").getBoundingClientRect();
    const isIn = (row) => row.getBoundingClientRect().top >= top;
    return [...document.querySelectorAll(".message")].find(isIn).dataset.seq;
}"""


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
    ada.post_many(room, 90)
    ada.reload()
    expect(ada.message("line 90")).to_be_in_viewport()
    rows = ada.find("#messages .message")
    for count in (66, 82, 90):
        # Not the first: it may join the group of the one that comes above it.
        row = rows.nth(5).get_attribute("data-seq")
        before = ada.page.evaluate(SCROLL_UP, row)
        expect(rows).to_have_count(count)
        assert ada.page.evaluate(TOP_OF, row) == pytest.approx(before, abs=1)
    expect(ada.find("#beginning")).to_be_visible()


def test_the_day_of_what_is_read_stays_in_view(enter):
    ada = enter()
    room = ada.make_room()
    ada.post_many(room, 60)
    ada.reload()
    ada.find("#timeline").hover()
    ada.page.mouse.wheel(0, -600)
    expect(ada.find("#jump")).to_be_visible()
    expect(ada.find(".message").first).not_to_be_in_viewport()
    expect(ada.find(".day-line", "Today")).to_be_in_viewport(ratio=1)


def test_what_is_read_stays_while_what_stands_above_changes(enter):
    ada = enter()
    room = ada.make_room()
    ada.post_many(room, 45)
    ada.reload()
    expect(ada.message("line 45")).to_be_in_viewport()
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
    bob.join(room)
    expect(ada.message("line 60")).to_be_in_viewport()
    ada.find("#timeline").hover()
    ada.page.mouse.wheel(0, -600)
    expect(ada.find("#jump")).to_be_visible()
    top = ada.page.evaluate(AT_REST)
    bob.say("news")
    expect(ada.find("#jump")).to_have_text("1 new")
    assert ada.find("#timeline").evaluate("e => e.scrollTop") == top
    expect(ada.page).to_have_title(f"• #{room} · chatsite")
    ada.page.click("#jump")
    expect(ada.message("news")).to_be_in_viewport()
    expect(ada.page).to_have_title(f"#{room} · chatsite")
    ada.find("#timeline").hover()
    ada.page.mouse.wheel(0, -600)
    expect(ada.find("#jump")).to_be_visible()
    # Who asks something comes to the end, as does who says something.
    ada.say("/poll Tea? | Yes | No")
    expect(ada.message("Tea?")).to_be_in_viewport()


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
    expect(bob.find("#icon")).to_have_attribute("href", re.compile("icon-chatter"))
    ada.page.evaluate(POST_MANY, [f"@{bob.name}", 2])
    expect(bob.page).to_have_title(re.compile(r"^\(2\) #"))
    expect(bob.find("#icon")).to_have_attribute("href", re.compile("words.*number=2$"))


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
    expect(bob.find("#jump-text")).to_have_text("90 new")
    expect(bob.find("#news-text")).to_have_text(re.compile("^90 new since"))
    bob.page.evaluate("document.querySelector('#timeline').scrollTop = 0")
    expect(below).to_have_text("line 1")
    bob.page.click("#jump")
    expect(bob.message("line 90").last).to_be_in_viewport()
    expect(bob.page).to_have_title("#lobby · chatsite")


def test_a_message_of_many_lines_is_folded_until_somebody_wants_all_of_it(enter):
    ada = enter()
    ada.make_room()
    ada.paste("\n".join("x" * 2000))
    ada.composer.press("Enter")
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
    bob.join(room)
    for visitor, text in ((ada, "one"), (ada, "two"), (bob, "three"), (ada, "four")):
        visitor.say(text)
        expect(ada.message(text)).to_be_visible()
    grouped = ada.find("#messages .message.grouped .body").all_inner_texts()
    assert grouped == ["two"]
    ada.reload()
    assert ada.find("#messages .message.grouped .body").all_inner_texts() == grouped
    expect(ada.find(".day-line")).to_have_text(["Today"])


CHANGES = (
    {"type": "edit", "seq": 4, "body": "edited"},
    {"type": "delete", "seq": 5},
    {"type": "pin", "seq": 2, "on": True},
    {"type": "react", "seq": 1, "emoji": "🎉", "on": True},
)


def test_the_server_fills_a_row_as_the_page_does(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    here = {"conversation": number_of(ada, room)}
    bodies = ("*one*", "https://example.org/", "\n".join("x" * 30), "edit", "delete")
    code = "```py\nx = 1\n```"
    for text in (*bodies, f"@{bob.name}, @{ada.name} and @here", code, "/reply 1 two"):
        ada.say(text)
    expect(ada.message("two")).to_be_visible()
    bob.say("/me waves")
    bob.say("below what was done")
    expect(bob.find(".message:not(.waiting)")).to_have_count(10)
    for change in CHANGES:
        ada.page.evaluate(SEND, {**change, **here})
    expect(ada.find(".reaction")).to_have_count(1)
    for part in (".pin-mark", ".quote", ".is-you", ".is-call", "pre .n"):
        expect(ada.find(f".message {part}")).to_have_count(1)
    painted = ada.page.evaluate(ROWS_OF_THE_SERVER)
    ada.page.click("[data-conversation-name='#lobby']")
    ada.page.click(f"[data-conversation-name='#{room}']")
    expect(ada.find(".message")).to_have_count(10)
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
    is_all_in = (
        "() => document.querySelector('#sidebar').getBoundingClientRect().right"
        " === document.documentElement.clientWidth"
    )
    eventually(lambda: ada.page.evaluate(is_all_in))


def test_today_is_yesterday_after_midnight_without_a_reload(enter):
    ada = enter(timezone_id="UTC")
    ada.make_room()
    ada.say("late")
    expect(ada.message("late")).to_be_visible()
    evening = datetime.now(UTC).replace(hour=23, minute=50)
    ada.page.clock.install(time=evening)
    ada.reload()
    expect(ada.find(".day-line")).to_have_text(["Today"])
    ada.page.clock.fast_forward(660_000)
    expect(ada.find(".day-line")).to_have_text(["Yesterday"])


def test_the_whole_topic_is_read_by_a_tap(enter):
    ada, bob = enter(**PHONE), enter()
    room = bob.make_room()
    topic = {"type": "topic", "topic": "words and " * 19 + "an end"}
    bob.page.evaluate(SEND, {**topic, "conversation": number_of(bob, room)})
    ada.join(room)
    expect(ada.find("#topic")).to_contain_text("an end")
    low = ada.find("#topic").bounding_box()["height"]
    ada.find("#topic").tap()
    expect(ada.find("#topic")).to_have_attribute("aria-expanded", "true")
    assert ada.find("#topic").bounding_box()["height"] > 4 * low
    assert ada.find("#topic").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    ada.page.set_viewport_size({"width": 320, "height": 256})  # enlarged four times
    expect(ada.find("#topic")).to_be_in_viewport()
    ada.find("#topic").tap()
    assert ada.find("#topic").bounding_box()["width"] >= 24


def test_the_page_keeps_its_own_policy(enter):
    ada = enter()
    ada.make_room()
    ada.say("a [link](https://example.org/) and `code`")
    expect(ada.message("a link")).to_be_visible()
    press_in(ada.find(".message"), "[data-action=react]")
    ada.page.click("#palette [data-emoji='🎉']")
    expect(ada.find(".reaction")).to_have_count(1)
    assert ada.complaints == []
