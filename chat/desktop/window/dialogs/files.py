"""Files of this computer and of messages, chosen in a window of the system's."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog

from chat.desktop.core.chat import Chat
from chat.desktop.core.files.attachments import CannotShare, attached
from chat.desktop.core.files.shared import SharedFile
from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.dialogs.picture import PictureWindow
from chat.desktop.window.theme.looks import Looks


def add_files(parent: tk.Misc, chat: Chat, here: Conversation) -> None:
    """Have files chosen, and share them there."""
    chosen = filedialog.askopenfilenames(parent=parent, title="Add files")
    try:
        together = attached(parent.tk.splitlist(chosen))
    except CannotShare as why:
        chat.screen.warned(str(why))
        return
    for files in together:
        chat.post(here, "", files=files)


def open_file(
    parent: tk.Misc,
    looks: Looks,
    chat: Chat,
    here: Conversation,
    message: Message,
    at: int,
) -> None:
    """Show that file of the message if it is a picture; else have it stored."""
    if message.shared is None or at >= len(message.shared.files):
        return
    file = message.shared.files[at]

    def save() -> None:
        _save(parent, chat, here, message.seq, file)

    if file.width is None:
        save()
        return
    window = PictureWindow(parent, looks, title=file.line, save=save)
    chat.downloads.show(here, message.seq, file, window.path, window.show)


def _save(
    parent: tk.Misc, chat: Chat, here: Conversation, seq: int, file: SharedFile
) -> None:
    """Have it chosen where it goes, and fetch it."""
    path = filedialog.asksaveasfilename(
        parent=parent, title="Save a file", initialfile=file.name
    )
    if path:
        chat.downloads.save(here, seq, file, Path(path))
