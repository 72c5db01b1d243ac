"""Programs that some tests need and not every machine has."""

import os
import shutil
from typing import NoReturn

import pytest


def need(name: str) -> str:
    """Return the path of a program, or skip the test that asks."""
    return shutil.which(name) or absent(name)


def absent(name: str) -> NoReturn:
    """Skip the running test, for want of ``name``; with STRICT=1, fail it."""
    if os.environ.get("STRICT"):
        pytest.fail(f"{name} is not installed here")
    pytest.skip(f"{name} is not installed here")
