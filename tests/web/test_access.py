"""The page by keys alone, by fingers, enlarged, on paper, and by ear."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.support.accessibility import outline
from tests.support.visitor import LOOK, POST_MANY
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

# The narrowest phone's page enlarged: 1280 by 1024 pixels at 400 % (WCAG 1.4.10).
ENLARGED = {"width": 320, "height": 256}
FINGERS = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
WHERE = """() => {
    const { activeElement: it } = document;
    return it.id || it.dataset.seq || it.textContent.trim() || it.tagName;
}"""
# Whether the focus has ever been nowhere since, for longer than a turn of the page.
# What comes and goes at once may take the focus along, until it is led back.
WATCH = """() => {
    window.fallen = [];
    document.addEventListener("focusout", ({ target }) => setTimeout(
        () => document.activeElement === document.body && fallen.push(target.outerHTML),
        500,
    ));
}"""
# What is smaller than 24 pixels, but for links in a text (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }))
    .filter((e) => !e.closest(".body, .visually-hidden, .skip-link"))
    .filter((e) => !e.closest(".grouped .message-head"))
    .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([html, { width, height }]) => `${html} ${width} x ${height}`)"""
SHARE = """() => {
    const of = (id) => document.querySelector(id).getBoundingClientRect();
    return of("#timeline").height / innerHeight;
}"""
# The theme, and the colour of a keyword in code.
THEME = """() => {
    const style = getComputedStyle(document.documentElement);
    return [style.colorScheme, style.getPropertyValue("--code-word").trim()];
}"""
SPOKEN = """() => {
    [window.spoken, window.moments] = [[], []];
    const tell = (records) => {
        spoken.push(...records.flatMap(
            ({ addedNodes }) => [...addedNodes].map((each) => each.textContent)));
        moments.push(performance.now());
    };
    const heard = "[role=log], [role=status], [role=alert], [aria-live]";
    const what = { childList: true, subtree: true };
    for (const each of document.querySelectorAll(heard))
        if (each.ariaLive !== "off") new MutationObserver(tell).observe(each, what);
}"""
KEPT = ["Pin for everybody here", "Save for later"]


def press(who, *keys):
    for key in keys:
        who.page.keyboard.press(key)


def tabs_to(who, selector, most):
    """How often Tab is pressed until the focus is there; from the page's beginning."""
    for count in range(1, most + 1):
        press(who, "Tab")
        if who.page.evaluate("s => document.activeElement.matches(s)", selector):
            return count
    raise AssertionError(f"not reached: {selector}")


def test_each_list_is_one_stop_and_the_messages_are_near(enter):
    ada = enter()
    for text in ("first", "https://example.org/", "last"):
        ada.say(text)
        ada.message(text).last.wait_for()
    ada.reload()
    assert tabs_to(ada, ".message", most=6) <= 6
    expect(ada.message("last").last).to_be_focused()
    press(ada, "ArrowUp", "ArrowRight")
    expect(ada.find(".body a").last).to_be_focused()
    press(ada, "ArrowLeft", "Home", "End", "Tab", "Tab")
    expect(ada.composer).to_be_focused()
    press(ada, "F6", "ArrowDown")
    stops = ada.find("#sidebar .link-list [tabindex='0']")
    expect(stops).to_have_count(ada.find("#sidebar .link-list:has(li)").count())
    press(ada, "x")
    expect(ada.composer).to_have_value("x")
    press(ada, "Shift+Tab", "Escape")
    expect(ada.composer).to_be_focused()
    ada.find("#timeline").focus()
    press(ada, "?")
    expect(ada.find("#keys-dialog", "Go to a room or a person")).to_be_visible()
    press(ada, "Escape")
    expect(ada.composer).to_have_value("x")


def test_the_keys_are_told_where_a_message_is_edited_too(enter):
    ada = enter()
    ada.say("one")
    ada.message("one").wait_for()
    press(ada, "ArrowUp")
    editor = ada.find(".editor textarea")
    expect(editor).to_be_focused()
    press(ada, "Control+/")
    expect(ada.find("#keys-dialog")).to_be_visible()
    press(ada, "Escape")
    expect(editor).to_be_focused()
    press(ada, "ArrowUp", "Home", "x", "Escape")
    expect(editor).to_have_count(0)
    expect(ada.composer).to_be_focused()


