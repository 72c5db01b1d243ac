"""What this person is in a room, and who speaks there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from chat.desktop.core.content.mentions import You
from chat.desktop.core.history.messages import Event


@dataclass
class Standing:
    """``role``, until when it is that, if it ends (``muted`` may), and why; and the one
    that it takes to speak; as the wire has them.
    """

    role: str = "member"
    until: str | None = None
    reason: str | None = None
    speakers: str = "member"
    archived: bool = False

    @classmethod
    def of(cls, wire: Event) -> Standing:
        """What ``welcome`` or ``joined`` says of a conversation."""
        names = [each.name for each in fields(cls)]
        return cls(**{name: wire[name] for name in names if name in wire})

    def wire(self) -> Event:
        """What ``of`` reads back."""
        return asdict(self)

    def hear(self, event: Event, you: You | None) -> None:
        """Be as ``happened`` says; ``you``: whoever reads."""
        kind, value = event["kind"], event.get("value")
        if kind == "speakers":
            self.speakers = str(value)
        elif kind == "archived":
            self.archived = bool(value)
        elif kind == "role" and you is not None and event.get("person") == you.id:
            self.role = str(value)
            self.until, self.reason = event.get("until"), event.get("reason")
