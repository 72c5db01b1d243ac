"""What people do: they talk, and now and then change what they said."""

import asyncio
from collections.abc import Sequence
from random import Random
from uuid import UUID

from tests.chaos import cast
from tests.chaos.chronicle import Chronicle
from tests.chaos.client import ProgramClient
from tests.chaos.history import Word
from tests.chaos.log import Message
from tests.chaos.page import PageClient
from tests.chaos.plain import PlainClient
from tests.chaos.steering import Steering

EMOJI = ("👍", "🎉", "❤️")
SPICE = ("", "", "*hm* ", "<b>no</b> ", "`code` ", "naïve ☃ ", "https://example.org/ ")
SPICE += tuple(f"@{name} " for name in cast.PEOPLE[::4])
LONG = "and so on " * 300
SAME_POST_TIMES = 5
# People change and react to what was said lately.
LATELY = 8
# Somebody at the page reads as often as not what is further up.
WANDERS = 0.5
# Somebody at nc does not know whether they were put out.
COMES_BACK = 0.03
# Who is never here is written to as often as so many others.
AWAY_TIMES = 4
# Who has the room, and who looks after all of them.
STEERING = (cast.PEOPLE[0], *cast.STAFF)


class Talker:
    """One client and the person before it; ``others``: the same person's programs."""

    def __init__(
        self,
        client: ProgramClient | PlainClient | PageClient,
        others: Sequence[ProgramClient],
        chronicle: Chronicle,
        rng: Random,
    ) -> None:
        self.client = client
        self.person = client.facts.person
        self.others = others
        self.chronicle = chronicle
        self.rng = rng

    async def talk(self, pause: float) -> None:
        """Act every ``pause`` seconds, on average; until cancelled."""
        while True:
            await asyncio.sleep(self.rng.expovariate(1 / pause))
            self.act()

    def act(self) -> None:
        """Do one thing."""
        if isinstance(self.client, PlainClient):
            return self._act_plainly(self.client)
        if isinstance(self.client, PageClient):
            return self._say_in_the_lobby(self.client)
        acts = {
            self.post: 58,
            self.post_many_times: 8,
            self.post_and_go: 2,
            self.edit: 9,
            self.delete: 4,
            self.react: 15,
            self.set_topic: 3,
            self.come_and_go: 3,
            self.come_back: 4,
            self.steer: 60 if self.person in STEERING else 8,
            self.read: 8,
        }
        [act] = self.rng.choices(list(acts), list(acts.values()))
        act()

    # --- A program's person -----------------------------------------------------------

    def post(self, place: str = "", extra: str = "") -> UUID:
        """Say something new somewhere."""
        place = place or self._place()
        id = UUID(int=self.rng.getrandbits(128), version=4)
        word = Word(cast.audience(self.person, place), id=str(id))
        token = self.chronicle.token(word)
        body = f"{token} {extra}" if extra else f"{self._spice()}{token}"
        self.client.post(self._to(place), body, token, id)
        return id

    def post_many_times(self) -> None:
        """Send the same post again and again, by every connection there is."""
        id = self.post()
        for _ in range(SAME_POST_TIMES - 1):
            command = self.client.pending(id)
            if command is not None:
                self.rng.choice([self.client, *self.others]).post_too(command)

    def post_and_go(self) -> None:
        """Lose the line before the answer can come."""
        self.post()
        asyncio.get_running_loop().call_later(
            self.rng.uniform(0.0, 0.02), self.client.cut
        )

    def come_and_go(self) -> None:
        number = self._number(cast.ATTIC)
        if number is None or self.client.logs[number].left:
            self.client.go_in(cast.ATTIC)
        else:
            self.client.go_out(number)

    def come_back(self) -> None:
        """Come into the room that people are put out of."""
        log = self.client.logs.get(self.chronicle.steered)
        if log is None or log.left:
            self.client.go_in(self.rng.choice(cast.YARD))

    def steer(self) -> None:
        Steering(self.client, self.chronicle, self.rng).act()

    def read(self) -> None:
        """Read up to the end of some conversation."""
        logs = self.client.logs.items()
        known = [n for n, log in logs if log.name and not cast.is_restless(log.name)]
        if known:
            self.client.read(self.rng.choice(known))

    def edit(self) -> None:
        if found := self._message(mine=True):
            number, seq, audience = found
            word = Word(audience, target=(number, seq))
            body = f"{self._spice()}{self.chronicle.token(word)} better"
            self.client.change("edit", number, seq=seq, body=body)

    def delete(self) -> None:
        if found := self._message(mine=True):
            number, seq, _ = found
            self.client.change("delete", number, seq=seq)

    def react(self) -> None:
        """Give or take a reaction, as often as not one that is so already."""
        if found := self._message(mine=False):
            number, seq, _ = found
            emoji, on = self.rng.choice(EMOJI), self.rng.random() < 0.6
            self.client.change("react", number, seq=seq, emoji=emoji, on=on)

    def set_topic(self) -> None:
        room = self.rng.choice(cast.rooms_of(self.person))
        number = self._number(room)
        if number is not None:
            token = self.chronicle.token(Word(cast.audience(self.person, room)))
            self.client.change("topic", number, topic=f"about {token}")

    def _message(self, *, mine: bool) -> tuple[int, int, frozenset[str] | None] | None:
        """One of the last messages of some conversation: where, and who may see it."""
        logs = {n: log for n, log in self.client.logs.items() if log.messages}
        if not logs:
            return None
        number = self.rng.choice(list(logs))
        last = sorted(logs[number].messages.items())[-LATELY:]
        seqs = [seq for seq, m in last if not mine or self._is_mine(m)]
        if not seqs or not logs[number].name:
            return None
        audience = cast.audience(self.person, logs[number].name)
        return number, self.rng.choice(seqs), audience

    def _is_mine(self, message: Message) -> bool:
        # What was said at nc is known by its words alone: they stay as they are.
        return message.author == self.person and message.id in self.chronicle.ids

    def _to(self, place: str) -> int | str:
        """The conversation's number as often as not, if it is known."""
        number = self._number(place)
        return place if number is None or self.rng.random() < 0.5 else number

    def _number(self, place: str) -> int | None:
        logs = self.client.logs.items()
        return next((number for number, log in logs if log.name == place), None)

    # --- A person at nc ---------------------------------------------------------------

    def _act_plainly(self, client: PlainClient) -> None:
        if self.rng.random() < COMES_BACK:
            return client.go_in(self.rng.choice(cast.YARD))
        place = self._place()
        word = Word(cast.audience(self.person, place))
        token = self.chronicle.token(word)
        body = f"{self._spice()}{token}"
        to = f"/msg {place.removeprefix('@')} "
        room = place if place in cast.YARD else ""
        client.say(body if place == cast.LOBBY else to + body, token, room)
        return None

    # --- A person at the page ---------------------------------------------------------

    def _say_in_the_lobby(self, page: PageClient) -> None:
        if self.rng.random() < WANDERS:
            return page.wander()
        token = self.chronicle.token(Word(None))
        page.say(f"{self._spice()}{token}", token)
        return None

    # --- Words ------------------------------------------------------------------------

    def _place(self) -> str:
        """Where to say something: a room mostly, or to somebody alone."""
        if self.rng.random() < 0.75:
            return self.rng.choice(self._rooms())
        others = [name for name in cast.PEOPLE if name != self.person]
        others += [cast.AWAY] * AWAY_TIMES
        return f"@{self.rng.choice(others)}"

    def _rooms(self) -> list[str]:
        rooms = [*cast.rooms_of(self.person), self.rng.choice(cast.YARD)]
        if isinstance(self.client, ProgramClient):
            number = self._number(cast.ATTIC)
            is_in = number is not None and not self.client.logs[number].left
            return [*rooms, cast.ATTIC] if is_in else rooms
        return rooms

    def _spice(self) -> str:
        return LONG if self.rng.random() < 0.02 else self.rng.choice(SPICE)
