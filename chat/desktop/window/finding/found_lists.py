"""The windows that list messages: pinned ones, saved ones, replies; and the way there.

They are the main view's, and go with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.found import Came, Found
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.messages import why_lines
from chat.desktop.core.times import local
from chat.desktop.window.dialogs.members import NAME as MEMBERS
from chat.desktop.window.dialogs.members import MembersWindow
from chat.desktop.window.dialogs.text_window import TextWindow
from chat.desktop.window.finding.found_window import FoundWindow
from chat.desktop.window.main import MainView
from chat.desktop.window.windows import Windows

WHY = "Why you were notified, or not"


class FoundLists:
    """Of the person whose ``windows`` these are; one of each kind at a time."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    # --- Lists ------------------------------------------------------------------------

    def pins(self) -> None:
        """What is pinned in the conversation that the keyboard is in."""
        pane, chat = self._windows.pane_in_use, self._chat
        here = pane.conversation if pane is not None else None
        if chat is None or here is None:
            return
        kept = chat.kept

        def ask(_: int | None, came: Came) -> None:
            kept.pins(here, came)

        def off(found: Found) -> None:
            kept.pin(here, found.seq, on=False)

        self._show(
            "pins",
            ask,
            off,
            title=f"Pinned in {here.name}",
            none="Nothing is pinned here.",
        )

    def saved(self) -> None:
        """What this person has saved, of all conversations."""
        chat = self._chat
        if chat is not None:
            off = partial(_take_off, chat)
            self._show(
                "saved",
                chat.kept.list_saved,
                off,
                title="Saved messages",
                none="You have saved nothing.",
            )

    def mentions(self) -> None:
        """Where this person was named."""
        chat = self._chat
        if chat is not None:
            self._show(
                "mentions",
                chat.kept.mentions,
                title="Mentions of you",
                none="Nobody has named you.",
            )

    def chain(self, here: Conversation, seq: int) -> None:
        """What a message answers, and what answers it."""
        chat = self._chat
        if chat is not None:
            ask = _once(partial(chat.kept.chain, here, seq))
            self._show(
                "chain",
                ask,
                marked=seq,
                title=f"Replies in {here.name}",
                none="There are none.",
            )

    # --- What is told of one message --------------------------------------------------

    def versions(self, here: Conversation, seq: int) -> None:
        """What it said before, the newest first."""
        if self._chat is not None:
            self._chat.kept.versions(here, seq, self._show_versions)

    def why(self, here: Conversation, seq: int) -> None:
        """Why this person was notified of it, or not."""
        if self._chat is not None:
            self._chat.kept.why(here, seq, self._show_why)

    def reactors(self, here: Conversation, message: Message) -> None:
        """Who has reacted to it."""
        if self._chat is not None:
            blocks = self._chat.conversations.blocks
            heard = blocks.heard(message.reactions, message.reactors)
            lines = [f"{emoji}  {', '.join(names)}" for emoji, names in heard.items()]
            self._show_text("reactors", "Who has reacted", lines)

    def _show_versions(self, event: Event) -> None:
        lines: list[str] = []
        for version in reversed(event["versions"]):
            at = f"{local(version['at']):%d %b %Y %H:%M}" if "at" in version else ""
            lines += [at or "Before", version["body"], ""]
        self._show_text("versions", "What it said before", lines[:-1])

    def _show_why(self, event: Event) -> None:
        self._show_text("why", WHY, why_lines(event))

    # --- Whom there is ----------------------------------------------------------------

    def members(self, here: Conversation | None = None, match: str = "") -> None:
        """Who is in a conversation, by default in the one that the keyboard is in."""
        pane, chat = self._windows.pane_in_use, self._chat
        here = here or (pane.conversation if pane is not None else None)
        main = self._anew(MEMBERS)
        if chat is None or here is None or here.id is None or main is None:
            return
        looks, private = self._windows.looks, self._windows.open_private
        faces = self._windows.faces
        MembersWindow(main, looks, chat, here, private, faces).show(match)

    # --- Going there ------------------------------------------------------------------

    def lead(self, conversation: Conversation, seq: int) -> None:
        """Show a message where it was said; one far away with what is around it."""
        main = self._windows.main
        panes = self._windows.panes_of(conversation)
        if not panes and main is not None:
            main.show(conversation)
            panes = [main.pane]
        for pane in panes[:1]:
            window = pane.winfo_toplevel()
            window.lift()
            pane.timeline.text.focus_force()
            if not pane.timeline.lead(seq):
                self._show_around(conversation, seq)

    def _show_around(self, here: Conversation, seq: int) -> None:
        if self._chat is not None:
            ask = _once(partial(self._chat.kept.around, here, seq))
            self._show(
                "around",
                ask,
                marked=seq,
                title=f"Long ago in {here.name}",
                none="It is not there.",
            )

    def _lead(self, found: Found) -> None:
        place = self._chat.kept.rows.place(found) if self._chat is not None else None
        if place is not None:
            self.lead(place, found.seq)

    # --- Steps ------------------------------------------------------------------------

    @property
    def _chat(self) -> Chat | None:
        client = self._windows.client
        return client.chat if client is not None else None

    def _show(
        self,
        name: str,
        ask: Callable[[int | None, Came], None],
        off: Callable[[Found], None] | None = None,
        **what: Any,
    ) -> None:
        main = self._anew(name)
        if main is not None:
            looks, lead = self._windows.looks, self._lead
            FoundWindow(main, looks, name=name, ask=ask, lead=lead, off=off, **what)

    def _anew(self, name: str) -> MainView | None:
        """Whose window it is; the one that is open shows something else perhaps."""
        main = self._windows.main
        if main is not None and name in main.children:
            main.children[name].destroy()
        return main

    def _show_text(self, name: str, title: str, lines: list[str]) -> None:
        main = self._anew(name)
        if main is not None:
            TextWindow(main, self._windows.looks, name, title=title, lines=lines)


def _once(ask: Callable[[Came], None]) -> Callable[[int | None, Came], None]:
    """It has one page."""
    return lambda _, came: ask(came)


def _take_off(chat: Chat, found: Found) -> None:
    place = chat.conversations.by_id(found.conversation)
    if place is None:
        chat.kept.drop(found.conversation, found.seq)
    else:
        chat.kept.save(place, found.seq, on=False)
