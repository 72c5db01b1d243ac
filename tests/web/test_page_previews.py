"""Where a link of a room leads is seen in its message, until that is not wanted."""

import pytest
from playwright.sync_api import expect

from tests.support.servers import manage
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

# What the site has found there, as its follower of the logs tells it.
FOUND = """
import io
from PIL import Image
from chat.models import Message
from chat.previews import keeping
from chat.previews.models import Preview
from chat.registration.choosing import choose
choose(previews="on")
picture = io.BytesIO()
Image.new("RGB", (320, 160), "blue").save(picture, "WEBP")
about = dict(url="https://page.test/", title="A & b", site="The page")
about.update(picture=picture.getvalue(), width=240, height=120)
said = Message.objects.get(body__contains={!r})
place = dict(conversation=said.conversation, seq=said.seq)
keeping.show(said, Preview(**place, **about))
"""


def test_a_preview_comes_is_there_after_a_reload_and_is_taken_away(enter, site):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    ada.say(f"see https://page.test/ in {room}")
    shown = [who.message("see").locator(".body blockquote") for who in (ada, bob)]
    folder = site.environment["CHAT_DATA_DIR"]
    done = manage(folder, "shell", "-c", FOUND.format(room))
    assert done.returncode == 0, done.stderr
    for each in shown:
        expect(each).to_contain_text("A & b · The page")

    def is_there_anew():
        bob.reload()
        return bob.message("see").count() and shown[1].count()

    eventually(is_there_anew)  # another process has learnt that it is wanted
    expect(shown[1].locator("img")).to_have_js_property("naturalWidth", 320)
    expect(shown[1].locator("a")).to_have_attribute("href", "https://page.test/")
    ada.reload()
    ada.message("see").focus()
    ada.page.keyboard.press("Enter")
    ada.find("#actions-dialog button", "Show no preview").press("Enter")
    for each in shown:
        expect(each).to_have_count(0)
    assert ada.complaints == bob.complaints == []
