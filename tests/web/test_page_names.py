"""Who is called otherwise, and who has gone, on the page."""

import socket

import pytest
from playwright.sync_api import expect

from tests.support.servers import manage
from tests.support.visitor import numbers

pytestmark = pytest.mark.browser
RENAME = "from chat.models import User; User.objects.named({!r}).rename({!r})"


def path_of(who):
    return who.page.evaluate("location.pathname")


def test_an_open_talk_follows_whoever_is_called_otherwise(enter, site):
    gina, ada = enter("gina"), enter("ada")
    new = f"nina{next(numbers)}"
    ada.go(f"direct/{gina.name}/")
    ada.say(f"psst, @{gina.name}")
    gina.go(f"direct/{ada.name}/")
    gina.say("hello")
    expect(ada.message("hello")).to_be_visible()
    ada.composer.fill("half a word")
    folder = site.environment["CHAT_DATA_DIR"]
    done = manage(folder, "shell", "-c", RENAME.format(gina.name, new))
    assert done.returncode == 0, done.stderr
    ada.is_in(f"@{new}")
    expect(ada.composer).to_have_value("half a word")
    assert path_of(ada) == f"/direct/{new}/"
    expect(ada.find("#people li", new)).to_be_visible()
    expect(ada.find("#people li", gina.name)).to_have_count(0)
    expect(ada.find("#directs li", new).locator(".avatar.online")).to_be_visible()
    expect(ada.message("hello").locator(".author")).to_have_text(new)
    expect(ada.message("psst").locator("a.mention")).to_have_text(f"@{new}")
    expect(gina.find(".you-name")).to_have_text(new)
    ada.go(f"direct/{gina.name}/")
    assert path_of(ada) == f"/direct/{new}/"
    expect(ada.message("psst").locator("a.mention")).to_have_text(f"@{new}")
    assert ada.complaints == gina.complaints == []


def test_the_talk_with_a_guest_who_has_gone_says_so(enter, site):
    ada, pat = enter("ada"), f"pat{next(numbers)}"

    def comes(word):
        nc = socket.create_connection(site.plain)
        nc.sendall(f"{pat}\n/msg {ada.name} {word}\n".encode())
        return nc

    first = comes("one")
    ada.find("#directs li a", pat).click()
    expect(ada.message("one")).to_be_visible()
    expect(ada.find("#directs .avatar.online")).to_be_visible()
    first.close()
    expect(ada.find("#gone-note")).to_have_text(
        f"{pat} has gone: nobody reads what is written here."
    )
    second = comes("two")
    expect(ada.find("#directs .avatar.online")).to_have_count(1)
    expect(ada.find("#directs .gone .avatar.online")).to_have_count(0)
    label = ada.find("#directs a:not(.gone) .conversation-label")
    expect(label).to_have_text(pat)
    ada.say("the code is 1234")
    expect(ada.find(".message.failed .post-note")).to_contain_text("nobody would read")
    assert path_of(ada).startswith(f"/direct/{pat}~")
    second.close()


def test_who_takes_another_name_is_called_so_on_every_page(enter):
    ada, bob = enter("ada"), enter()
    first, second = (f"nina{next(numbers)}" for _ in range(2))
    ada.say(f"/nick {first}")
    expect(ada.find(".notice", f"You are called {first} from now on.")).to_be_visible()
    expect(bob.find("#people li", first)).to_be_visible()
    ada.find(".you").click()
    ada.find("#you-menu a[href='/account/']").click()
    ada.page.fill("#name input[name=name]", second)
    ada.page.click("#name button")
    expect(ada.find(".door-notice")).to_have_text(
        f"You are called {second} from now on."
    )
    expect(bob.find("#people li", second)).to_be_visible()
    ada.go("")
    expect(ada.find(".you-name")).to_have_text(second)
    assert ada.complaints == bob.complaints == []
