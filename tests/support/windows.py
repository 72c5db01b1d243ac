"""The desktop client's window on a screen of its own, with real keys and clicks."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from tests.support import screen
from tests.support.forked import KEPT
from tests.support.tools import need

SECONDS = 60
PROBE = Path(__file__).parent / "window_probe.py"
NEIGHBOUR = """
import sys, tkinter
root = tkinter.Tk(className="Neighbour")
root.geometry("300x200+20+20")
text = tkinter.Text(root)
text.pack()
text.focus_set()
def keep(_):
    with open(sys.argv[1], "w") as file:
        file.write(text.get("1.0", "end"))
text.bind("<KeyRelease>", keep)
root.mainloop()
"""
TIMELINE, WRITING = "pane.timeline.text", "pane.composer.text"
MAIN = ".main.halves"
NAME, SERVER = ".login.card.name", ".login.card.server"
PASSWORD, STATE = ".login.card.secret.password", ".login.card.state"


class Display:
    """An X server without a screen, on a number that it chooses."""

    def __init__(self):
        self.python = screen.need()
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            # A busy machine would repeat the key that it lets go late.
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-r"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with open(reading) as said:
            self.name = f":{int(said.readline())}"

    def close(self):
        self.process.terminate()
        self.process.wait(SECONDS)

    def do(self, *words):
        """Have xdotool do something."""
        subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self.name},
            check=True,
            timeout=SECONDS,
        )


class Managed(Display):
    """A display with a window manager, one of Debian's packages."""

    def __init__(self, manager, home):
        super().__init__()
        environment = {**os.environ, "DISPLAY": self.name, "HOME": str(home)}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.manager = subprocess.Popen(
            [need(manager, manager)], env=environment, **quiet
        )
        try:
            self._wait_for_it(manager)
        except BaseException:
            self.close()
            raise

    def _wait_for_it(self, manager):
        deadline = time.monotonic() + SECONDS
        while self._asks("get_num_desktops"):
            code = self.manager.poll()
            assert code is None, f"{manager} has ended with {code}"
            assert time.monotonic() < deadline, f"{manager} does not come"
            time.sleep(0.2)

    def close(self):
        # Of what it has nothing is wanted, and fluxbox may not hear a SIGTERM.
        self.manager.kill()
        self.manager.wait()
        super().close()

    def _asks(self, question):
        environment = {**os.environ, "DISPLAY": self.name}
        asked = subprocess.run(
            ["xdotool", question], env=environment, capture_output=True, timeout=SECONDS
        )
        return asked.returncode


class Neighbour:
    """Another program's window that somebody types in; ``with``: it is typed in."""

    def __init__(self, display, folder):
        self.display, self.file = display, folder / "neighbour"
        self.process = subprocess.Popen(
            [display.python, "-c", NEIGHBOUR, str(self.file)],
            env={**os.environ, "DISPLAY": display.name},
        )

    def __enter__(self):
        self.display.do("search", "--sync", "--onlyvisible", "--class", "Neighbour")
        self.display.do("mousemove", 150, 120, "click", 1)
        self.type("x")
        self.has("x")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(SECONDS)

    def type(self, text):
        self.display.do("type", "--delay", 5, "--", text)

    def has(self, text):
        """It stands there, or gets to."""
        deadline = time.monotonic() + SECONDS
        while not self.file.exists() or text not in self.file.read_text():
            assert time.monotonic() < deadline, f"{text} went elsewhere"
            time.sleep(0.02)


def fetch_client(site, folder):
    """Download the client as somebody does who has read the page."""
    path = folder / "chat-desktop.pyz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{site.url}desktop/chat-desktop.pyz", timeout=SECONDS) as answer:
        path.write_bytes(answer.read())
    return path


