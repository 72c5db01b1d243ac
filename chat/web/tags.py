"""What the page's templates ask for."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from django import template
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi

from chat.accounts.languages import words_here
from chat.text.size import size_of
from chat.web.brand import Brand
from chat.web.names_in import show_names
from chat.web.pictures import bars, sides_shown
from chat.wire import UNSET, Conversation, File, Message, Poll
from chat.words import plural, sentence

register = template.Library()
register.filter(sides_shown)
register.filter(bars)
EMOJI = "emoji.json"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
# As in static/js/dom/text.js.
LINES_SHOWN = 20
# As in static/js/core/rooms/named.js.
NAMES_SHOWN = 3
NOTES = sentence("{name} (notes)")
# One that there is, or that nobody has written in yet.
Place: TypeAlias = Conversation | Mapping[str, Any]
VOTED = plural("{count} person has voted.", "{count} people have voted.")
CLOSED = plural(
    "Closed; {count} person has voted.", "Closed; {count} people have voted."
)


@register.filter
def clock(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``14:05``, until JavaScript makes it local."""
    return at[11:16]


@register.filter
def day(at: str) -> str:
    """``2026-01-31T14:05:00.000Z`` as ``2026-01-31``."""
    return at[:10]


@register.filter
def apart(name: str) -> str:
    """A name in a sentence, which may run the other way; as in js/words/words.js."""
    is_safe = not get_language_bidi() and not _RIGHT_TO_LEFT.search(name)
    return name if is_safe else f"\u2068{name}\u2069"


@register.filter
def digits(number: int) -> str:
    """``1234`` as ``1,234``; as ``number`` in js/words/words.js."""
    return words_here().number(number)


@register.filter
def unfold_text(body: str | None) -> str:
    """What unfolds a body on the page; empty for one of at most 20 lines.

    Empty lines around it are not seen.
    """
    lines = (body or "").strip().count("\n") + 1
    if lines <= LINES_SHOWN:
        return ""
    return words_here()("Show the line", "Show all {count} lines", count=lines)


@register.filter
def number_beside(place: Conversation | None) -> int:
    """What is unread and meant for this person; as in ``core/reading/unread.js``."""
    if place is None or place.level == "nothing":
        return 0
    return place.mentions if place.kind == "room" else place.unread


@register.filter
def dot_beside(place: Conversation | None) -> bool:
    """Whether there is only chatter to be read, likewise."""
    if place is None or place.level == "nothing":
        return False
    return place.unread > 0 and not number_beside(place)


@register.filter
def listed(places: Iterable[Conversation], here: Conversation) -> list[Conversation]:
    """Those that are in the list: not the rooms that were put out of it."""
    return [each for each in places if each.hidden is not True or each.id == here.id]


@register.simple_tag(takes_context=True)
def titled(context: Mapping[str, Any], place: Place) -> str:
    """What a conversation is called in lists; as in static/js/core/rooms/named.js."""
    if not place:
        return ""
    name, people = str(_of(place, "name")), _of(place, "people")
    if _is_notes(context, place):
        return words_here()(NOTES, name=name[1:])
    if not people:
        return name if name.startswith("&") else name[1:]
    more = len(people) - NAMES_SHOWN
    title = words_here().joined(each.name for each in people[:NAMES_SHOWN])
    return f"{title} +{more}" if more > 0 else title


@register.simple_tag(takes_context=True)
def called(context: Mapping[str, Any], place: Place) -> str:
    """What it is called in sentences, and at its head, likewise."""
    if _of(place, "kind") == "group" or _is_notes(context, place):
        return titled(context, place)
    return str(_of(place, "name") or "")


def _is_notes(context: Mapping[str, Any], place: Place) -> bool:
    person = _of(place, "person")
    return person is not None and bool(person == context["you"].id)


def _of(place: Place, fact: str) -> Any:
    """What a conversation says, or one that is none yet."""
    its = place.get(fact) if isinstance(place, Mapping) else getattr(place, fact, None)
    return None if its is UNSET else its


