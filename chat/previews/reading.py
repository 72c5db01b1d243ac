"""Previews as messages show them: behind the words, as HTML of the site's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from django.urls import reverse
from django.utils.html import format_html
from msgspec import UNSET, UnsetType

from chat import wire
from chat.models.additions import Place, at
from chat.models.messages.renewal import Spent
from chat.previews.models import Preview
from chat.site import Site

_LINK = re.compile(r'<a href="(https?://[^"]+)"')
# What has words of its own in the place of the body's.
_OTHERS = "poll", "shared"


def link_in(html: str) -> str:
    """The first address that a message leads to; "": it leads nowhere."""
    found = _LINK.search(html)
    return unescape(found[1]) if found else ""


def add(messages: Mapping[Place, wire.Message], spent: Spent) -> None:
    """Have those that lead somewhere show it; nothing is looked up for the others."""
    if not Site.here().previews:
        return
    wanted = {place for place, each in messages.items() if leads(each)}
    if not wanted:
        return
    shown = Preview.objects.filter(at(wanted)).exclude(title="")
    for preview in shown.defer("picture"):
        message = messages[preview.conversation_id, preview.seq]
        if link_in(message.html) == preview.url:
            message.html += block(preview)
            message.preview = told(preview)


def leads(message: wire.Message) -> bool:
    """Whether it is of those that show where their link leads."""
    is_other = any(getattr(message, each) is not UNSET for each in _OTHERS)
    return not (message.deleted or is_other) and bool(link_in(message.html))


def told(preview: Preview) -> wire.Preview:
    """A preview as programs are told of it."""
    return wire.Preview(
        url=preview.url,
        title=preview.title,
        site=preview.site or UNSET,
        description=preview.description or UNSET,
        picture=_picture(preview),
    )


def block(preview: Preview) -> str:
    """A preview as HTML that is safe in a page: nothing in it is of another's making
    but text, and an address that was said in the message.
    """
    parts = [
        format_html(
            '<p><a href="{}" rel="nofollow noopener noreferrer">{}</a>{}</p>',
            preview.url,
            preview.title,
            f" · {preview.site}" if preview.site else "",
        )
    ]
    if preview.description:
        parts.append(format_html("<p>{}</p>", preview.description))
    if picture := _picture(preview):
        image = '<p><img src="{}" width="{}" height="{}" alt="" loading="lazy"></p>'
        parts.append(format_html(image, picture, preview.width, preview.height))
    return f"<blockquote>{''.join(parts)}</blockquote>"


def _picture(preview: Preview) -> str | UnsetType:
    return reverse("preview", args=[preview.pk]) if preview.width else UNSET
