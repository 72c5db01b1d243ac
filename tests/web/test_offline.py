"""The page where there is no line: its worker, and what is kept in the browser."""

import pytest
from playwright.sync_api import expect

from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

# The worker has all that this version of the page is made of.
READY = "navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)"
# What there is in one of the stores.
KEPT = """async (name) => {
    if (!(await indexedDB.databases()).length) return "";
    const { result } = await new Promise((resolve) => {
        const request = indexedDB.open("chatsite");
        request.onsuccess = () => resolve(request);
    });
    const all = await new Promise((resolve) => {
        const request = result.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
    });
    result.close();
    return JSON.stringify(all);
}"""


@pytest.fixture
def ada(enter):
    ada = enter(service_workers="allow")
    assert "/sw.js?language=en" in ada.page.evaluate(READY)
    return ada


def kept(visitor, store):
    return visitor.page.evaluate(KEPT, store)


def test_the_page_can_be_put_among_the_apps_of_a_phone(ada):
    session = ada.page.context.new_cdp_session(ada.page)
    found = session.send("Page.getAppManifest")
    assert found["url"].startswith(f"{ada.url}site/en.webmanifest?")
    assert found["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_without_a_line_one_reads_on_and_what_is_written_is_sent_once(ada):
    room = ada.make_room()
    ada.say("before the tunnel")
    ada.message("before the tunnel").wait_for()
    eventually(lambda: "before the tunnel" in kept(ada, "conversations"))
    ada.cut()
    ada.page.context.set_offline(True)
    ada.page.goto(f"{ada.url}rooms/{room}/")
    expect(ada.message("before the tunnel")).to_be_visible()
    expect(ada.find("#conversation-name")).to_have_text(f"#{room}")
    ada.say("in the tunnel")
    expect(ada.find(".message.waiting")).to_contain_text("in the tunnel")
    ada.page.reload()
    expect(ada.find(".message.waiting")).to_contain_text("in the tunnel")
    ada.page.context.set_offline(False)
    ada.mend()
    ada.is_connected()
    expect(ada.message("in the tunnel")).to_have_count(1)
    expect(ada.find(".message.waiting")).to_have_count(0)
    ada.page.reload()
    expect(ada.message("in the tunnel")).to_have_count(1)
    what_waits_is_sent_when_the_page_is_closed(ada)
    logging_out_leaves_nothing_to_be_read(ada)


def what_waits_is_sent_when_the_page_is_closed(ada):
    context, address = ada.page.context, ada.page.url
    ada.cut()
    context.set_offline(True)
    ada.say("from a pocket")
    eventually(lambda: "from a pocket" in kept(ada, "outbox"))
    ada.find(".share-button").click()
    dialog = ada.find("#sharing-dialog")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"the plan"}
    dialog.locator("[name=files]").set_input_files([plan])
    dialog.locator("[type=submit]").click()
    eventually(lambda: kept(ada, "shared") != "[]")
    other = context.new_page()
    ada.page.close()
    context.set_offline(False)
    # A page of the chat would send it, too.
    other.goto(f"{ada.url}site/en.webmanifest")
    call_by_the_browser(other, ada.url)
    ada.page = other
    eventually(lambda: kept(ada, "shared") == kept(ada, "outbox") == "[]")
    other.goto(address)
    expect(ada.message("from a pocket")).to_have_count(1)
    expect(ada.message("plan.pdf").locator(".file-card")).to_have_count(1)
    expect(ada.find(".message.waiting")).to_have_count(0)


def call_by_the_browser(page, url):
    """As it does when there is a line again."""
    session, known = page.context.new_cdp_session(page), []
    told = lambda event: known.extend(event["registrations"])  # noqa: E731
    session.on("ServiceWorker.workerRegistrationUpdated", told)
    session.send("ServiceWorker.enable")
    # What it tells comes while something else is asked.
    eventually(lambda: page.evaluate("true") and known)
    own = next(each for each in known if each["scopeURL"] == url)
    call = {"registrationId": own["registrationId"], "origin": url.rstrip("/")}
    call |= {"tag": "outbox", "lastChance": True}
    session.send("ServiceWorker.dispatchSyncEvent", call)


def logging_out_leaves_nothing_to_be_read(ada):
    ada.page.click(".you")
    ada.page.click("#you-menu >> text=Log out")
    ada.page.wait_for_url("**/login/")
    assert kept(ada, "conversations") == "[]"
    ada.page.context.set_offline(True)
    ada.page.goto(ada.url)
    expect(ada.find("h1")).to_have_text("The site cannot be reached")
