"""What somebody does with a program, and what of that is under way."""

import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from tests.chaos.cast import YARD
from tests.chaos.chronicle import Chronicle
from tests.chaos.comeback import Comeback, Knock
from tests.chaos.history import Move, Program, Said
from tests.chaos.log import Log
from tests.chaos.roster import Roster

RETRY_SECONDS = 0.5


class Speaker(Comeback):
    """A program that keeps what is not answered yet, as posts until ``posted``."""

    ping = json.dumps({"type": "ping"})

    def __init__(
        self,
        facts: Program,
        knock: Knock,
        chronicle: Chronicle,
        rng: Random,
        *,
        login: dict | None = None,
        log: Callable[..., Log] = Log,
    ) -> None:
        super().__init__(knock, chronicle, rng)
        self.facts = facts
        self.login = login
        self.logs: dict[int, Log] = {}
        self.roster = Roster()
        self._new_log = log
        self._pending: dict[str, dict] = {}
        self._asking: set[int] = set()
        self._changing: dict[str, int] = {}
        self._reading: dict[str, tuple[int, int]] = {}
        self._moves: dict[str, Move] = {}
        self._asked = 0

    def post(self, to: int | str, body: str, token: str, id: UUID) -> None:
        """Say something; it is kept until it is posted, with or without a line."""
        self._note_said(str(id), token)
        self.post_too({"type": "post", "to": to, "body": body, "id": str(id)})

    def post_too(self, command: dict) -> None:
        """Send a post that another connection of the same person sends as well."""
        command = {**command, "ref": f"post {command['id']}"}
        self._pending[command["id"]] = command
        self._tell(command)

    def pending(self, id: UUID) -> dict | None:
        """The command of a post that was not answered yet."""
        return self._pending.get(str(id))

    def go_in(self, room: str) -> None:
        """Join a room, now or never."""
        ref = self._move({"type": "join", "room": room})
        if room in YARD and ref:
            self._moves[ref] = move = Move(self.chronicle.now())
            self.facts.visits.moves.append(move)

    def go_out(self, conversation: int) -> None:
        """Leave a room, now or never."""
        self._move({"type": "leave", "conversation": conversation})

    def change(self, kind: str, conversation: int, **fields: Any) -> None:
        """Edit, delete, react, topic: sent once, now or never."""
        if self.entered:
            self._asked += 1
            ref = f"change {self._asked}"
            self._changing[ref] = conversation
            command = {"type": kind, "conversation": conversation, **fields}
            self._tell({**command, "ref": ref})

    def read(self, conversation: int) -> None:
        """Report that all of it has been read: sent once, now or never.

        Nothing answers that; but the ping behind it is answered when it is done.
        """
        if self.entered:
            self._asked += 1
            ref, log = f"read {self._asked}", self.logs[conversation]
            self._reading[ref] = (conversation, log.have)
            where = {"conversation": conversation, "seq": log.have, "epoch": log.epoch}
            self._tell({"type": "read", **where, "ref": ref})
            self._tell({"type": "ping", "ref": ref})

    @property
    def is_settled(self) -> bool:
        """Whether nothing is under way, as far as the client can know."""
        behind = any(log.is_behind for log in self.logs.values())
        waiting = self._pending or self._changing or self._reading
        return self.entered and not (behind or waiting)

    def finish(self) -> Program:
        """The facts for the verdict."""
        self.facts.pending = list(self._pending)
        self.facts.logs = {number: log.final() for number, log in self.logs.items()}
        self.facts.online = self.roster.online
        return self.facts

    def lost(self) -> None:
        for conversation in self._changing.values():
            self.facts.unanswered[conversation] += 1
        self._changing.clear()
        for move in self._moves.values():
            move.doubt(self.chronicle.now())
        self._moves.clear()
        self._reading.clear()
        self._asking.clear()

    # --- For the client ---------------------------------------------------------------

    def _note_said(self, id: str, token: str) -> None:
        now = self.chronicle.now()
        self.facts.said.append(Said(id, token, now))
        self.chronicle.said[id] = now

    def _log(self, number: int) -> Log:
        if number not in self.logs:
            self.logs[number] = self._new_log()
        return self.logs[number]

    def _move(self, command: dict) -> str:
        """Ask for it, if there is a line; the ref of it."""
        if not self.entered:
            return ""
        self._asked += 1
        ref = f"move {self._asked}"
        self._tell({**command, "ref": ref})
        return ref

    def _post_again(self, id: str) -> None:
        if command := self._pending.get(id):
            self._tell(command)

    def _tell(self, command: dict) -> None:
        self.send(json.dumps(command))

    def _later(self, act: Callable[[], None]) -> None:
        """Do it soon, if it is still the same connection."""
        wire = self.wire
        loop = asyncio.get_running_loop()
        loop.call_later(RETRY_SECONDS, lambda: self.wire is wire and act())
