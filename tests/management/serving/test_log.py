"""What a site that runs writes into its log."""

import asyncio
import contextlib
import json
import re
import signal
from urllib.request import urlopen

import pytest

from tests.support import migrated
from tests.support.clients import JsonClient, Lines, Refused
from tests.support.servers import Site, manage
from tests.support.valkey import Valkey
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes

LINE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ [A-Z]+ [\w.]+: .*"


class JsonSite(Site):
    """Its doors are told in JSON as well."""

    def _is_ready(self, times):
        return sum('"Ready."' in line for line in self.output) >= times

    @property
    def addresses(self):
        told = (json.loads(line)["message"] for line in self.output if line)
        doors = re.findall(r"^(JSON lines) +nc (\S+) (\d+)$", "\n".join(told), re.M)
        return {what: (host, int(port)) for what, host, port in doors}


async def test_as_json_every_line_is_an_object_from_the_start_to_the_end(tmp_path):
    migrated.lay_files(tmp_path)
    site = JsonSite(tmp_path, "--workers=2", CHAT_LOG_FORMAT="json", migrates=True)
    await JsonClient.enter(site.json, "ada")
    await Lines.close_all()
    assert site.stop() == 0
    told = [json.loads(line) for line in site.output if line]
    words = "\n".join(each["message"] for each in told)
    for each in ("chatsite ", "The database is migrated", "Database: ", "Redis: "):
        assert words.count(f"{each}") == 1
    for each in (
        "with 2 processes",
        "SIGTERM: it is to end, with 2 workers",
        "The site has ended.",
    ):
        assert words.count(each) == 1
    [guest] = [each for each in told if each["logger"] == "chat.audit"]
    assert guest["audit"]["event"] == "guest"
    assert (guest["audit"]["name"], guest["audit"]["door"]) == ("ada", "json")
    assert re.fullmatch(r"\w+:0", guest["id"])
    assert guest["process"] != site.process.pid


def test_as_text_every_line_of_the_log_has_time_process_and_level(tmp_path):
    site = Site(tmp_path, "--workers=1")
    assert site.stop(signal.SIGINT) == 0
    lines = [line.rstrip("\n") for line in site.output if line]
    log = [line for line in lines if re.fullmatch(LINE, line)]
    rest = "\n".join(line for line in lines if line not in log)
    assert re.fullmatch(r"(  .*\n){3}There is no .*\nReady\.", rest), rest
    assert "The site has ended." in log[-1]
    assert "SIGINT: goodbye is said to 0 connections." in "\n".join(log)


@pytest.mark.parametrize(
    "words", [["serve", "--workers=0"], ["serve", "--nonsense"], ["serve"]]
)
def test_a_start_that_fails_is_json_too(tmp_path, words):
    wrong = {} if words[1:] else {"CHAT_LOG_LEVEL": "loud"}
    done = manage(tmp_path, *words, CHAT_LOG_FORMAT="json", **wrong)
    [line] = done.stderr.splitlines()
    told = json.loads(line)
    assert (done.stdout, told["level"]) == ("", "CRITICAL")
    assert told["time"].endswith("Z")


@pytest.mark.long
async def test_an_outage_is_a_line_at_its_begin_and_one_at_its_end(tmp_path, postgres):
    valkey = Valkey()
    more = {**postgres.environment, "REDIS_URL": valkey.url}
    with Site(tmp_path, **more) as site:
        ada = await JsonClient.enter(site.json, "ada")
        await asyncio.to_thread(valkey.stop)
        await ada.post("#lobby", "told later")
        await asyncio.to_thread(postgres.crash)
        await asyncio.to_thread(_ask_for_much, site.url)
        for _ in range(3):
            with contextlib.suppress(Refused):
                await ada.post("#lobby", "not now")
        await asyncio.to_thread(postgres.start)
        await asyncio.to_thread(valkey.start)
        eventually(lambda: site.text.count("is well again: it failed") == 2)
        await Lines.close_all()
    valkey.stop()
    worse = [line for line in site.output if re.search(r" (ERROR|WARNING) ", line)]
    # And one that Redis had lost who is here.
    assert len(worse) <= 5, "".join(worse)
    assert sum("chat.logging.outage" in line for line in worse) == 4
    assert sum("The database fails: " in line for line in worse) == 1
    assert sum("Redis fails: " in line for line in worse) == 1


def _ask_for_much(url):
    for _ in range(30):
        with (
            contextlib.suppress(OSError),
            urlopen(f"{url}login/", timeout=SECONDS) as page,
        ):
            page.read()
