"""A message as a page's query returns it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import UNSET

from chat import wire
from chat.models.messages.message import Reaction
from chat.text.emoji import same_emoji

ENVELOPE_BYTES = 300
QUOTE_BYTES = 200

# By emoji, the names and numbers of those who gave it.
Reactions = dict[str, list[tuple[str, int]]]


class Row(NamedTuple):
    """A message as it is stored, with what it says of the conversation."""

    pk: int
    seq: int
    uuid: UUID
    sender: str
    author: int
    body: str
    html: str
    renderer: int
    at: Any
    changed: int
    edited: bool
    deleted: bool
    guest: bool
    action: bool
    is_member: bool
    head: int
    topic: str
    epoch: int
    pinned: bool
    reply_to: int | None
    happened_last: int

    @property
    def quoted(self) -> int | None:
        """Which message it shows something of."""
        return None if self.deleted else self.reply_to

    @property
    def may_have_reactions(self) -> bool:
        """Whatever happens to a message gives it a later number than its own."""
        return self.changed > self.seq and not self.deleted

    def size(self, reactions: Reactions, quote: wire.Quote | None) -> int:
        """About how many bytes it takes on the wire."""
        given = [person for each in reactions.values() for person in each]
        people = sum(
            len(name.encode()) + len(f"{number}") + 4 for name, number in given
        )
        texts = len(self.body.encode()) + len(self.html.encode())
        if quote is not None:
            texts += len(quote.body.encode()) + QUOTE_BYTES
        return ENVELOPE_BYTES + texts + people + 80 * len(reactions)

    def as_wire(self, reactions: Reactions, quote: wire.Quote | None) -> wire.Message:
        return wire.Message(
            seq=self.seq,
            id=self.uuid,
            sender=self.sender,
            author=self.author,
            body=self.body,
            html=self.html,
            at=wire.timestamp(self.at),
            changed=self.changed,
            edited=self.edited,
            deleted=self.deleted,
            reactions={e: [name for name, _ in who] for e, who in reactions.items()},
            reactors={e: [number for _, number in who] for e, who in reactions.items()},
            guest=self.guest,
            action=self.action or UNSET,
            pinned=(self.pinned and not self.deleted) or UNSET,
            reply_to=self.quoted or UNSET,
            quote=quote or UNSET,
        )


FIELDS = (
    *("pk", "seq", "uuid", "author__name", "author_id", "body", "html"),
    *("renderer", "at", "changed", "edited", "deleted"),
    *("author__guest", "action", "is_member", "head", "topic", "epoch", "pinned"),
    *("reply_to", "happened_last"),
)


def reactions_of(messages: Iterable[int]) -> dict[int, Reactions]:
    """Who gave what, in the order in which it was given, by message."""
    wanted = list(messages)
    found: dict[int, dict[str, dict[int, str]]] = defaultdict(dict)
    if wanted:
        rows = Reaction.objects.filter(message__in=wanted).order_by("pk")
        for message, form, name, number in rows.values_list(
            "message_id", "emoji", "user__name", "user_id"
        ):
            # The version before, which may run beside, keeps one in several forms.
            found[message].setdefault(same_emoji(form), {})[number] = name
    return {
        message: {
            emoji: [(name, number) for number, name in who.items()]
            for emoji, who in given.items()
        }
        for message, given in found.items()
    }
