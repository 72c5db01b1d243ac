"""Programs, and modules, that some tests need and not every machine has."""

import importlib
import os
import shutil
import subprocess
from types import ModuleType
from typing import NoReturn

import pytest

# Tests run beside each other: whoever comes second waits for the first.
INSTALL = ["apt-get", "-o", "DPkg::Lock::Timeout=180", "install", "--yes"]
INSTALL += ["--no-install-recommends"]
UPDATE = ["apt-get", "update"]


def need(name: str, package: str | None = None) -> str:
    """Return the path of a program, of Debian's ``package``; or skip the test."""
    if package and not shutil.which(name):
        install(package)
    return shutil.which(name) or absent(name)


def need_module(name: str) -> ModuleType:
    """Import a module that nobody has to have; or skip the test."""
    try:
        return importlib.import_module(name)
    except ImportError:
        absent(name)


def absent(name: str) -> NoReturn:
    """Skip the running test, for want of ``name``; with STRICT=1, fail it."""
    lacking(f"{name} is not installed here")


def lacking(reason: str) -> NoReturn:
    """Skip the running test for that reason; with STRICT=1, fail it."""
    if os.environ.get("STRICT"):
        pytest.fail(reason)
    pytest.skip(reason)


def may_install() -> bool:
    """Whether Debian's packages are there, and ours to install."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages of Debian's, where we may."""
    for command in ([*INSTALL, *packages], UPDATE, [*INSTALL, *packages]):
        if may_install() and not _run(command) and command is not UPDATE:
            return


def _run(command: list[str]) -> int:
    print("$", *command, flush=True)
    calm = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdin=subprocess.DEVNULL, env=calm).returncode
