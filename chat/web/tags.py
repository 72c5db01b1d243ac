"""What the page's templates ask for."""

from functools import cache

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def clock(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``14:05``, until JavaScript makes it local."""
    return at[11:16]


@register.filter
def day(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``2026-01-31``."""
    return at[:10]


@register.simple_tag
@cache
def icon(name: str) -> str:
    """A drawing of ``_icons.html``; each message has three, so it is no template."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="#icon-{}"></use></svg>',
        name,
    )
