"""The names in a message's words: links to whom it names, as they are called now; as in
``static/js/timeline/names_in.js``.
"""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chat.text.mentions import replaced
from chat.wire import UNSET, Mention, Message

CALLS = re.compile("(?:here|room)(?![a-z0-9_-])", re.IGNORECASE)


def show_names(html: str, message: Message, you: int) -> str:
    """``html`` is the message's, or a part of it, as the site has rendered it."""

    def shown(typed: str) -> str:
        for each in message.mentions or ():
            if typed == (each.within or each.name):
                return _link(each, you) + format_html("{}", typed[len(each.name) :])
        if message.calls is UNSET or not CALLS.match(typed):
            return ""
        return format_html('<span class="mention is-call">@{}</span>', typed)

    return replaced(html, shown)


def _link(its: Mention, you: int) -> SafeString:
    called = its.called or its.name
    return format_html(
        '<a class="mention{}" data-name="{}" data-person="{}" href="{}">@{}</a>',
        *(" is-you" if its.author == you else "", called, its.author),
        *(reverse("direct", args=[called]), called),
    )
