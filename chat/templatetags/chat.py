"""How the page shows the wire's times before JavaScript makes them local."""

from django import template

register = template.Library()


@register.filter
def clock(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``14:05``."""
    return at[11:16]


@register.filter
def day(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``2026-01-31``."""
    return at[:10]
