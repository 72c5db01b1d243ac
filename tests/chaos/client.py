"""A program that follows the contract, at the browser's door or at the JSON door.

It keeps a log of each conversation and an outbox of what is not ``posted`` yet, and it
comes back after every loss of its connection, to whichever process lives.
"""

import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from tests.chaos.cast import ATTIC
from tests.chaos.chronicle import TOKEN, Chronicle
from tests.chaos.comeback import Comeback, Knock
from tests.chaos.history import Posted, Program, Said
from tests.chaos.log import EVENTS, Log
from tests.chaos.roster import Roster

RETRY_SECONDS = 0.5
# Errors that say nothing against the command: it is sent again.
PASSING = {"internal", "rate-limited"}


class ProgramClient(Comeback):
    """``login`` is the first command, where the door asks for one."""

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
        self._asked = 0

    # --- What somebody does with it ---------------------------------------------------

    def post(self, to: int | str, body: str, token: str, id: UUID) -> None:
        """Say something; it is kept until it is posted, with or without a line."""
        self.facts.said.append(Said(str(id), token, self.chronicle.now()))
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
        self._tell({"type": "join", "room": room, "ref": "move"})

    def go_out(self, conversation: int) -> None:
        """Leave a room, now or never."""
        self._tell({"type": "leave", "conversation": conversation, "ref": "move"})

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
            ref, seq = f"read {self._asked}", self.logs[conversation].have
            self._reading[ref] = (conversation, seq)
            command = {"type": "read", "conversation": conversation, "seq": seq}
            self._tell({**command, "ref": ref})
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

    # --- What it hears ----------------------------------------------------------------

    def greet(self) -> None:
        if self.login is not None:
            self._tell({"type": "login", **self.login})

    def hear(self, frame: str) -> None:
        self.facts.tokens.update(TOKEN.findall(frame))
        try:
            event = json.loads(frame)
        except ValueError:
            self.chronicle.counts["cut off"] += 1
            return  # in the middle: the connection is over
        kind = event["type"]
        if kind in EVENTS:
            self._hear_event(event)
        elif hear := getattr(self, f"_hear_{kind}", None):
            hear(event)

    def lost(self) -> None:
        for conversation in self._changing.values():
            self.facts.unanswered[conversation] += 1
        self._changing.clear()
        self._reading.clear()
        self._asking.clear()

    def _hear_welcome(self, event: dict) -> None:
        self.enter()
        self.facts.shown.append([])
        self.roster.see(event["presence"], event["online"])
        if self.login and "token" in event:
            self.login["token"] = event["token"]
        for log in self.logs.values():
            log.left = True  # until it is on the list
        for seen in event["conversations"]:
            if seen["read"] < (known := self.facts.read.get(seen["id"], 0)):
                text = f"{self.facts.name} had read {seen['name']} up to {known}"
                self.facts.unread.append(f"{text}, and then to {seen['read']}")
            self._hear_of(seen)
        for command in self._pending.values():
            self._tell(command)

    def _hear_joined(self, event: dict) -> None:
        if isinstance(event["conversation"], dict):
            self._hear_of(event["conversation"])

    def _hear_left(self, event: dict) -> None:
        if event["from"] == self.facts.person:
            self._log(event["conversation"]).left = True

    def _hear_of(self, seen: dict) -> None:
        log = self._log(seen["id"])
        log.left = False
        log.name, log.topic = seen["name"], log.topic or seen["topic"]
        log.known = max(log.known, seen["head"])
        self._know_read(seen["id"], seen["read"])
        self._mend(seen["id"])

    def _hear_heads(self, event: dict) -> None:
        for number, head in event["heads"].items():
            log = self._log(int(number))
            log.left = False
            log.known = max(log.known, head)
            self._mend(int(number))
        for number, seq in event["read"].items():
            self._know_read(int(number), seq)

    def _hear_read(self, event: dict) -> None:
        self._know_read(event["conversation"], event["seq"])

    def _hear_pong(self, event: dict) -> None:
        if place := self._reading.pop(event.get("ref", ""), None):
            self._know_read(*place)

    def _hear_event(self, event: dict) -> None:
        number, place = event["conversation"], (event["conversation"], event["seq"])
        self._changing.pop(event.get("ref", ""), None)
        self.chronicle.counts["events"] += 1
        if event["seq"]:
            self.facts.events.add((place, _description(event)))
        if self._log(number).receive(event):
            self.facts.shown[-1].append(place)
            if event["type"] == "message":
                self._learn(place)
        elif self._log(number).is_behind:
            self.chronicle.counts["holes"] += number not in self._asking
            self._mend(number)

    def _hear_changes(self, page: dict) -> None:
        number = page["conversation"]
        self._asking.discard(number)
        log, had = self._log(number), self._log(number).messages.keys()
        new = {message["seq"] for message in page["messages"]} - had
        log.fill(page)
        for seq in new:
            self._learn((number, seq))
        self._mend(number)

    def _hear_posted(self, event: dict) -> None:
        place = (event["conversation"], event["seq"])
        self.facts.posted.append(Posted(event["id"], place, self.chronicle.now()))
        self.chronicle.posted(place)
        self._pending.pop(event["id"], None)

    def _hear_presence(self, event: dict) -> None:
        if self.roster.change(event["version"], event["online"], event["offline"]):
            self._tell({"type": "who", "ref": "who"})

    def _hear_online(self, event: dict) -> None:
        self.roster.see(event["version"], event["users"])

    def _hear_error(self, event: dict) -> None:
        what, _, which = event.get("ref", "").partition(" ")
        passing = event["code"] in PASSING
        if what == "post":
            self._hear_refusal(which, event["code"])
        elif what == "changes" and event["code"] == "not-a-member":
            self._asking.discard(int(which))
            self._log(int(which)).left = True
        elif what == "changes":
            self._later(lambda: self._mend_again(int(which)))
        elif what == "move":
            pass  # somebody else of this person was faster
        elif what == "who":
            self._later(lambda: self._tell({"type": "who", "ref": "who"}))
        elif what == "change":
            conversation = self._changing.pop(event["ref"], 0)
            # Nobody knows: the answer may have been lost after the commit.
            self.facts.unanswered[conversation] += event["code"] == "internal"
        elif what == "read" and passing:
            self._reading.pop(event["ref"], None)
        elif event["code"] == "name-taken" and self._is_new_guest:
            # The place was given, but the line broke before the token came.
            self.login["name"] = self.facts.person = f"{self.facts.person}x"
        elif not passing:
            self.facts.refused.append(f"{event['code']}: {event['detail']}")

    def _hear_refusal(self, id: str, code: str) -> None:
        command = self._pending.get(id)
        if command is None:
            return
        if code in PASSING:
            return self._later(lambda: self._post_again(id))
        del self._pending[id]
        if code != "not-a-member" or not self._may_be_out_of(command["to"]):
            self.facts.refused.append(f"{code} for {id}")

    # --- Steps ------------------------------------------------------------------------

    def _may_be_out_of(self, place: int | str) -> bool:
        return place == ATTIC or (
            isinstance(place, int) and self._log(place).name == ATTIC
        )

    @property
    def _is_new_guest(self) -> bool:
        return self.login is not None and self.login.keys() == {"name"}

    def _log(self, number: int) -> Log:
        if number not in self.logs:
            self.logs[number] = self._new_log()
        return self.logs[number]

    def _know_read(self, number: int, seq: int) -> None:
        if self._log(number).name != ATTIC:  # whoever comes back has read everything
            self.facts.read[number] = max(self.facts.read.get(number, 0), seq)

    def _mend(self, number: int) -> None:
        """Ask for what is missing, once at a time."""
        if self._log(number).is_behind and number not in self._asking:
            self._asking.add(number)
            command = {"conversation": number, "since": self._log(number).have}
            limit = self.rng.choice((3, 50, 200))
            ref = f"changes {number}"
            self._tell({"type": "changes", **command, "limit": limit, "ref": ref})

    def _mend_again(self, number: int) -> None:
        self._asking.discard(number)
        self._mend(number)

    def _post_again(self, id: str) -> None:
        if command := self._pending.get(id):
            self._tell(command)

    def _learn(self, place: tuple[int, int]) -> None:
        if self.logs[place[0]].name != ATTIC:  # people are not always in there
            self.chronicle.learned(self.facts.name, place, self.listening_since)

    def _tell(self, command: dict) -> None:
        self.send(json.dumps(command))

    def _later(self, act: Callable[[], None]) -> None:
        """Do it soon, if it is still the same connection."""
        wire = self.wire
        loop = asyncio.get_running_loop()
        loop.call_later(RETRY_SECONDS, lambda: self.wire is wire and act())


def _description(event: dict) -> str:
    """What happened, in words that are the same for everybody who hears of it."""
    kind = event["type"]
    if kind == "message":
        return f"message {event['id']} by {event['from']}: {event['body']}"
    if kind == "topic":
        return f"topic by {event['from']}: {event['topic']}"
    what = event.get("body") or f"{event.get('emoji', '')} {event.get('on', '')}"
    return f"{kind} {event['target']} by {event['from']}: {what}"
