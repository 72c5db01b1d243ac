"""What is pushed to a browser, and how it is had: by the settings, on a click."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.push_service import Receiver
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

# Chromium's own asks a service of the internet.
INJECT = """(its) => {
    let subscription = null;
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async () => (subscription = {
        endpoint: its.endpoint,
        toJSON: () => its,
        unsubscribe: async () => {
            subscription = null;
            localStorage.setItem("unsubscribed", its.endpoint);
        },
    });
    Notification.requestPermission = async () => "granted";
    Object.defineProperty(Notification, "permission", { value: "granted" });
}"""


@pytest.fixture
def ada(enter):
    ada = enter(service_workers="allow")
    assert ada.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return ada


def test_what_is_pushed_comes_to_the_worker(ada):
    """Which would show it: the Chromium of the tests has no notices, and says so."""
    session, found, errors = ada.page.context.new_cdp_session(ada.page), [], []
    updated, failed = "workerRegistrationUpdated", "workerErrorReported"
    session.on(f"ServiceWorker.{updated}", lambda it: found.extend(it["registrations"]))
    session.on(f"ServiceWorker.{failed}", lambda it: errors.append(str(it)))
    session.send("ServiceWorker.enable")
    eventually(lambda: ada.page.evaluate("true") and found)
    told = json.dumps({"tag": "9.0.1", "title": "bob"})
    where = {"origin": ada.url.rstrip("/")}
    where["registrationId"] = found[0]["registrationId"]
    session.send("ServiceWorker.deliverPushMessage", {**where, "data": told})
    eventually(lambda: ada.page.evaluate("true") and errors)
    assert "'showNotification'" in errors[0]
    assert "No notification permission" in errors[0]


def test_a_browser_is_notified_once_its_person_says_so(ada):
    receiver = Receiver()
    keys = {"p256dh": receiver.p256dh, "auth": receiver.auth}
    its = {"endpoint": "https://push.example/1", "keys": keys}
    ada.page.evaluate(INJECT, its)
    ada.page.keyboard.press("Control+,")
    ada.find("[name=calls][value=always]").check()
    device = ada.find("#settings-dialog .device")
    expect(device).to_have_count(1)
    expect(device.locator("input")).to_be_checked()
    device.locator("input").uncheck()
    expect(device.locator("input")).not_to_be_checked()
    ada.page.click("text=Pause for an hour")
    expect(ada.find(".devices-paused")).to_contain_text("You are not notified until")
    ada.page.click("#settings-dialog >> text=Go on")
    expect(ada.find(".devices-paused")).to_have_text("")
    device.get_by_text("Remove").click()
    expect(device).to_have_count(0)
    expect(ada.find("[name=calls][value=on]")).to_be_checked()


def test_logging_out_ends_that(ada):
    ada.page.evaluate(INJECT, {"endpoint": "https://push.example/2"})
    ada.page.evaluate("PushManager.prototype.subscribe()")
    ada.page.click("[popovertarget=you-menu]")
    ada.page.click("#logout-form button")
    ada.page.wait_for_url("**/login/")
    ended = ada.page.evaluate("localStorage.getItem('unsubscribed')")
    assert ended == "https://push.example/2"
