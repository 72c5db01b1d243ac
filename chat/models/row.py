"""A message as a page's query returns it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from msgspec import UNSET

from chat import wire

ENVELOPE_BYTES = 300

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

    @property
    def may_have_reactions(self) -> bool:
        """Whatever happens to a message gives it a later number than its own."""
        return self.changed > self.seq and not self.deleted

    def size(self, reactions: Reactions) -> int:
        """About how many bytes it takes on the wire."""
        given = [person for each in reactions.values() for person in each]
        people = sum(
            len(name.encode()) + len(f"{number}") + 4 for name, number in given
        )
        texts = len(self.body.encode()) + len(self.html.encode())
        return ENVELOPE_BYTES + texts + people + 80 * len(reactions)

    def as_wire(self, reactions: Reactions) -> wire.Message:
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
        )


FIELDS = (
    *("pk", "seq", "uuid", "author__name", "author_id", "body", "html"),
    *("renderer", "at", "changed", "edited", "deleted"),
    *("author__guest", "action", "is_member", "head", "topic", "epoch"),
)
