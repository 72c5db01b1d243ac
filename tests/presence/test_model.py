"""The leases against a model that is too simple to be wrong.

The model: a process that is alive has a set of people; who is in any of these sets is
online. What the processes tell, added up, must always lead a listener to that set.
"""

import asyncio
from collections import defaultdict
from functools import partial

import pytest
import redis
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chat.presence.leases import Presence, online_now

PROCESSES = range(3)
PEOPLE = range(1, 5)
LEASES = "{presence}:leases"


class Leases(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.redis = redis.Redis.from_url(settings.REDIS_URL)
        self.redis.flushall()
        self.alive = {}
        self.held = {}
        self.heard = {}
        self.versions = defaultdict(list)

    def teardown(self):
        for presence in self.alive.values():
            self.loop.run_until_complete(presence.close())
        self.redis.close()
        self.loop.close()

    @rule(process=st.sampled_from(PROCESSES), person=st.sampled_from(PEOPLE))
    def arrive(self, process, person):
        presence = self._process(process)
        self.held[process].append(person)
        self._run(presence, lambda: presence.arrive(person, f"p{person}", "json"))

    @rule(process=st.sampled_from(PROCESSES), person=st.sampled_from(PEOPLE))
    def depart(self, process, person):
        if person in self.held.get(process, []):
            presence = self.alive[process]
            self.held[process].remove(person)
            self._run(presence, lambda: presence.depart(person, "json"))

    @rule(process=st.sampled_from(PROCESSES))
    def renew(self, process):
        self._run(self._process(process), lambda: None)

    @precondition(lambda self: self.alive)
    @rule(data=st.data())
    def die(self, data):
        """kill -9, and its lease lapses; somebody who lives sweeps."""
        process = data.draw(st.sampled_from(sorted(self.alive)))
        presence = self.alive.pop(process)
        del self.held[process]
        self.loop.run_until_complete(presence.close())
        self.redis.zadd(LEASES, {presence.process: 1}, xx=True)
        self._everybody_renews()
        if not self.alive:
            self.heard.clear()  # whoever listened has gone with the last process

    @precondition(lambda self: self.alive)
    @rule(data=st.data())
    def sleep_too_long(self, data):
        """Its lease lapses and is swept, but it lives and renews."""
        presence = self.alive[data.draw(st.sampled_from(sorted(self.alive)))]
        self.redis.zadd(LEASES, {presence.process: 1}, xx=True)
        self._everybody_renews()

    @rule()
    def lose_redis(self):
        """Redis comes back empty."""
        self.redis.flushall()
        self._everybody_renews()

    @invariant()
    def who_is_held_is_online(self):
        expected = {p for people in self.held.values() for p in people}
        assert set(online_now().names) == expected
        if self.alive:
            assert {p for p, here in self.heard.items() if here} == expected

    @invariant()
    def versions_rise(self):
        # What two processes cause at the same time may be heard in either order.
        told = [each for versions in self.versions.values() for each in versions]
        assert len(told) == len(set(told))
        assert all(versions == sorted(versions) for versions in self.versions.values())

    def _process(self, process):
        if process not in self.alive:
            hear = partial(self._hear, process)
            self.alive[process] = Presence(settings.REDIS_URL, hear)
            self.held[process] = []
        return self.alive[process]

    async def _hear(self, process, delta):
        assert not delta.online.keys() & delta.offline.keys()
        self.versions[process].append(delta.version)
        self.heard.update(dict.fromkeys(delta.online, True))
        self.heard.update(dict.fromkeys(delta.offline, False))

    def _everybody_renews(self):
        for presence in (*self.alive.values(), *self.alive.values()):
            self._run(presence, lambda: None)

    def _run(self, presence, change):
        async def changed():
            change()
            await presence.renew()

        self.loop.run_until_complete(changed())


@pytest.mark.whole
def test_the_leases_agree_with_the_model():
    run_state_machine_as_test(
        Leases,
        settings=hypothesis_settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
