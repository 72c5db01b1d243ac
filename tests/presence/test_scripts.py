"""Each rule of the scripts that run in Redis, on the real one."""

import time

import pytest
import redis
from django.conf import settings

from chat.presence.leases import KEYS, ONLINE, UPDATE

LEASES, VERSION, SINCE = KEYS
LEASE_MS = 15_000
NOTHING = ({}, {})


@pytest.fixture
def scripts():
    with redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as client:
        yield Scripts(client)


class Scripts:
    """Both, and what they keep."""

    def __init__(self, client):
        self.client = client
        self._update = client.register_script(UPDATE)
        self._online = client.register_script(ONLINE)

    def update(self, process, sets=(), removed=(), *, is_whole=True, **more):
        """Who came and who went; None if the whole list is asked for."""
        lost, self.version, *who = self.answer(process, sets, removed, is_whole, **more)
        if lost:
            return None
        return _by_number(who[0], who[1]), _by_number(who[2], who[3])

    def answer(
        self, process, sets=(), removed=(), is_whole=True, had_lease=False, known=""
    ):
        pairs = [part for pair in dict(sets).items() for part in pair]
        words = [process, LEASE_MS, int(is_whole), int(had_lease), known]
        return self._update(KEYS, [*words, len(pairs) // 2, *pairs, *removed])

    @property
    def online(self):
        """Number and value of everybody, as often as a process has them."""
        fields = self._online(KEYS)[1]
        return sorted(zip(fields[::2], fields[1::2], strict=True))

    def expire(self, process):
        self.client.zadd(LEASES, {process: 1})

    def ends_in(self, process):
        """Milliseconds, by Redis's clock."""
        seconds, micro = self.client.time()
        return self.client.zscore(LEASES, process) - seconds * 1000 - micro / 1000


def _by_number(ids, names):
    return dict(zip(ids, names, strict=True))


# --- The lease ------------------------------------------------------------------------


def test_a_lease_lasts_as_long_as_it_is_asked_for(scripts):
    scripts.update("one")
    assert LEASE_MS - 10_000 < scripts.ends_in("one") <= LEASE_MS


def test_each_update_renews_it(scripts):
    scripts.update("one")
    scripts.client.zincrby(LEASES, -5000, "one")
    scripts.update("one", is_whole=False)
    assert scripts.ends_in("one") > LEASE_MS - 1000


def test_changes_of_a_process_that_is_not_known_are_not_stored(scripts):
    assert scripts.update("one", {"1": "json ada"}, is_whole=False) is None
    assert scripts.version == 0
    assert scripts.client.keys("*") == []


def test_its_whole_list_makes_it_known(scripts):
    assert scripts.update("one", {"1": "json ada"}) == ({"1": "ada"}, {})
    assert scripts.update("one", {"2": "json bob"}, is_whole=False) == (
        {"2": "bob"},
        {},
    )


def test_its_own_lapsed_lease_is_renewed_and_not_swept(scripts):
    scripts.update("one", {"1": "json ada"})
    scripts.expire("one")
    assert scripts.update("one", is_whole=False) == NOTHING
    assert scripts.online == [("1", "json ada")]


def test_no_lease_ends_later_than_one_that_is_taken_now(scripts):
    """Redis's clock was set back, and this process has died."""
    scripts.update("dead", {"1": "json ada"})
    scripts.client.zincrby(LEASES, 3_600_000, "dead")
    scripts.update("one")
    assert scripts.ends_in("dead") <= LEASE_MS


# --- The sweep ------------------------------------------------------------------------


def test_all_of_a_lapsed_lease_are_gone_together(scripts):
    scripts.update("dead", {"1": "json ada", "2": "plain bob"})
    scripts.expire("dead")
    assert scripts.update("one") == ({}, {"1": "ada", "2": "bob"})
    assert scripts.update("one") == NOTHING
    assert scripts.client.zscore(LEASES, "dead") is None
    assert not scripts.client.exists("{presence}:of:dead")


def test_a_process_that_only_slept_is_asked_for_its_whole_list(scripts):
    scripts.update("slept", {"1": "json ada"})
    scripts.expire("slept")
    scripts.update("one")
    assert scripts.update("slept", is_whole=False) is None


def test_whom_another_process_has_is_not_gone(scripts):
    scripts.update("dead", {"1": "json ada"})
    scripts.update("one", {"1": "plain ada"})
    scripts.expire("dead")
    assert scripts.update("one") == NOTHING


def test_whose_name_somebody_new_has_is_not_gone_by_a_sweep(scripts):
    scripts.update("dead", {"1": "plain bob", "2": "plain carol"})
    scripts.update("one", {"3": "plain bob"})
    scripts.expire("dead")
    assert scripts.update("one") == ({}, {"1": "", "2": "carol"})


def test_who_leaves_is_gone_whatever_others_are_called(scripts):
    scripts.update("one", {"1": "plain bob", "3": "plain bob"})
    assert scripts.update("one", removed=["1"]) == ({}, {"1": "bob"})


# --- Who comes, and who goes ----------------------------------------------------------


def test_whoever_no_process_had_has_come(scripts):
    scripts.update("one", {"1": "json ada"})
    came = scripts.update("two", {"1": "plain ada", "2": "plain bob"})
    assert came == ({"2": "bob"}, {})


def test_who_comes_while_a_lapsed_lease_has_them_has_come(scripts):
    scripts.update("dead", {"1": "json ada"})
    scripts.expire("dead")
    assert scripts.update("one", {"1": "plain ada"}) == ({"1": "ada"}, {})


def test_another_door_is_stored_and_nothing_to_tell(scripts):
    scripts.update("one", {"1": "json ada"})
    assert scripts.update("one", {"1": "json,plain ada"}) == NOTHING
    assert scripts.online == [("1", "json,plain ada")]


def test_who_was_the_last_of_a_person_is_gone(scripts):
    scripts.update("one", {"1": "json ada"})
    scripts.update("two", {"1": "plain ada"})
    assert scripts.update("one", removed=["1"]) == NOTHING
    assert scripts.update("two", removed=["1"]) == ({}, {"1": "ada"})
    assert scripts.online == []


def test_to_remove_somebody_who_is_not_there_is_nothing(scripts):
    assert scripts.update("one", removed=["1"]) == NOTHING


def test_some_may_come_and_others_go_at_once(scripts):
    scripts.update("one", {"1": "json ada"})
    assert scripts.update("one", {"2": "json bob"}, ["1"]) == (
        {"2": "bob"},
        {"1": "ada"},
    )


@pytest.mark.parametrize("name", ["Ada Lovelace", "häuschen 🏠", "a  b"])
def test_a_name_may_have_spaces_and_any_script(scripts, name):
    assert scripts.update("one", {"1": f"json {name}"}) == ({"1": name}, {})


# --- Who is called otherwise ----------------------------------------------------------

RENAMED = ({"1": "eve"}, {"1": "ada"})


def test_a_new_name_is_told_once_whoever_has_them(scripts):
    scripts.update("one", {"1": "json ada"})
    scripts.update("two", {"1": "plain ada"})
    assert scripts.update("one", {"1": "json eve"}) == RENAMED
    assert scripts.online == [("1", "json eve"), ("1", "plain eve")]
    assert scripts.update("two", {"1": "plain eve"}) == NOTHING


def test_a_new_name_is_told_by_whom_they_come_to(scripts):
    scripts.update("killed", {"1": "json ada"})
    assert scripts.update("one", {"1": "json eve"}) == RENAMED
    scripts.expire("killed")
    assert scripts.update("one") == NOTHING


def test_a_new_name_is_told_after_a_lapsed_lease(scripts):
    scripts.update("dead", {"1": "json ada"})
    scripts.expire("dead")
    assert scripts.update("one", {"1": "json eve"}) == RENAMED


# --- The version ----------------------------------------------------------------------


def test_the_version_counts_what_is_told(scripts):
    scripts.update("one", {"1": "json ada"})
    first = scripts.version
    scripts.update("one", {"2": "json bob"})
    assert scripts.version == first + 1


def test_an_update_without_a_change_has_no_version(scripts):
    scripts.update("one", {"1": "json ada"})
    kept = scripts.client.get(VERSION)
    scripts.update("one")
    assert scripts.version == 0
    assert scripts.client.get(VERSION) == kept


def test_what_is_counted_anew_is_above_all_before(scripts):
    scripts.update("one", {"1": "json ada"})
    before = scripts.version
    scripts.client.flushall()
    scripts.update("one", {"1": "json ada"})
    assert scripts.version > before
    assert scripts.version < (time.time() + 60) * 1e6


# --- Who is online --------------------------------------------------------------------


def test_everybody_of_every_live_process_is_online(scripts):
    scripts.update("one", {"1": "json ada"})
    scripts.update("two", {"1": "plain ada", "2": "plain bob"})
    assert scripts.online == [("1", "json ada"), ("1", "plain ada"), ("2", "plain bob")]


def test_nobody_of_a_lapsed_lease_is(scripts):
    scripts.update("dead", {"1": "json ada"})
    scripts.expire("dead")
    assert scripts.online == []


def test_the_list_has_the_version_of_what_was_told_last(scripts):
    assert scripts._online(KEYS) == [0, [], -1]
    scripts.update("one", {"1": "json ada"})
    assert scripts._online(KEYS)[0] == scripts.version


# --- Redis loses its scripts ----------------------------------------------------------


def test_a_redis_that_has_lost_the_scripts_is_given_them_again(scripts):
    scripts.update("one", {"1": "json ada"})
    scripts.client.script_flush()
    assert scripts.online == [("1", "json ada")]
    assert scripts.update("one", removed=["1"]) == ({}, {"1": "ada"})
