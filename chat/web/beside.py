"""What the page has to know of the messages that it shows, beside what their rows say.

A message stands once in a page: its row is read by ``static/js/dom/painted.js``.
"""

import re
from html import unescape
from typing import Any

from chat.wire import Message

TAG = re.compile(r"<[^>]*>")


def beside(message: Message, you: int) -> dict[str, Any]:
    """Who has reacted; and what to edit, if it is one's own and reads otherwise."""
    known: dict[str, Any] = {}
    if message.reactions:
        known |= {"reactions": message.reactions, "reactors": message.reactors}
    if message.author == you and message.body != unescape(TAG.sub("", message.html)):
        known["body"] = message.body
    return known
