"""A program that follows the contract, at the browser's door or at the JSON door.

It keeps a log of each conversation and an outbox of what is not ``posted`` yet, and it
comes back after every loss of its connection, to whichever process lives.
"""

import json

from tests.chaos.cast import ATTIC, YARD, is_restless
from tests.chaos.chronicle import TOKEN
from tests.chaos.history import Posted, Refusal
from tests.chaos.log import EVENTS, happening
from tests.chaos.speaker import Speaker

# Errors that say nothing against the command: it is sent again.
UNCERTAIN = {"internal", "unavailable"}
PASSING = UNCERTAIN | {"rate-limited"}


class ProgramClient(Speaker):
    """It hears what it is told, and asks for what is missing.

    ``login`` is the first command, where the door asks for one.
    """

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
        self.chronicle.saw(self.facts.visits, event)
        kind = event["type"]
        if kind in EVENTS:
            self._hear_event(event)
        elif hear := getattr(self, f"_hear_{kind}", None):
            hear(event)

    def _hear_welcome(self, event: dict) -> None:
        self.enter()
        self.facts.shown.append([])
        self.roster.see(event["presence"], event["online"])
        if self.login and "token" in event:
            self.login["token"] = event["token"]
        for log in self.logs.values():
            log.left = True  # until it is on the list
        for seen in event["conversations"]:
            self._see_epoch(seen, seen["head"])
            if seen["read"] < (known := self.facts.read.get(seen["id"], 0)):
                text = f"{self.facts.name} had read {seen['name']} up to {known}"
                self.facts.unread.append(f"{text}, and then to {seen['read']}")
            self._hear_of(seen)
        for command in self._pending.values():
            self._tell(command)

    def _hear_joined(self, event: dict) -> None:
        if move := self._moves.pop(event.get("ref", ""), None):
            move.known = self.chronicle.now()
        if isinstance(event["conversation"], dict):
            self._see_epoch(event["conversation"])
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
            epoch = event.get("epochs", {}).get(number, 0)
            self._see_epoch({"id": int(number), "epoch": epoch})
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
        self._see_epoch(
            {**page, "id": number}, page["upto"] if "reset" in page else None
        )
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
        elif what == "move":  # they were put out, or somebody else of them was faster
            if move := self._moves.pop(event["ref"], None):
                move.failed = event["code"] not in UNCERTAIN
        elif what == "who":
            self._later(lambda: self._tell({"type": "who", "ref": "who"}))
        elif what == "change":
            conversation = self._changing.pop(event["ref"], 0)
            # Nobody knows: the answer may have been lost after the commit.
            unknown = event["code"] in UNCERTAIN
            self.facts.unanswered[conversation] += unknown
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
        self._note_refusal(command["to"], id, code)

    # --- Steps ------------------------------------------------------------------------

    def _note_refusal(self, to: int | str, id: str, code: str) -> None:
        name = self._log(to).name if isinstance(to, int) else to
        if name in YARD:
            when = self.chronicle.said[id], self.chronicle.now()
            self.facts.visits.refusals.append(Refusal(*when, code))
        elif name != ATTIC or code != "not-a-member":  # who may be out of it
            self.facts.refused.append(f"{code} for {id}")

    @property
    def _is_new_guest(self) -> bool:
        return self.login is not None and self.login.keys() == {"name"}

    def _see_epoch(self, seen: dict, head: int | None = None) -> None:
        """Begin anew with a log that was restored; what was read of it, too.

        The version before says nothing of epochs.
        """
        number, epoch = seen["id"], seen.get("epoch", 0)
        if self._log(number).is_another(epoch, head):
            self._log(number).begin_anew(epoch)
            self.facts.read.pop(number, None)

    def _know_read(self, number: int, seq: int) -> None:
        # Whoever comes back has read everything.
        if not is_restless(self._log(number).name):
            self.facts.read[number] = max(self.facts.read.get(number, 0), seq)

    def _mend(self, number: int) -> None:
        """Ask for what is missing, once at a time."""
        if self._log(number).is_behind and number not in self._asking:
            self._asking.add(number)
            log = self._log(number)
            command = {"conversation": number, "since": log.have, "epoch": log.epoch}
            limit = self.rng.choice((3, 50, 200))
            ref = f"changes {number}"
            self._tell({"type": "changes", **command, "limit": limit, "ref": ref})

    def _mend_again(self, number: int) -> None:
        self._asking.discard(number)
        self._mend(number)

    def _learn(self, place: tuple[int, int]) -> None:
        if not is_restless(self.logs[place[0]].name):
            self.chronicle.learned(self.facts.name, place, self.listening_since)


def _description(event: dict) -> str:
    """What happened, in words that are the same for everybody who hears of it."""
    kind = event["type"]
    if kind == "message":
        return f"message {event['id']} by {event['from']}: {event['body']}"
    if kind == "topic":
        return f"topic by {event['from']}: {event['topic']}"
    if kind == "happened":
        return f"{happening(event)}"
    what = event.get("body") or f"{event.get('emoji', '')} {event.get('on', '')}"
    return f"{kind} {event['target']} by {event['from']}: {what}"
