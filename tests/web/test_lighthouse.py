"""What Lighthouse says of the log-in and the lobby: medians, at a phone and a desktop.

``pytest -m bar tests/web/test_lighthouse.py -s`` prints them, and what is not whole.
"""

import json
import shutil
import subprocess
from contextlib import contextmanager
from statistics import median

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support import npm
from tests.support.browser import ARGUMENTS
from tests.support.chromium import need
from tests.support.servers import Site, manage
from tests.support.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.bar, pytest.mark.timed]

ROUNDS = 5
LEAST = {"performance": 97, "accessibility": 100, "best-practices": 100, "seo": 100}
FORMS = {"phone": [], "desktop": ["--preset=desktop"]}
PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lighthouse")
    with Site(folder, CHAT_ALLOW_GUESTS="1") as site:
        assert manage(folder, "seedchat").returncode == 0
        yield site


@contextmanager
def opened(folder):
    """The port of a Chromium that others may drive, too."""
    told = folder / "DevToolsActivePort"
    words = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    with subprocess.Popen(
        [need(), *ARGUMENTS, *words], stderr=subprocess.DEVNULL
    ) as it:
        try:
            eventually(lambda: told.exists() and told.read_text())
            yield int(told.read_text().split()[0])
        finally:
            it.terminate()


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("stranger")) as port:
        yield port


@pytest.fixture(scope="module")
def member(site, tmp_path_factory):
    with opened(tmp_path_factory.mktemp("member")) as port:
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            page = browser.contexts[0].new_page()
            page.goto(f"{site.url}signup/")
            page.fill("[name=name]", "lighthouse")
            page.fill("[name=password]", PASSWORD)
            page.fill("[name=password_again]", PASSWORD)
            page.press("[name=password_again]", "Enter")
            expect(page.locator("#state")).to_have_attribute("data-state", "connected")
            page.close()
        yield port


def looked_at(url, port, form):
    """Each category's score, of 100; prints what is not whole."""
    program = npm.need("lighthouse") / "cli/index.js"
    only = f"--only-categories={','.join(LEAST)}"
    words = [shutil.which("node"), program, url, f"--port={port}", *FORMS[form]]
    quiet = ["--output=json", "--quiet", "--no-enable-error-reporting", only]
    done = subprocess.run([*words, *quiet], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    print(*(f"  {line}" for line in lacking(said)), sep="\n")
    found = said["categories"]
    return {name: round(100 * found[name]["score"]) for name in LEAST}


def lacking(said):
    for name in LEAST:
        for each in said["categories"][name]["auditRefs"]:
            audit = said["audits"][each["id"]]
            if each["weight"] and audit["score"] not in (None, 1):
                yield name, each["id"], audit["score"], audit.get("displayValue")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("who", "path"), [("stranger", "login/"), ("member", "")])
def test_lighthouse_is_content(site, request, who, path, form):
    port = request.getfixturevalue(who)
    rounds = [looked_at(site.url + path, port, form) for _ in range(ROUNDS)]
    scores = {name: median(each[name] for each in rounds) for name in LEAST}
    print(f"{path or 'the lobby'}, {form}: {scores}", flush=True)
    assert {name: min(scores[name], LEAST[name]) for name in LEAST} == LEAST