class Window:
    """One running client; ``browser``: a command that opens links."""

    def __init__(self, display, file, folder, *options, **environment):
        self.display = display
        self.words = [display.python, str(PROBE), str(file)]
        self.words += ["--data", str(folder), *options]
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment = {**kept, "DISPLAY": display.name, **environment}
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.words,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.focus(".")
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()

    def kill(self):
        """End it as a power failure does."""
        self.process.send_signal(signal.SIGKILL)
        self.ended()

    def ended(self):
        """Wait for its end; return its exit code."""
        self.process.wait(SECONDS)
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.returncode

    # --- Questions --------------------------------------------------------------------

    def ask(self, script):
        """What Tk says about its widgets."""
        self.process.stdin.write(json.dumps(script) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def until(self, script, true, seconds=SECONDS):
        """Ask until the answer is as wanted; return it."""
        deadline = time.monotonic() + seconds
        while not true(answer := self.ask(script)):
            assert time.monotonic() < deadline, f"{script} is {answer!r}"
            time.sleep(0.02)
        return answer

    def appears(self, widget):
        script = f"expr {{[winfo exists {widget}] && [winfo ismapped {widget}]}}"
        self.until(script, lambda answer: answer == "1")

    def asks(self, dialog):
        """A dialog is there, and has the keyboard: only now a key is its own."""
        self.until("focus", lambda focus: focus.startswith(f"{dialog}."))

    def messages(self, where=MAIN):
        """Everything that stands in a timeline."""
        return self.ask(f"{where}.{TIMELINE} get 1.0 end")

    def sees(self, text, where=MAIN):
        """It stands in the timeline, and waits for nothing."""
        self.until(
            f"{where}.{TIMELINE} get 1.0 end",
            lambda said: text in said and "waiting to be sent" not in said,
        )

    def sees_waiting(self, text, where=MAIN):
        """It stands below what waits to be sent."""
        self.until(f"{where}.{TIMELINE} get 1.0 end", lambda said: text in said)

    def says(self, widget, text):
        """A label or a button says that, or gets to."""
        self.until(f"{widget} cget -text", lambda said: text in said)

    def people(self):
        rows = self.ask(f"{MAIN}.people.tree children {{}}")
        return rows.split()

    # --- Keys and clicks --------------------------------------------------------------

    def focus(self, window):
        """Turn to a window, as a window manager does."""
        self.until(f"winfo viewable {window}", lambda answer: answer == "1")
        self.ask(f"focus -force [focus -lastfor {window}]")
        self.until("focus", lambda focus: self.ask(f"winfo toplevel {focus}") == window)

    def type(self, text):
        self.display.do("type", "--delay", 5, "--", text)

    def press(self, *keys):
        self.display.do("key", *keys)

    def click(self, widget, times=1, button=1, at=None):
        """Click into the middle of a widget, or at ``"x y"`` in it."""
        left, top, middle = self._place(widget)
        x, y = map(int, (at or middle).split()[:2])
        x, y = x + left, y + top
        repeat = ["--repeat", times, "--delay", 60]
        self.display.do("mousemove", x, y, "click", *repeat, button)

    def click_row(self, tree, row, times=1):
        """Click on a row of a list."""
        box = self.until(f"{tree} bbox {{{row}}}", bool)
        x, y, _, height = map(int, box.split())
        self.click(tree, times, at=f"{x + 30} {y + height // 2}")

    def click_text(self, text, where=MAIN, button=1):
        """Click on words in a timeline."""
        widget = f"{where}.{TIMELINE}"
        box = self.until(f"{widget} bbox [{widget} search -- {{{text}}} 1.0]", bool)
        x, y, width, height = map(int, box.split())
        self.click(widget, button=button, at=f"{x + width // 2} {y + height // 2}")

    def write(self, text, where=MAIN):
        """Write something and press Enter."""
        self.click(f"{where}.{WRITING}")
        self.type(text)
        self.press("Return")

    def enter(self, name="", password=None):
        """Come in by the log-in window; without a name, by what stands there."""
        self.appears(".login")
        self.click(NAME)
        if name:
            self.type(name)
        if password is not None:
            self.click(".login.card.kind.account")
            self.click(PASSWORD)
            self.type(password)
        self.press("Return")
        self.appears(".main")
        self.until(f"{MAIN}.{TIMELINE} get 1.0 end", lambda answer: answer is not None)
        return self

    def _place(self, widget):
        """Where it is, and its middle, once what is around it is laid out."""
        script = (
            f"list [winfo rootx {widget}] [winfo rooty {widget}]"
            f" [winfo width {widget}] [winfo height {widget}]"
        )
        before = None
        while (place := self.ask(f"update idletasks; {script}")) != before:
            before = place
        left, top, width, height = map(int, place.split())
        return left, top, f"{width // 2} {height // 2}"
