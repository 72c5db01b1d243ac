"""A real site, and two people at the desktop's core."""

import pytest

from tests.desktop.core.talk import Talk
from tests.desktop.site import FREELY
from tests.support.desktop import Desk
from tests.support.servers import Site


@pytest.fixture
def talk(tmp_path):
    talk = Talk(tmp_path)
    yield talk
    talk.store.close()


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site", **FREELY) as site:
        yield site


@pytest.fixture
def ada(site, tmp_path):
    ada = Desk.enter(tmp_path / "ada", site.json, "ada")
    yield ada
    ada.client.close()


@pytest.fixture
def bob(site, tmp_path):
    bob = Desk.enter(tmp_path / "bob", site.json, "bob")
    yield bob
    bob.client.close()
