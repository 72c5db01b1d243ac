"""Files of this computer and of messages, chosen in a window of the system's."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog

from chat.desktop.core.attachments import CannotShare, attached
from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message


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


def save_file(
    parent: tk.Misc, chat: Chat, here: Conversation, message: Message, at: int
) -> None:
    """Have it chosen where that file of the message goes, and fetch it."""
    if message.shared is None or at >= len(message.shared.files):
        return
    file = message.shared.files[at]
    path = filedialog.asksaveasfilename(
        parent=parent, title="Save a file", initialfile=file.name
    )
    if path:
        chat.downloads.save(here, message.seq, file, Path(path))
