"""What was said elsewhere is said here: each thing once, however often it comes.

All of it is read before any of it is stored. It is stored in steps, and whoever was
killed begins again: what is there is known by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from chat.models import User
from chat.models.posting.bringing import Old, bring, unknown
from chat.moving.errors import MovingError
from chat.moving.foreign.ids import id_of
from chat.moving.foreign.mapping import Mapping
from chat.moving.foreign.records import Reader, Said, named
from chat.moving.foreign.report import Report
from chat.moving.foreign.settling import Settling
from chat.moving.foreign.spool import Spool, spooled
from chat.text.clean import clean_body
from chat.wire import BODY_CHARACTERS
from chat.wire.errors import ChatError, Malformed

REACTIONS = 10  # of one person to one message, as for everybody


def arrive(reader: Reader, mapping: Mapping, *, dry_run: bool = False) -> Report:
    """Bring in all that a reader tells of; ``dry_run``: only say what that would be.

    Raises:
        MovingError: it cannot be; one sentence says why.
    """
    report = Report()
    with spooled(reader.read()) as spool:
        report.lost = reader.told.lost
        arrival = _Arrival(spool, Settling(reader.told, mapping, report), report)
        try:
            if not dry_run:
                arrival.settle()
                arrival.bring()
            else:
                with transaction.atomic():
                    arrival.settle()
                    arrival.count()
                    transaction.set_rollback(True)
        except ChatError as error:
            raise MovingError(error.detail) from error
    return report


class _Arrival:
    def __init__(self, spool: Spool, settling: Settling, report: Report) -> None:
        self.spool, self.settling, self.report = spool, settling, report
        self.told = settling.told

    def settle(self) -> None:
        """Have everybody here who is in a place, or has said or felt something."""
        authors = self.spool.authors()
        members = {key for it in self.told.places.values() for key in it.members}
        spoken = {key for keys in authors.values() for key in keys}
        self.settling.settle(members | spoken | self.spool.reactors, authors)

    def bring(self) -> None:
        for key in self.spool.places():
            place = self.settling.places[key]
            for step in self._steps(key):
                new = bring(place, step)
                self.report.messages += new
                self.report.known_messages += len(step) - new

    def count(self) -> None:
        for key in self.spool.places():
            for step in self._steps(key):
                new = len(unknown(step))
                self.report.messages += new
                self.report.known_messages += len(step) - new

    def _steps(self, place: str) -> Iterator[list[Old]]:
        for step in self.spool.steps(place):
            yield [old for said in step for old in self._olds(said)]

    def _olds(self, said: Said) -> Iterator[Old]:
        body = named(said.body, self.settling.name_of)
        for number, part in enumerate(_parts(body) if not said.deleted else [""]):
            key = f"{said.key}#{number}" if number else said.key
            try:
                text = clean_body(part) if part else ""
            except Malformed:
                self.told.lost["messages without words"] += 1
                continue
            yield Old(
                author=self.settling.people[said.author],
                id=id_of(self.told.origin, key),
                body=text,
                at=said.at,
                action=said.action and not number,
                edited=said.edited,
                deleted=said.deleted,
                reactions=() if number else tuple(self._reactions(said)),
                answers=None if number else self._answered(said),
            )

    def _answered(self, said: Said) -> tuple[int, UUID] | None:
        key, author = said.answers or ("", "")
        user = self.settling.people.get(author)
        return (user.pk, id_of(self.told.origin, key)) if user else None

    def _reactions(self, said: Said) -> Iterator[tuple[User, str]]:
        given: dict[int, list[str]] = {}
        for emoji, key in said.reactions:
            user = self.settling.people[key]
            mine = given.setdefault(user.pk, [])
            if emoji not in mine and len(mine) < REACTIONS:
                mine.append(emoji)
                yield user, emoji


def _parts(body: str) -> Sequence[str]:
    """A text as messages that are not too long, cut at the end of a line or a word."""
    parts = []
    while len(body) > BODY_CHARACTERS:
        head = body[:BODY_CHARACTERS]
        cut = max(head.rfind("\n"), head.rfind(" ") if "\n" not in head else -1)
        cut = cut if cut > BODY_CHARACTERS // 2 else BODY_CHARACTERS
        parts.append(body[:cut])
        body = body[cut:].lstrip("\n")
    return [*parts, body]