def test_a_panel_is_fetched_once_and_said_when_it_cannot_be(enter):
    ada = enter()
    fetched = []
    ada.page.on("request", lambda request: fetched.append(request.url))
    ada.page.route("**/panels/**", lambda route: route.abort())
    ada.find("#timeline").focus()
    press(ada, "?")
    expect(ada.find(".notice")).to_contain_text("could not be fetched. Try again")
    ada.page.unroute("**/panels/**")
    for _ in range(2):
        press(ada, "?")
        expect(ada.find("#keys-dialog")).to_be_visible()
        press(ada, "Escape")
    assert len({each for each in fetched if "panels" in each}) == 3
    assert len([each for each in fetched if "/panels/" in each]) <= 6
    ada.reload()
    gone = {"status": 404, "body": ""}
    ada.page.route("**/css/panels*", lambda route: route.fulfill(**gone))
    ada.page.click("[data-dialog=rooms]")
    expect(ada.find("#notices")).to_contain_text("needs the newer version")
    expect(ada.find("#notices [data-action=reload]")).to_be_visible()
    assert ada.page.evaluate("document.body.matches(':has(#rooms-dialog)')") is False


def test_the_focus_stays_with_the_messages_when_what_had_it_goes(enter):
    ada = enter()
    ada.make_room()
    ada.page.evaluate(WATCH)
    for text in ("one", "two"):
        ada.say(text)
        ada.message(text).wait_for()
    ada.message("two").focus()
    ada.page.clock.install()
    ada.message("two").locator("[data-action=delete]").press("Enter")
    expect(ada.find(".undo")).to_be_focused()
    ada.page.clock.fast_forward(5000)
    expect(ada.find(".message.deleted")).to_be_focused()
    ada.message("one").focus()
    ada.message("one").locator("[data-action=react]").press("Enter")
    press(ada, "Enter")
    ada.find(".reaction").focus()
    press(ada, "Enter")
    expect(ada.find(".reaction")).to_have_count(0)
    expect(ada.message("one")).to_be_focused()
    assert ada.page.evaluate("fallen") == []
    assert ada.complaints == []