@register.filter
def gone_text(name: str) -> str:
    """What is said of ``@pat~17``, as in ``static/js/sidebar/heading_view.js``."""
    shown = name[1:].partition("~")[0]
    text = sentence("{name} has gone: nobody reads what is written here.")
    return words_here()(text, name=apart(shown))


@register.filter
def file_text(file: File | None) -> str:
    """What a file shows, or what it is called."""
    return (file.alt or file.name) if file else ""


@register.filter
def size_text(size: int) -> str:
    """How large a file is."""
    return size_of(size, words_here())


class Option(NamedTuple):
    """One of a poll's, as it is shown: ``share`` in hundredths, ``told`` in words."""

    number: int
    text: str
    share: int
    told: str
    is_mine: bool


@register.filter
def options(poll: Poll | None) -> list[Option]:
    """A poll's, as in ``static/js/timeline/poll_part.js``."""
    return (
        [_option(poll, number) for number in range(len(poll.options))] if poll else []
    )


def _option(poll: Poll, at: int) -> Option:
    its, mine = poll.options[at], poll.mine or []
    share = (200 * its.votes + poll.voters) // (2 * poll.voters) if poll.voters else 0
    told = words_here()("{votes} ({percent} %)", votes=its.votes, percent=share)
    return Option(at + 1, its.text, share, told, at + 1 in mine)


@register.filter
def poll_about(poll: Poll | None) -> str:
    """What is said below a poll, likewise."""
    if not poll:
        return ""
    return words_here()(*(CLOSED if poll.closed else VOTED), count=poll.voters)


@register.filter
def words_of(message: Message, you: int) -> str:
    """The HTML of what it says; what a poll offers stands apart, and so do files."""
    part = message.poll or message.shared or message
    return show_names(part.html, message, you)


@register.filter
def concerns(message: Message | None, you: int) -> bool:
    """Whether a message names somebody, as in ``core/content/mentions.js``."""
    if message is None or message.author == you:
        return False
    named = message.mentions or ()
    return message.calls is not UNSET or any(each.author == you for each in named)


@register.simple_tag
def permalink(place: Any, quote: Any) -> str:
    """The address of what is quoted; as in static/js/browser/routes.js."""
    if not quote or place is None or place == "":
        return ""
    return reverse(place.kind, args=[place.name[1:], quote.seq])


@register.filter
def heard(
    message: Message | None, blocked: Collection[int]
) -> list[tuple[str, list[str]]]:
    """A message's reactions as they are shown, without those of the blocked."""
    if message is None:
        return []
    kept = (
        (emoji, zip(names, message.reactors[emoji], strict=True))
        for emoji, names in message.reactions.items()
    )
    heard = ((e, [name for name, who in all if who not in blocked]) for e, all in kept)
    return [(emoji, names) for emoji, names in heard if names]


@register.simple_tag
@cache
def icon(name: str) -> str:
    """A drawing of ``_icons.html``; each message has three, so it is no template."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="#icon-{}"></use></svg>',
        name,
    )


@register.simple_tag
def site() -> Brand:
    """What the site is called, and what it looks like."""
    return Brand.here()


@register.simple_tag
def made(view: str, *args: str | int) -> str:
    """The address of what is made of the site's name, logo and accent."""
    return Brand.here().address(view, *args)


@register.simple_tag
def words_of_page() -> str:
    """The path, below ``static``, of the words in the page's language, if it has any.

    The code itself is in English.
    """
    return _found(f"js/languages/{_language()}.js")


@register.simple_tag
def emoji_of_page() -> str:
    """The path, below ``static``, of the emoji, with names in the page's language."""
    return _found(f"emoji.{_language()}.json") or EMOJI


def _language() -> str:
    return (get_language() or "").partition("-")[0]


@cache
def _found(path: str) -> str:
    return path if finders.find(path) else ""
