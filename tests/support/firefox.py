"""A Firefox for the tests, driven as it is: by WebDriver BiDi, which it speaks itself.

Playwright drives a Firefox of its own making alone. What is needed here of the protocol
(https://w3c.github.io/webdriver-bidi/) is a few commands as JSON over a WebSocket.

``python -m tests.support.firefox`` makes sure that there is one: the one on the PATH,
or Debian's package where we may install it.
"""

import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.support.tools import install
from tests.support.waiting import SECONDS, eventually

ABSENT = "There is no Firefox here: apt-get install firefox-esr"
NAMES = ("firefox-esr", "firefox")
# Newer ones call it an error of the page.
OF_A_CUT_LINE = "can’t establish a connection to the server at ws"
# It writes where it listens into its profile.
ADDRESS = "WebDriverBiDiServer.json"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "ArrowUp": "\ue013", "Escape": "\ue00c"}
# Nothing is looked up outside, and no page of its own opens.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
FIND = """selector => {
    if (document.readyState === "complete") return document.querySelector(selector);
}"""
SHOW = """selector =>
    document.querySelector(selector).scrollIntoView({ block: "nearest" })"""
TEXT = "selector => document.querySelector(selector)?.textContent ?? ''"


def need() -> str:
    """The path of a Firefox; without one the test fails, and says how to get it."""
    return _find() or pytest.fail(ABSENT)


def _find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    if not _find():
        install("firefox-esr")
    print(f"The tests use {_find() or sys.exit(ABSENT)}.")


@contextlib.contextmanager
def _running(folder):
    preferences = map(_preference, PREFERENCES.items())
    (folder / "user.js").write_text("\n".join(preferences))
    words = [need(), "--headless", "--no-remote", "--remote-debugging-port=0"]
    process = subprocess.Popen(
        [*words, "--profile", folder, "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(SECONDS)


def _preference(pair):
    return f"user_pref({', '.join(map(json.dumps, pair))});"


def _address(file):
    eventually(lambda: file.exists() and file.read_text().endswith("}"))
    where = json.loads(file.read_text())
    return f"ws://{where['ws_host']}:{where['ws_port']}/session"


class Firefox:
    """A running one; each person has a user context, and so cookies, of their own."""

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="firefox-"))
            stack.enter_context(_running(Path(folder)))
            address = _address(Path(folder, ADDRESS))
            self.socket = stack.enter_context(
                connect(address, max_size=None, open_timeout=SECONDS)
            )
            self.numbers, self.said = itertools.count(1), []
            self.ask("session.new", capabilities={})
            self.ask("session.subscribe", events=["log.entryAdded"])
            self.end = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.end.close()

    def ask(self, method, **params):
        """Give a command, and return what it results in."""
        number = next(self.numbers)
        command = {"id": number, "method": method, "params": params}
        self.socket.send(json.dumps(command))
        while True:
            answer = json.loads(self.socket.recv(SECONDS))
            if answer.get("method") == "log.entryAdded":
                self.said.append(answer["params"])
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    @property
    def complaints(self):
        """What pages have thrown, or said in their consoles as errors."""
        self.ask("session.status")  # what was said before has come by then
        errors = (entry["text"] for entry in self.said if entry["level"] == "error")
        return [text for text in errors if OF_A_CUT_LINE not in text]

    def tab(self, person=None):
        """A tab of somebody new, or of a ``person``, by their user context."""
        context = person or self.ask("browser.createUserContext")["userContext"]
        made = self.ask("browsingContext.create", type="tab", userContext=context)
        return Tab(self, made["context"])


class Tab:
    """What somebody does in one tab, with real keys and clicks, and sees."""

    def __init__(self, firefox, context):
        self.firefox, self.context = firefox, context

    def go(self, url):
        where = {"context": self.context, "url": url, "wait": "complete"}
        self.firefox.ask("browsingContext.navigate", **where)

    def reload(self):
        where = {"context": self.context, "wait": "complete"}
        self.firefox.ask("browsingContext.reload", **where)

    def back(self):
        where = {"context": self.context, "delta": -1}
        self.firefox.ask("browsingContext.traverseHistory", **where)

    def evaluate(self, function, *words):
        """The result of a function of JavaScript; ``words`` are its strings."""
        result = self._call(function, *words)
        return result.get("value")

    def text(self, selector):
        return self.evaluate(TEXT, selector)

    def sees(self, selector, text=""):
        """Wait until there is such an element, with that text in it."""
        eventually(lambda: self._call(FIND, selector).get("sharedId"))
        eventually(lambda: text in self.text(selector))

    def click(self, selector, times=1):
        self.sees(selector)
        self.evaluate(SHOW, selector)
        element = {"sharedId": self._call(FIND, selector)["sharedId"]}
        origin = {"type": "element", "element": element}
        press = [{"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")]
        actions = [{"type": "pointerMove", "x": 0, "y": 0, "origin": origin}]
        self._perform("pointer", [*actions, *press * times])

    def type(self, text):
        keys = [KEYS[text]] if text in KEYS else text
        ways = ("keyDown", "keyUp")
        self._perform("key", [{"type": w, "value": key} for key in keys for w in ways])

    def fill(self, selector, text):
        self.click(selector)
        self.type(text)

    def _perform(self, kind, actions):
        doing = [{"type": kind, "id": kind, "actions": actions}]
        self.firefox.ask("input.performActions", context=self.context, actions=doing)

    def _call(self, function, *words):
        answer = self.firefox.ask(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": word} for word in words],
            awaitPromise=True,
            target={"context": self.context},
        )
        assert answer["type"] == "success", answer
        return answer["result"]


if __name__ == "__main__":
    main()
