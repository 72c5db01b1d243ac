"""Whom the messages name that somebody reads."""

from __future__ import annotations

from collections.abc import Mapping

from chat import wire
from chat.mentions.models import Mention
from chat.mentions.resolving import mention
from chat.models.additions import Place, at
from chat.models.messages.renewal import Spent


def add(messages: Mapping[Place, wire.Message], _spent: Spent) -> None:
    """Have these say it, in one query; none for those without an ``@``."""
    wanted = {place for place, message in messages.items() if "@" in message.body}
    if not wanted:
        return
    rows = Mention.objects.filter(at(wanted)).order_by("pk")
    for number, seq, person, names, called in rows.values_list(
        "conversation_id", "seq", "person_id", "names", "person__name"
    ):
        message = messages[number, seq]
        if person is None:
            message.calls = names
        elif called is not None:  # else they are gone for good
            known = message.mentions or []
            named = (mention(person, kept, called) for kept in names.split("\n"))
            message.mentions = [*known, *named]
