"""The windows for what is sent later: the form that makes it, and the list of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Refused
from chat.desktop.core.sending.later import Attempts
from chat.desktop.core.sending.moments import typed
from chat.desktop.core.slash.later import line_of
from chat.desktop.core.times import local
from chat.desktop.window.dialogs.later_form import Keep, LaterForm
from chat.desktop.window.dialogs.scheduled import ScheduledWindow
from chat.desktop.window.windows import Windows

FIRST = "+1h"


class LaterWindows:
    """Of the person whose ``windows`` these are; one of each kind at a time."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def write(self) -> None:
        """What is written where the keyboard is, to be sent later."""
        pane, chat = self._windows.pane_in_use, self._chat
        here = pane.conversation if pane is not None else None
        if pane is None or here is None or chat is None:
            return
        field = pane.field
        # While a message is changed, what is written there is another's matter.
        words = "" if chat.drafts.of(here).seq else field.body
        attempts = Attempts(chat.kept.later)

        def keep(
            at: datetime, said: str, kept: Callable[[object], None], refused: Refused
        ) -> None:
            def done(event: Event) -> None:
                if words and field.winfo_exists() and field.body == words:
                    field.rewrite("", 0)
                    chat.replies.drop(here)
                # It has been said by now, if it was kept long ago.
                all = event.get("messages", [])
                chat.screen.noted(here, [line_of(each) for each in all])
                kept(event)

            to = here.name if here.id is None else here.id
            reply = chat.replies.of(here) if words else None
            attempts.make(to, said, at, done, refused, reply)

        self._form(f"Send to {here.name} later", FIRST, words, keep)

    def show(self) -> None:
        """What is to be sent later."""
        main, chat = self._windows.main, self._chat
        if main is not None and chat is not None:
            if "scheduled" in main.children:
                main.children["scheduled"].destroy()
            looks = self._windows.looks
            ScheduledWindow(main, looks, chat.kept.later, self._change)

    # --- Steps ------------------------------------------------------------------------

    def _change(self, one: Event) -> None:
        chat = self._chat
        when = typed(local(one["at"]))

        def keep(
            at: datetime, said: str, kept: Callable[[object], None], refused: Refused
        ) -> None:
            if chat is not None:
                # To the minute it is as it was.
                moment = None if typed(at) == when else at
                chat.kept.later.change(one["id"], kept, refused, at=moment, body=said)

        self._form(f"Change what is sent to {one['name']}", when, one["body"], keep)

    def _form(self, title: str, when: str, words: str, keep: Keep) -> None:
        main = self._windows.main
        if main is not None:
            if "later" in main.children:
                main.children["later"].destroy()
            looks = self._windows.looks
            LaterForm(main, looks, title=title, when=when, words=words, keep=keep)

    @property
    def _chat(self) -> Chat | None:
        client = self._windows.client
        return client.chat if client is not None else None
