"""Whom a message is meant for, and what the rules look at."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat import wire
from chat.models import Conversation, Membership
from chat.models.people.blocks import Block
from chat.notifications.models import Device, Pause
from chat.notifications.rules import Facts


class Member(NamedTuple):
    """Somebody in a conversation."""

    number: int
    read: int
    level: wire.Level
    joined: datetime
    has_device: bool
    is_paused: bool

    @classmethod
    def of(cls, place: int, among: Collection[int] | None = None) -> list[Member]:
        """Those who are in a conversation; ``among`` these alone."""
        found = Membership.objects.filter(conversation=place)
        if among is not None:
            found = found.filter(user__in=among)
        devices = Device.objects.in_use().filter(person=OuterRef("user"))
        paused = Pause.objects.filter(person=OuterRef("user"), until__gt=timezone.now())
        own: Any = {"takes": Exists(devices), "paused": Exists(paused)}
        columns: Any = found.order_by("user_id").annotate(**own)
        rows = columns.values_list("user_id", "read", "level", "joined", *own)
        return [cls(*row) for row in rows]


class Said(NamedTuple):
    """A message in a conversation of a ``kind``; ``named``: whom it names."""

    seq: int
    author: int
    at: datetime
    kind: str
    named: Set[int]
    calls: str
    is_deleted: bool = False

    @property
    def is_for_all(self) -> bool:
        return self.kind != Conversation.ROOM or self.calls == "room"

    def cause(self, person: int) -> str:
        """What of it calls somebody, as in ``CAUSES``."""
        if self.kind != Conversation.ROOM:
            return self.kind
        if person in self.named:
            return "name"
        return "room" if self.is_for_all else ""

    def facts(self, member: Member, blocked: Collection[tuple[int, int]]) -> Facts:
        """What the rules look at; ``blocked`` as of ``blocked_of``."""
        return Facts(
            is_own=member.number == self.author,
            is_deleted=self.is_deleted,
            was_there=member.joined <= self.at,
            has_blocked=(member.number, self.author) in blocked,
            cause=self.cause(member.number),
            level=member.level,
            is_read=member.read >= self.seq,
            has_device=member.has_device,
            is_paused=member.is_paused,
        )


def blocked_of(authors: Collection[int]) -> set[tuple[int, int]]:
    """Who has blocked one of these, and whom."""
    found = Block.objects.filter(blocked__in=authors)
    return set(found.values_list("blocker_id", "blocked_id"))
