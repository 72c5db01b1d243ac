"""Passwords in clear, and who has none: a site with doors that encrypt beside it."""

import pytest

from tests.support.clients import JsonClient, PlainClient
from tests.support.desktop import Desk
from tests.support.encrypted import (
    PASSWORD,
    Browser,
    by,
    doors,
    ends,
    naming,
)
from tests.support.forwarding import Forwarding
from tests.support.servers import Site, manage

pytestmark = pytest.mark.processes

OUTSIDE, LAN = "203.0.113.9", "192.168.7.7"
PROXIED = {"TRUSTED_PROXIES": "127.0.0.1", "CHAT_PROXY_PROTOCOL": "1"}


# --- Passwords in clear ---------------------------------------------------------------


async def test_a_password_from_outside_is_refused_before_it_is_asked_for(serve):
    site = serve(ada=True, CHAT_ALLOW_GUESTS="1", **PROXIED)
    tls = doors(site)
    nc = await by(PlainClient, head=naming(OUTSIDE)).connect(site.plain)
    await nc.write("ada")
    line = await nc.hears("!")
    assert "in clear" in line
    assert f"127.0.0.1:{tls['plain text'][1]}" in line
    assert not any("Password" in line for line in nc.received)
    await nc.ends()
    robot = await by(JsonClient, head=naming(OUTSIDE)).connect(site.json)
    answer = await robot.ask("login", name="ada", password=PASSWORD)
    assert answer["code"] == "clear-password"
    assert f"127.0.0.1:{tls['JSON lines'][1]}" in answer["detail"]
    guest = await by(JsonClient, head=naming(OUTSIDE)).enter(site.json, "wanda")
    assert guest.welcome["token"]


async def test_a_password_from_the_lan_or_with_tls_is_taken(serve):
    site = serve(ada=True, **PROXIED)
    tls = doors(site)
    near, far = naming(LAN), naming(OUTSIDE)
    await by(PlainClient, head=near).enter(site.plain, "ada", PASSWORD)
    await by(PlainClient, head=far, tls=True).enter(tls["plain text"], "ada", PASSWORD)
    await by(JsonClient, head=far, tls=True).enter(
        tls["JSON lines"], "ada", password=PASSWORD
    )


async def test_an_address_that_is_not_listed_names_nobody(serve):
    site = serve(**PROXIED)
    head = naming("10.0.0.1")
    liar = await by(PlainClient, head=head, source="127.0.0.2").connect(site.plain)
    assert await liar.hears("name?")
    await liar.write("")
    assert await liar.hears("!")  # that is no name
    listed = await by(PlainClient, head=b"").connect(site.plain)
    await listed.write("a listed proxy must name its client")
    await ends(listed._reader)


def test_pages_take_no_password_in_clear_from_outside(serve):
    site = serve(ada=True, TRUSTED_PROXIES="127.0.0.1", CHAT_ALLOW_GUESTS="1")
    tls, outside = doors(site)["browser"], {"X-Forwarded-For": OUTSIDE}
    browser = Browser(**outside)
    page = browser.ask(site.web, "/login/", tls=False)
    assert page.status == 200
    assert f"https://127.0.0.1:{tls[1]}/login/" in page.text
    assert 'type="password"' not in page.text
    assert 'name="name"' in page.text  # for guests
    for path in ("/signup/", "/account/password/", "/admin/chat/user/add/"):
        assert browser.ask(site.web, path, tls=False).status == 403
    refused = browser.ask(site.web, "/login/", False, name="ada", password=PASSWORD)
    assert refused.status == 403
    assert "in clear" in refused.text
    came = browser.fill_in(site.web, "/guest/", False, page.text, name="bob")
    assert came.status == 302
    # With TLS as far as the proxy, and from the LAN.
    by_proxy = Browser(**outside, **{"X-Forwarded-Proto": "https"})
    assert 'type="password"' in by_proxy.ask(site.web, "/login/", tls=False).text
    near = Browser(**{"X-Forwarded-For": LAN})
    assert near.log_in(site.web, tls=False).status == 302


def test_where_a_password_may_come_from_is_the_operator_s_to_say(serve, tmp_path):
    for setting, host, taken in [
        ("loopback", LAN, False),
        ("loopback", "127.0.0.1", True),
        ("any", OUTSIDE, True),
    ]:
        site = Site(tmp_path, CHAT_CLEAR_PASSWORDS=setting, TRUSTED_PROXIES="127.0.0.1")
        with site:
            page = Browser(**{"X-Forwarded-For": host}).ask(site.web, "/login/", False)
            assert ('type="password"' in page.text) == taken
            assert taken or "Ask whoever runs the site" in page.text
    done = manage(tmp_path, "check", CHAT_CLEAR_PASSWORDS="never")
    assert "CHAT_CLEAR_PASSWORDS is 'never'" in done.stderr


# --- Without guests -------------------------------------------------------------------


async def test_without_guests_every_name_is_asked_for_its_password(serve):
    site = serve(ada=True, CHAT_ALLOW_GUESTS="0")
    ada = await PlainClient.enter(site.plain, "ada", PASSWORD)
    said = []
    for name in ("ada", "nobody", "7up"):
        nc = await PlainClient.connect(site.plain)
        await nc.write(name)
        await nc.hears("password")
        await nc.write("wrong")
        assert await nc.hears("!") == "! The name or the password is wrong."
        said.append([line.replace(name, "") for line in nc.received])
    assert said[0] == said[1] == said[2]
    await ada.write("/me")
    await ada.hears("You are ada")
    robots = [await JsonClient.connect(site.json) for _ in range(2)]
    answers = [
        (await robot.ask("login", name=name))["code"]
        for robot, name in zip(robots, ("ada", "nobody"), strict=True)
    ]
    assert answers == ["guests-refused"] * 2


# --- The desktop client ---------------------------------------------------------------


def test_a_desktop_trusts_the_door_once(serve, tmp_path):
    address = doors(serve(ada=True))["JSON lines"]
    with Desk(tmp_path / "desk", address, "ada", PASSWORD, tls=True) as ada:
        ada.until(lambda: ada.client.fingerprint)
        ada.client.trust_server()
        ada.until(lambda: ada.is_in)
    with Desk(tmp_path / "desk", address, "ada", PASSWORD, tls=True) as again:
        again.until(lambda: again.is_in)


def test_a_desktop_is_told_the_way_and_tries_no_more(serve, tmp_path):
    site = serve(**PROXIED)
    with Forwarding(site.json, head=naming(OUTSIDE)) as proxy:
        address = proxy.address[:2]
        with Desk(tmp_path / "desk", address, "ada", PASSWORD) as ada:
            ada.until(lambda: ada.client.state == "refused")
            assert ada.client.code == "clear-password"
            assert str(doors(site)["JSON lines"][1]) in ada.client.sentence
