"""Whom a listed proxy names, and who is one."""

import pytest

from chat.net.web_door import Proxies

LISTED = Proxies(["10.0.0.1/8", "::1"])
NAMED = [
    ("203.0.113.9", "203.0.113.9"),
    ("203.0.113.9:4321", "203.0.113.9"),
    ("[2001:db8::9]:4321", "2001:db8::9"),
    ("6.6.6.6, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
    ("6.6.6.6, 203.0.113.9, ::ffff:10.9.9.9", "203.0.113.9"),
    ("10.2.2.2, 10.9.9.9", "10.2.2.2"),
    ("", None),
]


@pytest.mark.parametrize(("header", "client"), NAMED)
async def test_whom_the_door_counts_the_pages_are_told_as_well(header, client):
    headers, told = [(b"x-forwarded-for", header.encode())], []

    async def application(scope, receive, send):
        told.append(scope["client"][0])

    assert LISTED.client_in(headers) == client
    for proxy in ("10.255.0.1", "::ffff:10.255.0.1", "::1"):
        assert LISTED.lists(proxy)
        scope = {"type": "http", "client": (proxy, 1), "headers": headers}
        await LISTED.before(application)(scope, None, None)
        assert told.pop() == (client or proxy)


async def test_nobody_else_names_anybody():
    headers, told = [(b"x-forwarded-for", b"203.0.113.9")], []

    async def application(scope, receive, send):
        told.append(scope["client"][0])

    for proxies in (LISTED, Proxies([])):
        assert not proxies.lists("192.0.2.1")
        scope = {"type": "http", "client": ("192.0.2.1", 1), "headers": headers}
        await proxies.before(application)(scope, None, None)
    assert told == ["192.0.2.1"] * 2
    assert Proxies(["*"]).lists("192.0.2.1")
