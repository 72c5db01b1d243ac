"""Runs the desktop client's file, and answers questions about its window.

``python window_probe.py CHAT-DESKTOP.PYZ [OPTIONS]``, with any Python that has Tk. Each
line on stdin is a Tcl script as JSON, and so is its result, in one line on stdout.
``longest`` is a command of it: for how many milliseconds Tk's thread has worked at most
in one turn of its loop, since that was asked last. So long does a key wait.
``turns``: how many turns the program has taken. ``undo 600``: for so many seconds a
deletion can be taken back from now on.
"""

import json
import os
import queue
import sys
import threading
import time
import tkinter
from contextlib import suppress

sys.path.insert(0, sys.argv.pop(1))

from chat.desktop.__main__ import main
from chat.desktop.core.sending import deletions
from chat.desktop.window import app

TURN_MS = 10
lines: queue.Queue[str] = queue.Queue()


class Probed(app.App):
    _longest = 0.0
    turns = 0

    def turn(self) -> "float | None":
        self.turns += 1
        return super().turn()

    def run(self) -> int:
        self.root.tk.createcommand("longest", self._longest_turn)
        self.root.tk.createcommand("turns", lambda: self.turns)
        self.root.tk.createcommand("undo", self._undo)
        self.root.mainloop = self._turn  # type: ignore[method-assign]
        threading.Thread(target=self._listen, daemon=True).start()
        self._answer()
        return super().run()

    def _turn(self, n: int = 0) -> None:
        """``mainloop``, turn by turn.

        The thread's own time is measured, whatever else the machine does. A timer could
        not: on a busy machine many turns come between two of its own.
        """
        tk = self.root.tk
        with suppress(tkinter.TclError):  # the window has gone
            while tk.eval("winfo exists ."):
                began = time.thread_time()
                tk.dooneevent(0)
                self._longest = max(self._longest, time.thread_time() - began)

    def _longest_turn(self) -> int:
        longest, self._longest = self._longest, 0.0
        return round(longest * 1000)

    def _undo(self, seconds: str) -> None:
        deletions.UNDO_SECONDS = float(seconds)

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
