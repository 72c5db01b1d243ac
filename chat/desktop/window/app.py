"""The application: who comes in, which view they see, and the turns of its clock."""

from __future__ import annotations

import sqlite3
import tkinter as tk
from pathlib import Path

from chat.desktop.client import Client
from chat.desktop.settings import Account, Settings
from chat.desktop.window.attention.alerts import Alerts
from chat.desktop.window.composer.editing import teach
from chat.desktop.window.dialogs.login import LoginView
from chat.desktop.window.menubar import MenuBar
from chat.desktop.window.pulse import Pulse
from chat.desktop.window.theme.glyphs import room_for_emoji
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.updates import Updates
from chat.desktop.window.windows import TITLE, Windows

SIZE, LEAST = (1000, 680), (300, 240)
# What is told in seconds, and what blinks.
COUNT_SECONDS, BLINK_SECONDS = 1.0, 0.35


class App:
    """Everything happens in Tk's thread, which sleeps while nothing is to be done."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._is_choosing = False
        with room_for_emoji():
            self.root = tk.Tk(className="Chat")
            self._looks = Looks(self.root, settings.theme, settings.font_size)
        self.root.title(TITLE)
        self.root.geometry(settings.size("main") or self._looks.geometry(*SIZE))
        self.root.minsize(*map(self._looks.px, LEAST))
        teach(self.root)
        self._pulse = Pulse(self.root, self.turn)
        self._looks.paint_window(self.root)
        self._windows = Windows(
            self.root,
            self._looks,
            settings,
            log_in=self.log_in_again,
            leave=self.leave,
        )
        self._windows.slices.done = self._pulse.soon
        self._updates = Updates(
            self._windows, Alerts(self._windows, settings), self._pulse.soon
        )
        self._login = LoginView(
            self.root, settings, self._looks, self._come_in, self._give_up
        )
        self._menu = MenuBar(self._windows, settings, self)
        self.root.protocol("WM_DELETE_WINDOW", self.leave)
        self._show_login()

    def run(self) -> int:
        """Live until the person leaves."""
        self._pulse.soon()
        self.root.mainloop()
        return 0

    # --- What the menu bar asks -------------------------------------------------------

    def leave(self) -> None:
        """End the program."""
        self._settings.geometry["main"] = self.root.geometry()
        self._drop_client()
        self._settings.save(self._folder)
        self._pulse.close()
        self.root.destroy()

    def log_in_again(self) -> None:
        """Have the person change what they come in with; nothing else is lost."""
        self._is_choosing = True
        self._show_login()

    def resize_text(self, by: int) -> None:
        """Larger or smaller text, everywhere."""
        self._looks.resize(self._looks.size + by)
        self._settings.font_size = self._looks.size
        self._windows.paint()

    def use_theme(self, theme: str) -> None:
        """Light, dark, or as the system is."""
        self._settings.theme = theme
        self._looks.use(theme)
        self._menu.paint()
        self._windows.paint()

    # --- Coming and going -------------------------------------------------------------

    def _come_in(self, account: Account) -> None:
        self._is_choosing = False
        client = self._client_for(account)
        if client is not None:
            client.log_in(account)
            self._settings.remember(account)
            self._settings.save(self._folder)

    def _client_for(self, account: Account) -> Client | None:
        """The one that there is, if it is that person's; None if none can be made."""
        client = self._windows.client
        if client is not None and client.account.file == account.file:
            return client
        self._drop_client()
        try:
            client = Client(
                account, self._folder, self._updates, woken=self._pulse.wake
            )
            client.timers.changed = self._pulse.soon
        except (sqlite3.Error, OSError) as error:
            self._login.fail(f"This computer's disk does not do as it should: {error}.")
            return None
        self._windows.open(client)
        return client

    def _give_up(self) -> None:
        """Try no more; what is half written in the main window stays there."""
        self._is_choosing = True
        if self._windows.client is not None:
            self._windows.client.hang_up()
        self._login.show(None)

    def _drop_client(self) -> None:
        client = self._windows.client
        self._windows.close()
        self._updates.forget()
        if client is not None:
            client.close()

    # --- The two views ----------------------------------------------------------------

    def _show_login(self) -> None:
        if self._windows.main is not None:
            self._windows.main.pack_forget()
        self._login.pack(fill="both", expand=True)
        self._login.show(self._windows.client)
        self._login.focus()

    def _show_main(self) -> None:
        main = self._windows.main
        if main is None:
            return
        self._login.pack_forget()
        main.pack(fill="both", expand=True)
        main.begin()
        self._updates.listed()
        self._updates.people()
        # Somebody may be writing in a private window while this one comes back.
        if not self._windows.is_in_private:
            main.pane.focus()

    # --- The turn ---------------------------------------------------------------------

    def turn(self) -> float | None:
        """Take in what came, draw what changed; seconds until something is due."""
        client = self._windows.client
        if client is None:
            return None
        client.tick()
        self._choose_view(client)
        self._updates.draw()
        self._windows.see()
        self._windows.show_state()
        due = [self._updates.seconds_left]
        due += [] if client.seconds_left is None else [client.seconds_left]
        due += [COUNT_SECONDS] * (client.state == "waiting")
        due += [BLINK_SECONDS] * self._windows.is_calling
        return min(due)

    def _choose_view(self, client: Client) -> None:
        if not self._login.winfo_manager() or self._is_choosing:
            return
        is_known_offline = client.state == "waiting" and client.is_known
        if not client.was_welcome and not is_known_offline:
            self._login.show(client)
        elif client.chat.conversations.rooms:
            self._show_main()
