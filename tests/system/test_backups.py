"""The site's own backups, from a site that people talk at."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos.database import Sqlite
from tests.support.clients import JsonClient
from tests.support.servers import PROJECT, Site, manage
from tests.support.small_disk import enlarge, mounted
from tests.support.waiting import until

pytestmark = pytest.mark.processes

MADE, NOT_MADE = "A backup was made", "No backup was made. There is no room"
OPERATING = (PROJECT / "docs/operating.md").read_text()


@pytest.fixture
def disk(tmp_path):
    """A folder with a small disk of its own, and a way to make it larger."""
    folder = tmp_path / "backups"
    folder.mkdir()
    with mounted(folder, "64k"):
        yield folder, lambda: enlarge(folder, "16m")


async def test_one_of_the_processes_makes_them_once_there_is_room(tmp_path, disk):
    folder, make_room = disk
    how = {"CHAT_BACKUP_EVERY": "1s", "CHAT_BACKUP_KEEP": "2"}
    how["CHAT_BACKUP_DIR"] = str(folder)
    with Site(tmp_path / "site", "--workers=2", **how) as site:
        ada = await JsonClient.enter(site.json, "ada")
        said = {(await ada.post("#lobby", "before"))["seq"]}
        await until(lambda: NOT_MADE in site.text)
        await until(lambda: not list(folder.iterdir()))
        said.add((await ada.post("#lobby", "it goes on"))["seq"])
        make_room()
        await until(lambda: site.text.count(MADE) >= 3)
        [made, restored] = _commands()
        by_hand = str(tmp_path / Path(made[1]).name)
        assert _run(tmp_path / "site", made[0], by_hand)
        await until(lambda: not _made(site)[0].exists())
        await until(lambda: _made(site)[-1].exists())
        await JsonClient.close_all()
    newest = max(folder.glob("*.zip"))
    for number, path in enumerate([by_hand, newest]):
        assert _run(tmp_path / f"new{number}", restored[0], str(path))
        with closing(Sqlite(tmp_path / f"new{number}").connect()) as database:
            rows = database.execute("SELECT seq FROM chat_message")
            assert said <= {seq for [seq] in rows}


def _made(site):
    return [Path(each) for each in re.findall(rf"{MADE}: (\S+)", site.text)]


def _commands():
    """Those that the operator's page has, with their words."""
    section = OPERATING.partition("## Backup and restore")[2].partition("\n## ")[0]
    return re.findall(r"^python manage.py (\w+) (\S+)$", section, re.MULTILINE)


def _run(folder, *words):
    done = manage(folder, *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
