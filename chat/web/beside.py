"""What the page has to know of the messages that it shows, beside what their rows say.

A message stands once in a page: its row is read by ``static/js/dom/painted.js``.
"""

import re
from html import unescape
from typing import Any

import msgspec

from chat.wire import UNSET, Message

TAG = re.compile(r"<[^>]*>")


def beside(message: Message, you: int) -> dict[str, Any]:
    """Who has reacted, whom it names, what it answers, what it asks, its files,
    where it leads, and that it is pinned; and what it says, if its row says less of
    that than somebody needs who edits or quotes it, or names somebody who is called
    otherwise now.
    """
    known: dict[str, Any] = {}
    if message.reactions:
        known |= {"reactions": message.reactions, "reactors": message.reactors}
    if message.mentions is not UNSET:
        known["mentions"] = msgspec.to_builtins(message.mentions)
    if message.quote is not UNSET:
        known["reply_to"] = message.reply_to
        known["quote"] = msgspec.to_builtins(message.quote)
    if message.calls is not UNSET:
        known["calls"] = message.calls
    if message.poll is not UNSET:
        known["poll"] = msgspec.to_builtins(message.poll)
    if message.shared is not UNSET:
        known["shared"] = msgspec.to_builtins(message.shared)
        known["body"] = message.body
    if message.preview is not UNSET:
        known["preview"] = msgspec.to_builtins(message.preview)
    if message.pinned is True:
        known["pinned"] = True
    is_own_less = message.author == you and message.body != _words_in(message.html)
    if is_own_less or any(each.called for each in message.mentions or ()):
        known["body"] = message.body
    return known


def _words_in(html: str) -> str:
    return unescape(TAG.sub("", html))
