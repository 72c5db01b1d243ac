"""The page while something is away, after a crash, and when somebody logs out."""

import contextlib
import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.support.valkey import valkeys
from tests.support.visitor import STORED, press_in
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
# Keeps the message that is shown once more, as a tab that died before `posted` came.
KEEP_AGAIN = """() => {
    const { you, current } = JSON.parse(document.getElementById("boot").textContent);
    const { id } = document.querySelector(".message").dataset;
    const said = { id, to: current.id, name: current.name, body: "said once" };
    const post = { ...said, made: Date.now(), owner: "gone", error: null };
    localStorage.setItem(`chatsite.outbox.${you.id}.${id}`, JSON.stringify(post));
}"""


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


def test_what_is_done_with_messages_while_the_line_is_down_is_done_when_it_is_up(
    enter,
):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.join(room)
    for who, text in ((bob, "one"), (ada, "teh words"), (bob, "/poll Tea? | Yes | No")):
        who.say(text)
    ada.find(".poll").wait_for()
    ada.cut()
    press_in(ada.message("one"), "[data-action=react]")
    ada.page.click("#palette [data-emoji='🎉']")
    ada.find(".poll-option").first.click()
    ada.composer.press("ArrowUp")
    ada.find(".editor textarea").fill("the words")
    ada.page.keyboard.press("Enter")
    ada.say("/reply 1 two")
    for line in ("/pin 1", "/save 1", "/later +1h tea"):
        ada.say(line)
    delayed = ada.find(".notice", "as soon as the connection is back")
    expect(delayed.first).to_be_visible()
    ada.mend()
    expect(bob.message("the words")).to_be_visible()
    expect(bob.message("two").locator(".quote-words")).to_have_text("one")
    expect(bob.find(".reaction")).to_have_attribute("aria-label", f"🎉 1: {ada.name}")
    expect(bob.find(".poll-told")).to_have_text(["1 (100 %)", "0 (0 %)"])
    expect(bob.message("one").locator(".pin-mark")).to_be_visible()
    expect(ada.find("#later-line")).to_have_text("1 message is sent later")
    ada.say("/saved")
    expect(ada.find("#saved-dialog .found-row")).to_have_count(1)
    assert ada.complaints == bob.complaints == []


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
            expect(state).to_be_visible()
        expect(bob.message(said)).to_be_visible()
    for visitor in (ada, bob):
        expect(visitor.find("#state", "Connected")).to_be_visible()


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
