"""What was said is found by its words."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import NO_NUL, Command
from chat.wire.limits import QUERY_CHARACTERS, RESULTS_DEFAULT, RESULTS_LIMIT

__all__ = ["Search"]

Order = Annotated[str, Meta(extra_json_schema={"enum": ["newest", "best"]})]
Query = Annotated[str, Meta(extra_json_schema={"maxLength": QUERY_CHARACTERS})]
Cursor = Annotated[str, Meta(max_length=40, pattern=NO_NUL)]
Few = Annotated[int, Meta(ge=1, le=RESULTS_LIMIT)]
# Minutes; no place on Earth is further from UTC.
Zone = Annotated[int, Meta(ge=-24 * 60, le=24 * 60)]


class Search(Command, tag="search"):
    """Find what was said in the conversations that you are in, as it reads now.

    Answer: ``results``.
    query: what ``docs/search.md`` tells of: words, of which all have to be in a
        message, the last of them by its beginning; ``"as a phrase"``, ``wor*``,
        ``-without``, and where, by whom and when: ``in:#dev from:ada on:2026-01-31``.
    order: ``newest`` first, or ``best`` first: that ranks the newest 10,000.
    cursor: of the page before, for the one behind it; with the same query and order.
    limit: results at most; a page can be shorter, and ``more`` says so.
    zone: how many minutes your days are ahead of UTC's: 60 in the winter of Berlin.
    malformed: there is nothing to look for in it, or something of it makes no sense.
    too-long: of the query.
    too-broad: it would take too long.
    no-such-user: nobody has the name behind ``from:``.
    no-such-conversation: there is none as behind ``in:`` that you may know of.
    rate-limited: too many commands, or many people search just now.
    """

    query: Query
    order: Order = "newest"
    cursor: Cursor = ""
    limit: Few = RESULTS_DEFAULT
    zone: Zone = 0
