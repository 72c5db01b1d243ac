"""The embedded Valkey, with real processes: who starts it, and what is left of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chat.broker import embedded
from chat.broker.supervisor import Supervisor
from tests.support.processes import is_running
from tests.support.servers import PROJECT, SECONDS
from tests.support.valkey import keepers, nothing_is_left, run_id, valkeys
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes

USER = """
import os, sys
from pathlib import Path
from chat.broker import embedded
embedded.ensure(Path(os.environ["CHAT_DATA_DIR"]))
print("ready", flush=True)
sys.stdin.read()
"""


CAPTURED = {"capture_output": True, "text": True, "timeout": SECONDS}


class User:
    """A process that uses the Valkey of a data folder until its input ends."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", USER],
            env={**os.environ, "CHAT_DATA_DIR": str(data_dir)},
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> "User":
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"
        return self

    def end(self) -> None:
        _, complaints = self.process.communicate(timeout=SECONDS)
        assert (self.process.returncode, complaints) == (0, "")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=SECONDS)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., User]]:
    users: list[User] = []

    def start(data_dir: Path = tmp_path) -> User:
        users.append(User(data_dir))
        return users[-1]

    yield start
    for user in users:
        user.kill()


def test_two_users_share_one_valkey(start, tmp_path):
    start().ready()
    first = run_id(tmp_path)
    start().ready()
    assert run_id(tmp_path) == first
    assert len(valkeys(tmp_path)) == 1


def test_it_stays_while_one_user_is_left(start, tmp_path):
    first, second = start().ready(), start().ready()
    before = run_id(tmp_path)
    first.end()
    assert run_id(tmp_path) == before
    second.end()
    nothing_is_left(tmp_path)


def test_last_user_killed_leaves_nothing(start, tmp_path):
    users = [start().ready(), start().ready()]
    assert len(keepers(tmp_path)) == len(valkeys(tmp_path)) == 1
    for user in users:
        user.kill()
    nothing_is_left(tmp_path)


def test_eight_at_once_get_one_valkey(start, tmp_path):
    users = [start() for _ in range(8)]
    for user in users:
        user.ready()
    assert len(keepers(tmp_path)) == len(valkeys(tmp_path)) == 1


def test_killed_valkey_comes_back(start, tmp_path):
    start().ready()
    [valkey] = valkeys(tmp_path)
    os.kill(valkey, signal.SIGKILL)
    eventually(lambda: len(valkeys(tmp_path)) == 1 and valkeys(tmp_path) != [valkey])
    embedded._Home(tmp_path).wait_for_answer()


def test_killed_supervisor_is_replaced_without_an_outage(start, tmp_path):
    user = start().ready()
    before = run_id(tmp_path)
    [keeper] = keepers(tmp_path)
    os.kill(keeper, signal.SIGKILL)
    eventually(lambda: keepers(tmp_path) not in ([], [keeper]))
    assert run_id(tmp_path) == before
    user.end()
    nothing_is_left(tmp_path)


def test_valkey_without_supervisor_and_users_is_taken_over(start, tmp_path):
    user = start().ready()
    before = run_id(tmp_path)
    [keeper] = keepers(tmp_path)
    # The user first: it would start another keeper.
    os.kill(user.process.pid, signal.SIGSTOP)
    os.kill(keeper, signal.SIGKILL)
    user.kill()
    eventually(lambda: not keepers(tmp_path))
    last = start().ready()
    eventually(lambda: keepers(tmp_path))  # it answers before it is taken over
    assert run_id(tmp_path) == before
    last.end()
    nothing_is_left(tmp_path)


def test_valkey_is_stopped_also_if_the_last_user_goes_before_it_is_taken_over(
    start, tmp_path
):
    user = start().ready()
    [keeper] = keepers(tmp_path)
    os.kill(user.process.pid, signal.SIGSTOP)
    os.kill(keeper, signal.SIGKILL)
    user.kill()
    eventually(lambda: not keepers(tmp_path))
    assert valkeys(tmp_path)
    home = embedded._Home(tmp_path)
    Supervisor(home.folder / "users.lock", home.socket).end()
    nothing_is_left(tmp_path)


def test_signals_that_end_a_service_leave_the_supervisor_to_its_users(start, tmp_path):
    user = start().ready()
    [keeper] = keepers(tmp_path)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(keeper, number)
    for valkey in valkeys(tmp_path):
        os.kill(valkey, signal.SIGTERM)
    eventually(lambda: valkeys(tmp_path) not in ([], [valkey]))
    assert keepers(tmp_path) == [keeper]
    user.end()
    nothing_is_left(tmp_path)


def test_start_follows_end_at_once(start, tmp_path):
    for _ in range(5):
        start().ready().end()
    nothing_is_left(tmp_path)


def test_removed_data_folder_leaves_nothing(start, tmp_path):
    user = start(tmp_path / "data").ready()
    [keeper], [valkey] = keepers(tmp_path / "data"), valkeys(tmp_path / "data")
    for file in (tmp_path / "data" / "valkey").iterdir():
        file.unlink()
    user.end()
    eventually(lambda: not is_running(keeper) and not is_running(valkey))


@pytest.mark.parametrize("name", ["with space", "ünï%20", "quo'te\""])
def test_any_folder_name_works(start, tmp_path, name):
    start(tmp_path / name).ready()
    assert run_id(tmp_path / name)


def test_deep_data_folder_works(start, tmp_path):
    deep = tmp_path.joinpath(*["deep-enough"] * 12)
    user = start(deep).ready()
    socket = Path(embedded.url(deep).removeprefix("unix://"))
    assert run_id(deep)
    assert socket.parent.stat().st_mode & 0o777 == 0o700
    user.end()
    nothing_is_left(deep)
    eventually(lambda: not socket.parent.exists())


def test_address_is_the_same_for_every_spelling_of_the_folder(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    assert embedded.url(tmp_path / "link") == embedded.url(tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "link"]


def complaint(data_dir: Path) -> str:
    with pytest.raises(embedded.EmbeddedError) as raised:
        embedded.ensure(data_dir)
    return str(raised.value)


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "valkey").write_text("in the way")
    assert str(tmp_path / "valkey") in complaint(tmp_path)
    assert "\n" not in complaint(tmp_path)


@pytest.mark.parametrize("trap", ["open to others", "link"])
def test_socket_folder_of_somebody_else_is_refused(tmp_path, trap):
    deep = tmp_path.joinpath(*["deep-enough"] * 12)
    folder = Path(embedded.url(deep).removeprefix("unix://")).parent
    if trap == "link":
        folder.symlink_to(tmp_path)
    else:
        folder.mkdir()
        folder.chmod(0o755)
    try:
        assert str(folder) in complaint(deep)
    finally:
        folder.unlink() if trap == "link" else folder.rmdir()


def test_what_the_settings_import_needs_no_settings():
    code = """
import sys
from chat.broker import backends, embedded
print({"django", "channels"} & {*sys.modules})
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, **CAPTURED)
    assert (result.stdout, result.stderr) == ("set()\n", "")
