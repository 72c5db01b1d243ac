"""A stranger makes a site and invites ten people by a link, without a shell.

Each is in within a minute, on a phone: one by the log-in of their house, one with a
passkey, one as a guest who later keeps the name. One leaves, and takes all along.
"""

import io
import re
import subprocess
import time
import zipfile

import pytest
from playwright.sync_api import expect

from tests.support import npm
from tests.support.processes import free_port
from tests.support.servers import PROJECT, Site
from tests.support.tools import need
from tests.support.visitor import MILLISECONDS, PHONE
from tests.web.test_page_passkeys import DEVICE

pytestmark = [pytest.mark.browser, pytest.mark.bar]
PASSWORD = "correct horse battery"
PROVIDER = PROJECT / "tests" / "support" / "oidc_provider.mjs"
IN_SECONDS = 60
LOBBY = "#conversation-title"


@pytest.fixture
def site(tmp_path):
    port, key = free_port(), "k" * 32
    back = f"http://localhost:{port}/login/oidc/back/"
    what = [need("node"), PROVIDER, npm.need("oidc-provider"), "chat", key, back]
    with subprocess.Popen(what, stdout=subprocess.PIPE, text=True) as provider:
        house = {
            "CHAT_OIDC_ISSUER": provider.stdout.readline().strip(),
            "CHAT_OIDC_CLIENT_ID": "chat",
            "CHAT_OIDC_CLIENT_SECRET": key,
            "CHAT_OIDC_NAME": "the house",
            "CHAT_OIDC_ALLOW_SIGN_UP": "1",
        }
        try:
            with Site(tmp_path / "site", f"--bind=127.0.0.1:{port}", **house) as site:
                yield site
        finally:
            provider.kill()


@pytest.fixture
def open_page(browser):
    """A browser of somebody's own, at an address that passkeys are for."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(service_workers="block", **options)
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def is_in(page, lobby="lobby"):
    expect(page.locator("#state")).to_have_attribute("data-state", "connected")
    expect(page.locator("#conversation-name")).to_contain_text(lobby)


def say(page, text):
    page.fill("#composer-text", text)
    page.press("#composer-text", "Enter")
    expect(page.locator(".message:not(.waiting)", has_text=text)).to_be_visible()


def sign_up(page, name):
    page.click("text=Make an account")
    page.fill("main [name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    page.click("main form[action='/signup/'] button")


def with_account(page, link, name):
    page.goto(link)
    sign_up(page, name)


def as_guest(page, link, name):
    page.goto(link)
    page.fill("#guest-name", name)
    page.click("main form[action='/guest/'] button")


def by_the_house(page, link, name):
    page.goto(link)
    page.click("text=Log in")
    page.click("text=Log in with the house")
    page.fill("[name=login]", name)
    page.fill("[name=password]", "any")
    page.click("[type=submit]")
    page.click("[type=submit]")  # that the site may know it


def with_passkey(page, link, name):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    with_account(page, link, name)
    is_in(page)
    page.goto(f"{link.partition('/join/')[0]}/account/")
    page.fill("#passkey-name", "my phone")
    page.click("#passkeys >> text=Add a passkey")
    page.click("text=Make the passkey")
    page.click("text=I have kept them")
    page.context.clear_cookies()
    page.goto(link)
    page.click("text=Log in")
    page.click("text=Log in with a passkey")


def invite_ten(page):
    page.get_by_role("button", name="Invite people").click()
    dialog = page.locator("#invite-links-dialog")
    dialog.locator(".setting-value", has_text=re.compile("^10$")).click()
    dialog.locator(".invite-link-make").click()
    link = dialog.locator(".invite-link-url").text_content()
    dialog.locator("[data-close]").click()
    return link.replace("127.0.0.1", "localhost")


def take_all_along(page, base):
    """The names of what is in the export, once it is made."""
    page.goto(f"{base}/account/#export")
    page.click("#export >> text=Put it together")
    download = page.locator("#export >> text=Download it")
    until = time.monotonic() + IN_SECONDS
    while not download.count():
        assert time.monotonic() < until, "The export was not made."
        time.sleep(0.5)
        page.goto(f"{base}/account/")
    address = download.get_attribute("href")
    answer = page.context.request.get(f"{base}{address}")
    return zipfile.ZipFile(io.BytesIO(answer.body()))


def test_a_stranger_makes_a_site_and_ten_come_by_a_link(site, open_page):
    [address] = re.findall(r"http://\S+/start/\S+", site.text)
    address = address.replace("127.0.0.1", "localhost")
    base = address.partition("/start/")[0]
    owner = open_page()
    owner.goto(address)
    words = {"name": "ada", "password": PASSWORD, "password_again": PASSWORD}
    for field, word in {**words, "site": "Chess club"}.items():
        owner.fill(f"[name={field}]", word)
    owner.select_option("[name=registration]", "invitation")
    owner.click(".start > button")
    is_in(owner)
    link = invite_ten(owner)

    ways = {"olga": by_the_house, "pia": with_passkey, "guido": as_guest}
    ways |= {f"member{n}": with_account for n in range(7)}
    phones = {}
    for name, come in ways.items():
        began = time.monotonic()
        phones[name] = page = open_page(**PHONE)
        come(page, link, name)
        is_in(page)
        say(page, f"Hello from {name}")
        assert time.monotonic() - began < IN_SECONDS
    for name in ways:
        hello = owner.locator(".message", has_text=f"Hello from {name}")
        expect(hello).to_have_count(1)
    late = open_page(**PHONE)
    late.goto(link)
    expect(late.locator("h1")).to_have_text("This link is over")

    guest = phones["guido"]
    guest.goto(f"{base}/signup/")
    guest.fill("[name=password]", PASSWORD)
    guest.fill("[name=password_again]", PASSWORD)
    guest.click("main form[action='/signup/'] button")
    is_in(guest)
    say(guest, "I stay")
    said = owner.locator(".message", has_text="I stay")
    expect(said.locator(".author")).to_have_text("guido")

    goes = phones["member6"]
    taken = take_all_along(goes, base)
    assert any(b"Hello from member6" in taken.read(name) for name in taken.namelist())
    goes.goto(f"{base}/account/#leaving")
    goes.fill("#leaving [name=name]", "member6")
    goes.fill("#leaving [name=password]", PASSWORD)
    goes.click("#leaving button")
    goes.wait_for_url("**/login/")
    owner.reload()
    is_in(owner)
    expect(owner.locator(".author", has_text="somebody who left")).not_to_have_count(0)