def test_the_focus_never_falls_to_nothing(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    ada.page.evaluate(WATCH)
    ada.cut()
    ada.find(".state-now").press("Enter")
    ada.mend()
    # Nobody goes on while what had the focus is going: it leads back to where it was.
    expect(ada.find("#sidebar [data-dialog=create]")).to_be_focused()
    person = ada.find(f"#people [data-name={bob.name}]")
    person.focus()
    bob.page.context.close()
    expect(person).to_have_count(0)
    ada.page.click("[popovertarget=room-menu]")
    expect(ada.find("#members-item")).to_be_focused()
    press(ada, "End", "Enter")
    expect(ada.find("#leave-dialog :focus")).to_have_count(1)
    press(ada, "Enter")
    ada.is_in("#lobby")
    expect(ada.find("#leave-dialog")).to_be_hidden()
    assert room not in ada.page.evaluate(WHERE)
    assert ada.page.evaluate("fallen") == []
    assert ada.complaints == []


def test_a_screen_reader_is_told_sums_and_nothing_while_nobody_looks(enter):
    ada, bob = enter(), enter()
    ada.page.evaluate(SPOKEN)
    bob.page.evaluate(POST_MANY, ["#lobby", 30])
    expect(ada.message("line 30").last).to_be_visible()
    eventually(lambda: sum(map(how_many, ada.page.evaluate("spoken"))) == 30)
    assert ada.page.evaluate("spoken[0]") == f"{bob.name}: line 1"
    moments = ada.page.evaluate("moments")
    assert len(moments) < 30
    assert all(later - at > 900 for at, later in pairwise(moments))
    ada.page.evaluate(LOOK, "hidden")
    ada.page.evaluate("spoken.length = 0")
    bob.say(f"unheard by {ada.name}")
    expect(ada.message(f"unheard by {ada.name}")).to_have_count(1)
    assert ada.page.evaluate("spoken") == []


def how_many(spoken):
    """Of how many messages a screen reader is told by that."""
    told = re.match(r"(\d+) new messages from ", spoken)
    return int(told[1]) if told else 1


def test_the_tree_of_a_conversation(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("hello *there*")
    ada.message("hello").wait_for()
    told = outline(ada.page, "#panes")
    for line in TREE.format(room=room, name=ada.name).splitlines():
        assert line.strip() in told, told
    assert "live=polite" not in told.split('log "')[1].split("textbox")[0]


TREE = """\
main
region "#{room}"
heading "#{room}"
button "About this room"
log "Messages in #{room}"
list
listitem
link "{name}"
textbox "Message"
button "Send"
"""


def test_the_trees_of_a_poll_and_of_what_is_offered(enter):
    ada, bob = enter(), enter()
    ada.make_room()
    ada.say("/poll Tea? | Yes | No")
    ada.find(".poll-option", "Yes").click()
    expect(ada.find(".poll-told").first).to_have_text("1 (100 %)")
    tells(ada, ".poll", 'radiogroup "Poll"', 'radio "Yes 1 (100 %)" checked=true')
    ada.composer.press_sequentially(f"@{bob.name[:-1]}")
    expect(ada.find("#completion", bob.name)).to_be_visible()
    tells(ada, "#completion", 'listbox "People"', f'option "@{bob.name}"')
    press(ada, "Escape", "Control+k")
    ada.find(".switcher-text").fill("theme dark")
    expect(ada.find("#switcher-list [aria-selected=true]")).to_have_count(1)
    lines = ('dialog "Go to"', 'combobox "Find a room', 'option "Theme: Dark"')
    tells(ada, "#switcher-dialog", *lines, 'listbox "Found"')


def tells(who, root, *lines):
    told = outline(who.page, root)
    for line in lines:
        assert line in told, told


def test_enlarged_four_times_half_of_the_height_is_the_messages(enter):
    ada = enter(viewport=ENLARGED)
    assert ada.page.evaluate(SHARE) >= 0.5
    for text in ("many\nlines\n" * 9, "W" * 4001):
        ada.composer.fill(text)
        assert ada.page.evaluate(SHARE) >= 0.5
    expect(ada.find("#composer-count")).to_be_in_viewport()
    ada.cut()
    assert ada.page.evaluate(SHARE) >= 0.5


def test_enlarged_four_times_who_may_not_speak_has_as_much_of_them(enter):
    ada, bob = enter(viewport=ENLARGED), enter()
    ada.join(bob.make_room())
    bob.say(f"/hush {ada.name} 2h")
    expect(ada.find(".closed .gone-note")).to_contain_text("You are muted in")
    assert ada.page.evaluate(SHARE) >= 0.5


def test_enlarged_four_times_a_long_name_leaves_the_buttons_alone(enter):
    ada, other = enter(viewport=ENLARGED), enter("Wolfeschlegelsteinhausen")
    ada.go(f"direct/{other.name}/")
    end = "e => e.getBoundingClientRect().right"
    begin = "e => e.getBoundingClientRect().left"
    button = ada.find("#search-button").evaluate(begin)
    assert ada.find("#conversation-title").evaluate(end) <= button


def test_whatever_is_to_be_hit_has_24_pixels(enter, browser):
    ada = enter()
    room = ada.make_room()
    ada.say("\n".join("x" * 60))
    ada.message("x").focus()
    assert ada.page.evaluate(SMALL) == []
    ada.go(f"rooms/{room}/")
    ada.page.set_viewport_size(FINGERS["viewport"])
    ada.page.click("[data-drawer=open]")
    assert ada.page.evaluate(SMALL) == []
    page = browser.new_page()
    for path in ("login/", "signup/"):
        page.goto(ada.url + path)
        assert page.evaluate(SMALL) == []
    page.close()


def test_a_print_is_the_whole_conversation_and_nothing_else(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.page.evaluate("localStorage.setItem('chatsite.theme', 'dark')")
    ada.join(room)
    bob.post_many(room, 40)
    ada.message("line 40").wait_for()
    ada.page.keyboard.press("Alt+p")
    expect(ada.find("#members")).to_be_visible()
    ada.message("line 39").focus()
    ada.page.keyboard.press("Alt+u")
    expect(ada.find(".news")).to_be_visible()
    assert ada.page.evaluate(THEME) == ["dark", "#e29bd8"]
    ada.page.emulate_media(media="print")
    assert ada.page.evaluate(THEME) == ["light", "#8a1f7a"]
    for unwanted in ("#sidebar", ".below", ".state", "#members", ".news"):
        expect(ada.find(unwanted).first).to_be_hidden()
    expect(ada.find("#conversation-name")).to_be_visible()
    shown = ada.find("#timeline").evaluate("e => [e.clientHeight, e.scrollHeight]")
    assert shown[0] == shown[1] > 800


def test_a_finger_that_stays_on_a_message_opens_its_actions(enter):
    ada = enter(**FINGERS)
    ada.say("touch me")
    ada.message("touch me").wait_for()
    box = ada.message("touch me").bounding_box()
    point = {"x": box["x"] + 90, "y": box["y"] + box["height"] - 6}
    session = ada.page.context.new_cdp_session(ada.page)
    touch = {"type": "touchStart", "touchPoints": [point]}
    session.send("Input.dispatchTouchEvent", touch)
    expect(ada.find("#actions-dialog")).to_be_visible()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(ada.find("#actions-dialog .actions button")).to_have_text(
        [
            *("React", "Reply", "Edit", "Delete", "Copy the text", "Copy the link"),
            *("Who has read it", *KEPT),
        ]
    )
    ada.find("#actions-dialog button", "Edit").tap()
    expect(ada.find(".editor textarea")).to_be_focused()


def test_who_wants_little_motion_and_own_colours_has_them(enter):
    ada = enter(reduced_motion="reduce", forced_colors="active")
    line = "e => getComputedStyle(e).outlineStyle"
    assert ada.find(".conversation-link[aria-current]").evaluate(line) == "solid"
    ada.page.click("[data-dialog=create]")
    lasting = "e => getComputedStyle(e).animationDuration"
    assert ada.find("#create-dialog").evaluate(lasting) == "0.001s"
