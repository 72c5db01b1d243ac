"""The links in a message, and the browser that shows them."""

from __future__ import annotations

import webbrowser
from threading import Thread

from chat.desktop.core import markdown
from chat.desktop.core.messages import Message


def open_link(target: str) -> None:
    """Show a page in the browser, which may take its time to start."""
    Thread(target=webbrowser.open, args=(target,), daemon=True).start()


def links_of(message: Message) -> list[str]:
    """The links in a message, each once."""
    found = (span.target for span in markdown.spans(message.body) if span.target)
    return list(dict.fromkeys(found))
