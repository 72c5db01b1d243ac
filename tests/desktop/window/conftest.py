"""A screen without a screen, and a window on it."""

import pytest

from tests.support.windows import Display, Window, fetch_client


@pytest.fixture(scope="module")
def display():
    display = Display()
    yield display
    display.close()


@pytest.fixture
def file(site, tmp_path):
    return fetch_client(site, tmp_path)


@pytest.fixture
def window(display, file, tmp_path):
    with Window(display, file, tmp_path / "ada") as window:
        yield window
