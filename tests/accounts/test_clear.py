"""From where a password may come in clear, and which way is named to the others."""

import pytest
from django.test import Client

from chat.accounts import clear
from chat.wire.errors import ClearPassword

NEAR = ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"]
LAN = [
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.3.4"),
    *("fd12:3456::1", "fe80::1", "fe80::1%eth0", "::ffff:192.168.1.1"),
]
FAR = [
    *("203.0.113.9", "172.32.0.1", "100.64.0.1", "2001:db8::1", "::ffff:203.0.113.9"),
    *("", "unknown", "127.0.0.1, 203.0.113.9", "::"),
]


def may_come(address, **how):
    try:
        clear.check("json", address, **{"is_encrypted": False, **how})
    except ClearPassword:
        return False
    return True


@pytest.mark.parametrize(
    ("setting", "taken"),
    [("loopback", NEAR), ("lan", NEAR + LAN), ("any", NEAR + LAN + FAR)],
)
def test_a_password_may_come_from_as_far_as_is_set(settings, setting, taken):
    settings.CHAT_CLEAR_PASSWORDS = setting
    assert [each for each in NEAR + LAN + FAR if may_come(each)] == taken


def test_with_tls_it_may_come_from_anywhere(settings):
    settings.CHAT_CLEAR_PASSWORDS = "loopback"
    assert may_come("203.0.113.9", is_encrypted=True)


def refusal(door):
    with pytest.raises(ClearPassword) as caught:
        clear.check(door, "203.0.113.9", is_encrypted=False)
    return caught.value.detail


def test_a_refusal_names_the_way_with_tls(reached, settings):
    assert "Ask whoever runs the site" in refusal("plain")
    reached(tls_doors={"plain": ("192.0.2.1", 9443), "json": ("0.0.0.0", 9444)})
    assert refusal("plain").endswith("at 192.0.2.1:9443.")
    assert refusal("json").endswith("at port 9444.")
    told = {"host": "chat.example.org", "port": 443, "tls": True}
    settings.CHAT_JSON_ADDRESS = told
    assert refusal("json").endswith("at chat.example.org:443.")


@pytest.mark.django_db
def test_a_page_names_the_same_page_with_tls(reached):
    reached(tls_doors={"web": ("0.0.0.0", 8443)})
    page = Client(REMOTE_ADDR="203.0.113.9").get("/signup/?next=/rooms/x/")
    assert page.status_code == 403
    assert b"https://testserver:8443/signup/?next=/rooms/x/" in page.content
    assert (
        Client(REMOTE_ADDR="203.0.113.9").get("/signup/", secure=True).status_code
        == 200
    )
    assert Client().get("/signup/").status_code == 200


@pytest.mark.django_db
def test_no_page_that_takes_a_password_is_left_out():
    far = Client(REMOTE_ADDR="203.0.113.9")
    for path in (
        "signup",
        "account/password",
        "admin/chat/user/add",
        "admin/chat/user/1/password",
    ):
        assert far.get(f"/{path}/").status_code == 403
    assert far.post("/login/", {"name": "ada", "password": "x"}).status_code == 403
    assert b'type="password"' not in far.get("/login/").content
    assert far.get("/admin/").status_code == 302
