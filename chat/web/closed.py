"""Why nothing may be said in a conversation, for the page as it is painted first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import UnsetType

from chat.accounts.languages import words_here
from chat.models.permissions import MEMBER, ROLES, kinds_of, require
from chat.web.tags import apart
from chat.wire import UNSET, Conversation, MutedOne
from chat.wire.errors import NotAllowed


def closed_text(
    place: Conversation | Mapping[str, Any], muted: MutedOne | None = None
) -> str:
    """Why nothing may be said there, as in ``static/js/core/permissions.js``;
    ``muted``: how whoever reads is, if they are.
    """
    words = words_here()
    if muted is not None:
        return words("You are muted.") + _why(muted.reason, muted.until)
    if not isinstance(place, Conversation) or place.kind != "room":
        return ""
    speakers = MEMBER.word if place.speakers is UNSET else place.speakers
    role = MEMBER if place.role is UNSET else ROLES[place.role]
    try:
        require("post", role, kinds_of(speakers, archived=bool(place.archived)))
    except NotAllowed as why:
        return why.said(words) + _why(place.reason, place.until)
    return ""


def _why(reason: str | UnsetType, until: str | UnsetType) -> str:
    """As ``whyOf`` in ``static/js/words/ends.js``."""
    known = apart(reason) if reason else ""
    if until:
        end = datetime.fromisoformat(until)
        known = f"{known} {words_here()('until {until}', until=end)}".lstrip()
    return f" ({known})" if known else ""
