"""``python -m tests.support.fresh trixie``: what a newcomer meets, on a new Debian.

A root is made of that release, with make, git, python3 and python3-venv in it; the
project is cloned into it as it is committed, and both of the README's commands are run
there: ``make run``, until its log-in page is there, and ``make test STRICT=1``. How
apt, pip and npm reach their sources here is bound in, to be read, and written nowhere.

Every step has mounts and processes of its own, which end with it whatever happens.
"""

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.tools import install, may_install

PROJECT = Path(__file__).parents[2]
PACKAGES = ["make", "git", "python3", "python3-venv"]
# What make tells of Ctrl-C: the site has ended well, or make itself was interrupted.
INTERRUPTED = (0, 128 + signal.SIGINT)
PAGE, PAGE_SECONDS = 'id="guest-name"', 10
ALONE = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
# The shell stays as the first process, which has to take in those that lost their own.
ENTER = """
root=$1 bound=$2; shift 2
# Only what is a mount can be the root of others' mounts: a test makes its own there.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs shm "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
echo "$bound" | while read -r path; do
    mkdir -p "$root${path%/*}"
    if [ -d "$path" ]; then mkdir -p "$root$path"; else : >> "$root$path"; fi
    mount --bind -o ro "$path" "$root$path"
done
chroot "$root" make --directory=chatsite "$@"
"""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SETTINGS = re.compile(
    r"pip_\w+|npm_config_\w+|\w+_proxy|\w+_ca_bundle|ssl_cert_file|node_extra_ca_certs",
    re.IGNORECASE,
)
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
AUTHORISATIONS = ("/etc/apt/auth.conf", "/etc/apt/auth.conf.d")
OF_PIP = ("/etc/pip.conf", "/etc/xdg/pip", "~/.pip", "~/.config/pip")
OF_NPM = ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc", "~/.npmrc")
A_PATH = re.compile(r"(?:(?<=file://)|(?<![\w:/.]))/[^\s'\",]+")
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|error)")
SUMMARY = re.compile(r"\d+ (?:passed|failed|error)\b.* in [\d.]+s")


class Failed(Exception):
    """One of the README's commands did not do what it says."""


class Root:
    """A new Debian in a folder, with the project in it."""

    def __init__(self, folder: Path, suite: str, python: str | None) -> None:
        self.folder, self.suite = folder, suite
        self.words = [f"PYTHON={python}"] if python else []
        packages = ",".join([*PACKAGES, *([f"{python}-venv"] if python else [])])
        # The script of sid is that of every later release, also where it has no name.
        make = [*ALONE, "debootstrap", "--variant=minbase", f"--include={packages}"]
        _need([*make, suite, str(folder), mirror(), "sid"])
        self.project = folder / "chatsite"
        _need(["git", "clone", "--quiet", str(PROJECT), str(self.project)])

    @property
    def python(self) -> str:
        """The version of the one that was taken, e.g. ``3.14.8``."""
        made = "".join(each.read_text() for each in self.project.glob(".venv*/*.cfg"))
        found = re.search(r"^version = (\S+)", made, re.MULTILINE)
        return found[1] if found else "none"

    @contextmanager
    def make(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Run ``make`` in the project; what it says is to be read from its output."""
        bound = "\n".join(map(str, configuration()))
        enter = [*ALONE, "sh", "-euc", ENTER, "sh", str(self.folder), bound]
        with subprocess.Popen(
            [*enter, *words, *self.words],
            env={"PATH": PATH, "HOME": str(Path.home()), **settings()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A process group of its own, so that it can be told of a Ctrl-C.
            start_new_session=True,
        ) as making:
            try:
                yield making
            except BaseException:
                making.kill()
                raise


def _need(command: list[str]) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        sys.exit(f"That failed: {shlex.join(command)}")


# --- What the caller has set ----------------------------------------------------------


def mirror() -> str:
    """Where apt gets Debian's packages from here."""
    asked = ["apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)"]
    listed = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found = re.search(r"^Debian (\S+)", listed, re.MULTILINE)
    return found[1] if found else sys.exit("apt knows no Debian here: apt-get update?")


def settings() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if SETTINGS.fullmatch(name)
    }


