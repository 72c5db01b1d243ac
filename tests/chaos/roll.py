"""The roll is called: whoever is to hear something must hear it live."""

import contextlib
from dataclasses import dataclass

from tests.chaos import cast
from tests.chaos.client import ProgramClient
from tests.chaos.company import Company
from tests.chaos.plain import PlainClient
from tests.chaos.traffic import Talker
from tests.support.waiting import until

# Less than it takes until heads come: what is heard by then was heard live. Live events
# are hints: one may be lost, and the next one tells of it.
LIVE_SECONDS = 10
ROLLS = 5
SETTLED_SECONDS = 60


@dataclass
class _Call:
    """What a client is to hear."""

    client: ProgramClient | PlainClient
    where: str
    token: str

    @property
    def is_heard(self) -> bool:
        return self.token in self.client.facts.tokens


async def call_the_roll(company: Company) -> list[str]:
    """Say something everywhere, a few times; who has heard nothing of it, and where."""
    calls: list[_Call] = []
    for _ in range(ROLLS):
        calls += _say_everywhere(company)
        with contextlib.suppress(TimeoutError):
            await until(
                lambda: all(p.is_settled for p in company.programs), SETTLED_SECONDS
            )
        if await _are_heard(calls):
            break
    return [f"{who} hears nothing live in {where}" for who, where in _deaf(calls)]


async def _are_heard(calls: list[_Call]) -> bool:
    with contextlib.suppress(TimeoutError):
        await until(lambda: not _deaf(calls), LIVE_SECONDS / ROLLS)
    return not _deaf(calls)


def _say_everywhere(company: Company) -> list[_Call]:
    """Once in each conversation, by one of its people."""
    calls: dict[str, list[_Call]] = {}
    for talker in company.speakers:
        names = [log.name for log in talker.client.logs.values()]
        for place in filter(None, names):
            if cast.is_restless(place):
                continue  # it is somebody else's business who is there
            where = place
            if place.startswith("@"):
                where = " and ".join(sorted({talker.person, place[1:]}))
            if where not in calls:
                calls[where] = _call(company, talker, place, where)
    return [call for those in calls.values() for call in those]


def _call(company: Company, talker: Talker, place: str, where: str) -> list[_Call]:
    talker.post(place)
    token = talker.client.facts.said[-1].token
    audience = cast.audience(talker.person, place) or cast.PEOPLE
    concerned = [c for c in company.clients if c.facts.person in audience]
    return [_Call(client, where, token) for client in concerned]


def _deaf(calls: list[_Call]) -> list[tuple[str, str]]:
    """Who heard nothing of what they were to hear, and where."""
    heard: dict[tuple[str, str], bool] = {}
    for call in calls:
        key = (call.client.facts.name, call.where)
        heard[key] = heard.get(key, False) or call.is_heard
    return [key for key, is_heard in heard.items() if not is_heard]
