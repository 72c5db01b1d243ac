"""Moderation on the page: what was reported, what waits, what is done about it."""

import pytest
from playwright.sync_api import expect

from tests.support.servers import Site, manage
from tests.support.visitor import numbers
from tests.web.conftest import FREELY

pytestmark = pytest.mark.browser
TROLL = "203.0.113.9"
POWER = (
    "from chat.models import User;"
    " User.objects.filter(name='{}').update(is_staff=True, is_superuser=True)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(folder):
    """It stands behind a proxy: who comes from where, a header says."""
    with Site(folder, TRUSTED_PROXIES="127.0.0.1", **FREELY) as site:
        yield site


@pytest.fixture
def chief(enter, folder):
    """Whoever moderates the whole site."""
    chief = enter("chief")
    done = manage(folder, "shell", "-c", POWER.format(chief.name))
    assert done.returncode == 0, done.stderr
    chief.reload()
    return chief


def look(visitor, tab="reports"):
    visitor.page.click("#moderation-button")
    visitor.page.click(f"#moderation-dialog [data-tab={tab}]")
    return visitor.find(f"#moderation-{tab} .moderation-list > li")


def do(visitor, act, reason="spam"):
    visitor.page.check(f"#doing-dialog [value={act}]")
    visitor.page.fill("#doing-dialog [name=reason]", reason)
    visitor.page.click("#doing-dialog [type=submit]")
    expect(visitor.find("#doing-dialog")).to_be_hidden()


def close(visitor):
    visitor.page.click("#moderation-dialog [data-close]")


def comes(browser, site, name):
    """Somebody asks for a page from the troll's address, by a browser of its own."""
    context = browser.new_context(extra_http_headers={"X-Forwarded-For": TROLL})
    page = context.new_page()
    page.goto(site.url)
    page.fill("#guest-name", name)
    page.press("#guest-name", "Enter")
    return context, page


def test_a_troll_is_seen_to_without_shell_or_panel(enter, chief, browser, site):
    ada = enter()
    context, page = comes(browser, site, f"troll{next(numbers)}")
    try:
        spam = f"spam {chief.name}"
        ada.say("All is quiet here.")
        floods(page, spam)
        expect(ada.message(f"{spam} 2")).to_be_visible()
        seq = ada.message(f"{spam} 2").get_attribute("data-seq")
        ada.say(f"/report {seq} floods")
        badge = chief.find("#moderation-button .badge-count")
        expect(badge).to_have_text("1")
        row = look(chief)
        expect(row).to_have_count(1)
        expect(row).to_contain_text("floods")
        expect(row.locator(".report-words li")).to_have_count(4)
        what_was_said_is_deleted(chief, row, ada.message(spam))
        row.locator("[data-act=person]").click()
        do(chief, "address")
        expect(page.locator("#banned-dialog")).to_be_visible()
        the_report_is_handled(chief, row)
        expect(badge).to_be_hidden()
        expect(ada.page.get_by_text("something was done (put out)")).to_be_visible()
        comes_back_in_vain(browser, site, times=5)
    finally:
        context.close()
    look_at_people(chief, "Shut out of the site")
    assert ada.complaints == chief.complaints == []


def comes_back_in_vain(browser, site, times):
    for _ in range(times):
        other, again = comes(browser, site, f"other{next(numbers)}")
        expect(again.locator("body")).to_contain_text("shut you out")
        other.close()


def floods(page, spam):
    page.wait_for_selector("#state[data-state=connected]", state="attached")
    for each in range(3):
        page.fill("#composer-text", f"{spam} {each}")
        page.press("#composer-text", "Enter")


def what_was_said_is_deleted(chief, row, words):
    """It is, and taken back, and is."""
    row.locator("[data-act=person]").click()
    do(chief, "purge")
    expect(words).to_have_count(0)
    chief.page.click("#moderation-dialog [data-act=undo]")
    expect(words).to_have_count(3)
    row.locator("[data-act=person]").click()
    do(chief, "purge")
    expect(words).to_have_count(0)


def the_report_is_handled(chief, row):
    row.locator("[data-act=acted]").click()
    chief.page.fill("#handling-dialog [name=word]", "put out")
    chief.page.click("#handling-dialog [type=submit]")
    expect(chief.find("#moderation-reports li")).to_have_count(0)


def test_what_was_shut_out_in_the_panel_is_let_in_on_the_page(chief, folder):
    made = (
        "from chat.models.people.ban import Ban;"
        " Ban.objects.create(network='198.51.100.0/24', reason='by hand')"
    )
    assert manage(folder, "shell", "-c", made).returncode == 0
    chief.page.click("#moderation-button")
    chief.page.click("#moderation-dialog [data-tab=people]")
    row = chief.find("#moderation-people li").filter(has_text="198.51.100.0/24")
    expect(row).to_contain_text("by hand")
    row.locator("button").click()
    expect(row).to_have_count(0)
    assert chief.complaints == []


def look_at_people(chief, what):
    """Who is muted or shut out is listed, and let in again."""
    chief.page.click("#moderation-dialog [data-tab=people]")
    rows = chief.find("#moderation-people li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(what)
    rows.locator("button").click()
    expect(rows).to_have_count(0)
    chief.page.click("#moderation-dialog [data-tab=acts]")
    expect(chief.find("#moderation-acts li").first).to_contain_text(
        "Let into the site again"
    )


def test_a_rooms_owner_lets_be_said_what_waits_or_not(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    expect(ada.find("#moderation-button")).to_be_visible()
    expect(bob.find("#moderation-button")).to_be_hidden()
    ada.say("/words hold casino*")
    expect(ada.page.get_by_text("casino*").first).to_be_visible()
    for each in ("casino one", "casino two"):
        bob.say(each)
        expect(bob.find(".message.waiting", each)).to_be_visible()
    rows = look(ada, "held")
    expect(rows).to_have_count(2)
    rows.first.locator("[data-act=approve]").click()
    expect(rows).to_have_count(1)
    expect(bob.message("casino one")).to_be_visible()
    rows.first.locator("[data-act=refuse]").click()
    ada.page.fill("#handling-dialog [name=word]", "not here")
    ada.page.click("#handling-dialog [type=submit]")
    expect(rows).to_have_count(0)
    expect(bob.page.get_by_text("not here").first).to_be_visible()
    expect(ada.find("#moderation-dialog [data-tab=acts]")).to_be_hidden()
    assert ada.complaints == bob.complaints == []


def test_it_is_reached_and_left_by_keys(enter):
    ada = enter()
    ada.make_room()
    ada.find("#moderation-button").focus()
    ada.page.keyboard.press("Enter")
    tab = ada.find("#moderation-dialog [role=tab][aria-selected=true]")
    expect(tab).to_be_focused()
    ada.page.keyboard.press("ArrowRight")
    expect(tab).to_have_attribute("data-tab", "held")
    expect(tab).to_be_focused()
    expect(ada.find("#moderation-held")).to_contain_text("Nothing waits")
    ada.page.keyboard.press("Escape")
    expect(ada.find("#moderation-button")).to_be_focused()


def test_who_is_muted_reads_why_where_they_write_until_that_ends(enter, chief):
    bob = enter()
    note = bob.find(".gone-note")
    chief.say(f"/silence {bob.name} 1h loud")
    expect(chief.page.get_by_text("is muted. (loud until").first).to_be_visible()
    expect(note).to_contain_text("You are muted. (loud until")
    chief.find(f"#people [data-name={bob.name}]").click()
    told = chief.find("#profile-card .card-muted")
    expect(told).to_contain_text("Muted on the site (loud until")
    chief.page.keyboard.press("Escape")
    bob.say("hello?")
    expect(bob.composer).to_have_value("hello?")
    bob.reload()
    expect(note).to_contain_text("You are muted. (loud until")
    look(chief, "people").locator("button").click()
    expect(note).to_be_hidden()
    bob.composer.press("Enter")
    expect(chief.message("hello?")).to_be_attached()
    assert bob.complaints == chief.complaints == []