def configuration() -> Iterator[Path]:
    """The files of apt, pip and npm, and what those of pip name."""
    listed = [sys.executable, "-m", "pip", "config", "list"]
    of_pip = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    named = A_PATH.findall("\n".join([of_pip, *settings().values()]))
    named = [each.removesuffix("/simple") for each in named]  # its files lie beside it
    files = [CERTIFICATES, *AUTHORISATIONS, *OF_PIP, *OF_NPM, *named]
    paths = {Path(path).expanduser() for path in files}
    paths.update(filter(_is_of_the_way, Path("/etc/apt").glob("apt.conf*/*")))
    # What lies in a folder that is bound is there with it.
    return (path for path in paths if path.exists() and paths.isdisjoint(path.parents))


def _is_of_the_way(path: Path) -> bool:
    # Other files have hooks, and programs for them that are not in the root.
    text = path.read_text()
    return "Acquire" in text and not re.search("Invoke|Pre-Install", text)


# --- The README's commands ------------------------------------------------------------


def run(root: Root) -> str:
    """``make run``, with ports that are free, until its log-in page was seen.

    Raises:
        Failed: it is not.
    """
    began, seconds = time.monotonic(), None
    with root.make("run", "ARGS=--bind 127.0.0.1:0 --plain 0 --json 0") as making:
        for line in _shown(making.stdout):
            if found := re.match(r"  browser +(\S+)", line):
                url = found[1]
            if line == "Ready.\n":
                _look_at(url)
                seconds = time.monotonic() - began
                os.killpg(making.pid, signal.SIGINT)
    if seconds is None or making.returncode not in INTERRUPTED:
        raise Failed(f"make run ended with {making.returncode}")
    return f"make run: its page after {seconds:.0f} s"


def _look_at(url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=PAGE_SECONDS) as answer:
        if PAGE not in answer.read().decode():
            raise Failed(f"make run: {answer.url} is not the log-in page")


def test(root: Root) -> str:
    """``make test STRICT=1``, and what it counted.

    Raises:
        Failed: it ended with an error.
    """
    began, counts = time.monotonic(), Counter(passed=0, failed=0)
    with root.make("test", "STRICT=1") as making:
        for line in _shown(making.stdout):
            if SUMMARY.search(line):
                counts.update({what: int(n) for n, what in COUNTS.findall(line)})
    counted = ", ".join(f"{n} {what}" for what, n in counts.items())
    told = f"make test: {counted} in {time.monotonic() - began:.0f} s"
    if making.returncode:
        raise Failed(told)
    return told


def _shown(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        print(line, end="", flush=True)
        yield line


# --- The command ----------------------------------------------------------------------


def prepare() -> None:
    """Make sure that a root can be made here."""
    if not may_install():
        sys.exit("A new root is made by root, on Debian or what is made of it.")
    if not shutil.which("debootstrap"):
        install("debootstrap")
    if not shutil.which("debootstrap"):
        sys.exit("There is no debootstrap, and it could not be installed.")


def _try_out(root: Root) -> int:
    """Run both; print what came of it; return an exit code."""
    code, told = 0, []
    try:
        told.append(run(root))
        told.append(test(root))
    except Failed as error:
        code = 1
        told.append(f"FAILED: {error}")
    print(f"{root.suite}, Python {root.python}: {'; '.join(told)}.")
    return code


def main() -> None:
    parser = argparse.ArgumentParser(prog="make fresh", description=__doc__)
    parser.add_argument("suite", help="a release of Debian: trixie, forky, sid")
    parser.add_argument("--python", help="another than python3, e.g. python3.15")
    words = parser.parse_args()
    prepare()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Nobody else gets in, while its own people go about in the root within.
    folder = Path(tempfile.mkdtemp(prefix=f"fresh-{words.suite}-"))
    try:
        sys.exit(_try_out(Root(folder / "root", words.suite, words.python)))
    finally:
        if os.environ.get("KEEP"):
            print(f"The root is kept in {folder}.")
        else:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
