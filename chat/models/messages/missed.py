"""What many have missed of the logs: what several have missed alike is read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from chat import wire
from chat.models import additions
from chat.models.members.membership import Membership
from chat.models.messages.history import changes
from chat.models.messages.renewal import Spent
from chat.models.people.user import User
from chat.wire.errors import ChatError

# A conversation, since when, how many, and of which epoch.
Page = tuple[int, int, int, int | None]


class Asked(NamedTuple):
    """A reader's wish for ``changes``; ``spent`` learns what was rendered for it."""

    number: int
    reader: User
    since: int
    limit: int = wire.HISTORY_LIMIT
    spent: Spent | None = None
    epoch: int | None = None

    @property
    def page(self) -> Page:
        """What is the same for everybody who may read it."""
        return self.number, self.since, self.limit, self.epoch


def changes_of_each(asked: Sequence[Asked]) -> list[wire.Changes | ChatError]:
    """``changes`` for many at once."""
    pages: dict[Page, wire.Changes | ChatError] = {}
    for each in asked:
        if not isinstance(pages.get(each.page), wire.Changes):
            pages[each.page] = _changes(each)
    if len(asked) == 1:
        return [_own(pages[asked[0].page], asked[0].reader)]
    # After the pages: whoever is in there now may have them.
    members = _members(asked)
    is_theirs = [(each.number, each.reader.pk) in members for each in asked]
    return [
        _own(pages[each.page] if may_read else _changes(each), each.reader)
        for each, may_read in zip(asked, is_theirs, strict=True)
    ]


# --- Steps ----------------------------------------------------------------------------


def _changes(asked: Asked) -> wire.Changes | ChatError:
    try:
        return changes(*asked)
    except ChatError as error:
        return error


def _own(page: wire.Changes | ChatError, reader: User) -> wire.Changes | ChatError:
    if isinstance(page, ChatError):
        return page
    own = additions.own(reader, page.conversation, page.messages)
    return page if own is page.messages else structs.replace(page, messages=[*own])


def _members(asked: Sequence[Asked]) -> set[tuple[int, int]]:
    rows = Membership.objects.filter(
        conversation__in={each.number for each in asked},
        user__in={each.reader.pk for each in asked},
    )
    return set(rows.values_list("conversation_id", "user_id"))
