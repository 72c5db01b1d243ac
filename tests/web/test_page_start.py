"""The first start, without a shell: from the printed address to the lobby."""

import re

import pytest

from tests.files.pictures import colourful, telling
from tests.support.servers import Site
from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


def test_the_printed_address_leads_to_the_lobby_of_a_site_of_ones_own(
    tmp_path, browser
):
    with Site(tmp_path) as site:
        [address] = re.findall(r"http://\S+/start/\S+", site.text)
        page = browser.new_page(**PHONE)
        page.goto(address)
        words = {"name": "ada", "password": PASSWORD, "password_again": PASSWORD}
        for field, word in {**words, "site": "Tea & Co"}.items():
            page.fill(f"[name={field}]", word)
        logo = {"name": "logo.jpg", "mimeType": "image/jpeg"}
        logo["buffer"] = telling("JPEG", colourful(90, 60))
        page.set_input_files("[name=logo]", logo)
        page.select_option("[name=registration]", "closed")
        page.click(".start > button")
        page.locator("#conversation-title", has_text="lobby").wait_for()
        assert "Tea & Co" in page.title()
        assert page.locator(".mark img, img.mark").count() > 0
        assert page.goto(address).status == 404
        page.close()
