"""What was said is found at the plain door, too."""

from __future__ import annotations

from msgspec import structs

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import UNHEARD, lead_of, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence

# They are to fit on a screen.
RESULTS_OF_A_PAGE = 20
ORDERS = "newest", "best"


@verb(
    "/search [best] cake [from:bob]",
    sentence("find what was said, the newest first, or what fits best"),
)
def _search(talk: Talk, rest: str) -> Received | None:
    first, *others = rest.split(maxsplit=1) or [""]
    # Alone, it is what is looked for.
    is_order = bool(others) and first.lower() in ORDERS
    order, query = (first.lower(), others[0]) if is_order else (ORDERS[0], rest)
    return _asked(f"{order} {query}") if rest else None


@lines_of.register
def _results(event: wire.Results, talk: Talk) -> list[str]:
    if not event.hits and not event.more:
        return [talk.notice("Nothing of that was found.")]
    # As one reads at a terminal: the newest, or the best, is the last line.
    lines = [_line(hit, talk) for hit in reversed(event.hits)]
    if not event.more:
        return lines
    talk.rest = structs.replace(_asked(f"{event.ref or ''}"), cursor=event.cursor)
    return [*lines, talk.notice("And more: /more shows them.")]


def _asked(ref: str) -> wire.Search:
    """The answer carries what was looked for: more of it may be asked for later."""
    order, _, query = ref.partition(" ")
    return wire.Search(query=query, order=order, limit=RESULTS_OF_A_PAGE, ref=ref)


def _line(hit: wire.Hit, talk: Talk) -> str:
    lead = f"[{minute(hit.at)}] {hit.name} {hit.seq} "
    if hit.author in talk.blocked:
        return lead + talk.words(UNHEARD)
    pieces = (f"*{its}*" if found % 2 else its for found, its in enumerate(hit.text))
    return f"{lead}{lead_of(hit, hit.sender)}{''.join(pieces)}"
