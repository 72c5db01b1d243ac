"""The terminal's face: one conversation at a time, everything by keys and ``/`` words.

Enter sends, Ctrl-J begins a new line; Tab or Ctrl-N and Ctrl-P go to the next or former
conversation, Ctrl-G to one with something unread; Ctrl-K goes anywhere by a part of its
name, Ctrl-F finds what was said; Page Up and Down scroll; Up in an
empty line brings the last message back to be changed; Ctrl-C ends.
"""

from __future__ import annotations

import curses
import locale
import os
import time
from pathlib import Path

from chat.desktop.client import TICK_SECONDS, Client
from chat.desktop.settings import Settings
from chat.desktop.terminal import login
from chat.desktop.terminal.keys import Keys
from chat.desktop.terminal.news import News
from chat.desktop.terminal.place import Place
from chat.desktop.terminal.screen import TerminalScreen
from chat.desktop.terminal.view import View


class App:
    """``run`` it once."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._news = News(time.monotonic)
        self._is_leaving = False

    def run(self) -> int:
        """Ask who it is, and show the screen until they leave."""
        locale.setlocale(locale.LC_ALL, "")
        try:
            client = login.come_in(self._settings, self._folder, self._news)
        except (EOFError, KeyboardInterrupt):
            return 1
        if client is None:
            return 1
        self._remember(client)
        # Escape is a key of its own here: nobody waits for what may come behind it.
        os.environ.setdefault("ESCDELAY", "25")
        try:
            curses.wrapper(self._live, client)
        except EOFError:
            return 1
        finally:
            client.close()
        return 0

    def _remember(self, client: Client) -> None:
        self._settings.name = client.account.name
        self._settings.guest = client.account.password is None
        self._settings.save(self._folder)

    def _live(self, window: curses.window, client: Client) -> None:
        screen = TerminalScreen(window, round(TICK_SECONDS * 1000))
        place = Place(client.chat, self._news.redraw)
        keys = Keys(client.chat, place, screen, self._leave, self._news.redraw)
        view = View(client, place, self._news, screen)
        while not self._is_leaving:
            key, text = screen.key()
            if key or text:
                keys.press(key, text)
                self._news.redraw()
            if client.tick() or client.state == "waiting":
                self._news.redraw()
            place.settle()
            self._news.pass_time()
            if self._news.is_due:
                self._news.is_due = False
                view.draw()
            self._call(client, screen)

    def _call(self, client: Client, screen: TerminalScreen) -> None:
        """Ring for what is meant for this person."""
        if self._news.is_calling and self._settings.notify:
            client.chat.attention.pause.unless_on(screen.ring)
        self._news.is_calling = False

    def _leave(self) -> None:
        self._is_leaving = True
