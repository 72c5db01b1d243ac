"""Files on the page where they come from another name than the page itself."""

import pytest
from playwright.sync_api import expect

from tests.support.processes import free_port
from tests.support.servers import Site
from tests.web.conftest import FREELY
from tests.web.test_page_files import LOADED, PLAN, picture, share, sound

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    port = free_port()
    how = {**FREELY, "CHAT_FILES_URL": f"http://localhost:{port}"}
    folder = tmp_path_factory.mktemp("site")
    with Site(folder, f"--bind=127.0.0.1:{port}", **how) as site:
        yield site


# What stands there before the picture comes is where the picture is.
COVERS = """(it) => it.getBoundingClientRect().x
    === it.previousElementSibling.getBoundingClientRect().x"""


def test_pictures_and_sounds_come_from_there_and_are_stored_from_there(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    asked = []
    bob.page.on("request", lambda request: asked.append(request))
    share(ada, picture(ada), sound(), PLAN, words="Look", alt="A room")
    message = bob.message("Look")
    shown = message.locator("img")
    expect(shown).to_have_js_property("naturalWidth", 320)
    assert shown.evaluate(COVERS)
    tune = message.locator("audio")
    tune.evaluate(LOADED)
    assert tune.evaluate("(audio) => audio.duration") == 0.1
    for card, name in enumerate(["view.png", "tune.wav", "plan.pdf"]):
        with bob.page.expect_download() as download:
            message.locator(".file-card").nth(card).click()
        assert download.value.suggested_filename == name
    there = [each for each in asked if "//localhost:" in each.url]
    assert {each.resource_type for each in there} >= {"image", "media"}
    assert not any("cookie" in each.all_headers() for each in there)
    assert ada.complaints == bob.complaints == []
