"""Runs the desktop client's file, and answers questions about its window.

``python window_probe.py CHAT-DESKTOP.PYZ [OPTIONS]``, with any Python that has Tk. Each
line on stdin is a Tcl script as JSON, and so is its result, in one line on stdout.
``worked`` is a command of it: for how many milliseconds Tk's thread has worked so far.
"""

import json
import os
import queue
import sys
import threading
import time
import tkinter

sys.path.insert(0, sys.argv.pop(1))

from chat.desktop.__main__ import main
from chat.desktop.window import app

TURN_MS = 10
lines: queue.Queue[str] = queue.Queue()


def _milliseconds() -> int:
    """How long Tk's thread has worked, whatever else the machine did meanwhile."""
    return round(time.thread_time() * 1000)


class Probed(app.App):
    def run(self) -> int:
        self.root.tk.createcommand("worked", _milliseconds)
        threading.Thread(target=self._listen, daemon=True).start()
        self._answer()
        return super().run()

    def _listen(self) -> None:
        for line in sys.stdin:
            lines.put(line)

    def _answer(self) -> None:
        self.root.after(TURN_MS, self._answer)
        while not lines.empty():
            try:
                answer = self.root.tk.eval(json.loads(lines.get()))
            except tkinter.TclError as error:
                answer = f"error: {error}"
            print(json.dumps(answer), flush=True)


app.App = Probed
code = main()
sys.stdout.flush()
# The thread that listens would keep the interpreter from its end.
os._exit(code)
