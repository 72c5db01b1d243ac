"""The menu bar, and the keys that do the same."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Protocol

from chat.desktop.core.slash.line import LANGUAGES
from chat.desktop.settings import Settings
from chat.desktop.window.dialogs.later_windows import LaterWindows
from chat.desktop.window.dialogs.status_form import NAME as STATUS
from chat.desktop.window.dialogs.status_form import StatusForm
from chat.desktop.window.finding.found_lists import FoundLists
from chat.desktop.window.finding.ways import acts_of
from chat.desktop.window.main import MainView
from chat.desktop.window.shortcuts import KEY, SHOWN_KEY
from chat.desktop.window.windows import Windows

STEPS = (("Next conversation", "Alt-Down", 1), ("Conversation before", "Alt-Up", -1))
UNREAD = (("Unread below", "Alt-Shift-Down", 1), ("Unread above", "Alt-Shift-Up", -1))
THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}


class Acts(Protocol):
    """What the menu bar asks of the application."""

    def log_in_again(self) -> None:
        """Have the person change what they come in with."""

    def leave(self) -> None:
        """End the program."""

    def resize_text(self, by: int) -> None:
        """Larger or smaller text, everywhere."""

    def use_theme(self, theme: str) -> None:
        """``"light"``, ``"dark"``, or ``"system"``."""


class MenuBar:
    """Does what is chosen: in the windows and lists, or by asking for ``acts``."""

    def __init__(self, windows: Windows, settings: Settings, acts: Acts) -> None:
        self._windows = windows
        windows.found = self._lists = FoundLists(windows)
        self._later = LaterWindows(windows)
        self._settings = settings
        self._acts = acts
        self._root = windows.root
        self._menus: list[tk.Menu] = []
        self._bar = self._menu(self._root)
        self._root.configure(menu=self._bar)
        self._theme = tk.StringVar(self._root, settings.theme)
        self._notify = tk.BooleanVar(self._root, settings.notify)
        self._make_chat()
        self._make_go()
        self._make_view()
        self.paint()

    def paint(self) -> None:
        """Take the colours of the theme."""
        for menu in self._menus:
            ground = "shade" if menu is self._bar else "raised"
            self._windows.looks.paint_menu(menu, ground)

    def _make_chat(self) -> None:
        menu = self._cascade("Chat")
        self._add(menu, "Private talk with …", "n", self._begin("/msg "))
        self._add(menu, "Enter a room …", "j", self._begin("/join #"))
        self._add(menu, "Make a room …", "", self._begin("/create #"))
        self._add(menu, "Rooms that there are", "", self._say("/rooms"))
        self._add(menu, "Invite somebody here …", "", self._begin("/invite "))
        self._add(menu, "Leave this room", "", self._say("/leave"))
        self._add(menu, "Mute, or hear again", "m", self._mute)
        self._add_plain(menu, "Send later …", "Alt-Return", self._later.write)
        self._add(menu, "Add files …", "", partial(_add_files, self._windows))
        self._add(menu, "How you are …", "", partial(_say_how, self._windows))
        self._add(menu, "Hide this talk", "", lambda: self._say_here("/hide"))
        self._add(menu, "Blocked people", "", lambda: self._say_here("/blocked"))
        menu.add_separator()
        self._add(menu, "Send again what was refused", "", self._retry)
        menu.add_separator()
        self._add(menu, "Log in …", "", self._acts.log_in_again)
        self._add(menu, "Quit", "q", self._acts.leave)

    def _make_go(self) -> None:
        menu = self._cascade("Go")
        for label, key, by in STEPS:
            step = partial(MainView.step, by=by)
            self._add_plain(menu, label, key, self._main(step))
        self._add(menu, "Next unread", "u", self._main(MainView.step_to_unread))
        for label, key, by in UNREAD:
            step = partial(MainView.step_to_unread, by=by)
            self._add_plain(menu, label, key, self._main(step))
        news = self._main(lambda main: main.finding.show_news())
        self._add(menu, "All unread", "Shift-A", news)
        menu.add_separator()
        self._add(menu, "Go to …", "k", self._main(self._switch))
        find = self._main(lambda main: main.finding.search())
        self._add(menu, "Find what was said …", "Shift-F", find)
        self._add(menu, "Find a name …", "f", self._main(MainView.find))
        self._add_lists(menu)
        self._add(menu, "To the conversations", "1", lambda: self._focus("list"))
        self._add(menu, "To the messages", "2", lambda: self._focus("timeline"))
        self._add(menu, "To writing", "3", lambda: self._focus("composer"))
        self._add(menu, "To the people", "4", lambda: self._focus("people"))

    def _add_lists(self, menu: tk.Menu) -> None:
        menu.add_separator()
        self._add(menu, "Mentions of you", "", self._lists.mentions)
        self._add(menu, "Members", "", self._lists.members)
        self._add(menu, "Pinned here", "", self._lists.pins)
        self._add(menu, "Saved messages", "", self._lists.saved)
        self._add(menu, "Sent later", "", self._later.show)
        menu.add_separator()

    def _make_view(self) -> None:
        menu, acts = self._cascade("View"), self._acts
        self._add(
            menu,
            "Fold or show the lists",
            "b",
            self._main(lambda main: main.sides.toggle()),
        )
        menu.add_separator()
        self._add(menu, "Larger text", "plus", lambda: acts.resize_text(1))
        self._add(menu, "Smaller text", "minus", lambda: acts.resize_text(-1))
        self._root.bind_all(f"<{KEY}-equal>", lambda _: acts.resize_text(1))
        menu.add_separator()
        for theme, label in THEMES.items():
            menu.add_radiobutton(
                label=label,
                value=theme,
                variable=self._theme,
                command=lambda: acts.use_theme(self._theme.get()),
            )
        menu.add_separator()
        menu.add_checkbutton(
            label="Notifications and bell",
            variable=self._notify,
            command=self._set_notify,
        )

        menu.add_separator()
        for code, name in LANGUAGES.items():
            self._add(menu, name, "", partial(self._say_here, f"/language {code}"))

    # --- Steps ------------------------------------------------------------------------

    def _menu(self, parent: tk.Misc) -> tk.Menu:
        menu = tk.Menu(parent, tearoff=False)
        self._menus.append(menu)
        return menu

    def _cascade(self, label: str) -> tk.Menu:
        menu = self._menu(self._bar)
        self._bar.add_cascade(label=label, menu=menu, underline=0)
        return menu

    def _add(
        self, menu: tk.Menu, label: str, key: str, act: Callable[[], None]
    ) -> None:
        """An entry; ``key`` does the same, with Control or Command."""
        names = {"plus": "+", "minus": "−", key.title(): key.replace("-", "+")}
        shown = f"{SHOWN_KEY}{names.get(key, key.upper())}" if key else ""
        menu.add_command(label=label, accelerator=shown, command=act)
        if key:
            self._bind(f"<{KEY}-{'Key-' if key.isdigit() else ''}{key}>", act)

    def _add_plain(
        self, menu: tk.Menu, label: str, key: str, act: Callable[[], None]
    ) -> None:
        """An entry whose key is written out."""
        menu.add_command(label=label, accelerator=key.replace("-", "+"), command=act)
        self._bind(f"<{key}>", act)

    def _bind(self, keys: str, act: Callable[[], None]) -> None:
        # Before the widgets' own keys: in a text Control-N is a step down.
        def acts(event: tk.Event[tk.Misc]) -> str:
            act()
            return "break"

        self._root.bind_all(keys, acts)
        for kind in ("Text", "TEntry", "Treeview"):
            self._root.bind_class(kind, keys, acts)

    def _switch(self, main: MainView) -> None:
        pane = self._windows.pane_in_use or main.pane
        main.finding.switch(pane.winfo_toplevel(), lambda: acts_of(self._menus))

    def _begin(self, line: str) -> Callable[[], None]:
        return self._main(lambda main: main.pane.begin(line))

    def _say(self, line: str) -> Callable[[], None]:
        def say(main: MainView) -> None:
            main.pane.say(line)

        return self._main(say)

    def _say_here(self, line: str) -> None:
        """In the window that the keyboard is in."""
        pane = self._windows.pane_in_use
        if pane is not None:
            pane.say(line)

    def _mute(self) -> None:
        self._say_here("/mute")

    def _retry(self) -> None:
        if self._windows.client is not None:
            self._windows.client.chat.postman.retry_all()

    def _main(self, act: Callable[[MainView], None]) -> Callable[[], None]:
        """Does something in the main window, while somebody is in."""

        def acts() -> None:
            if self._windows.main is not None:
                act(self._windows.main)

        return acts

    def _focus(self, what: str) -> None:
        main, pane = self._windows.main, self._windows.pane_in_use
        if main is None or pane is None:
            return
        if what in ("list", "people"):
            main.sides.show(True)
        if what == "list":
            main.conversations.tree.focus_set()
        elif what == "people":
            main.people.tree.focus_set()
        elif what == "timeline":
            pane.timeline.text.focus_set()
        else:
            pane.focus()

    def _set_notify(self) -> None:
        self._settings.notify = self._notify.get()


def _add_files(windows: Windows) -> None:
    """In the window that the keyboard is in."""
    if windows.pane_in_use is not None:
        windows.pane_in_use.add_files()


def _say_how(windows: Windows) -> None:
    """One form at a time."""
    main, client = windows.main, windows.client
    if main is None or client is None:
        return
    if STATUS in main.children:
        main.children[STATUS].destroy()
    StatusForm(main, windows.looks, client.chat)
