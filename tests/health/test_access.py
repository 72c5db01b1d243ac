"""Who sees the figures."""

import pytest

from chat.health.access import may_see

TOKEN = "a-token-of-24-characters"
HERE = [(b"host", b"localhost:8000")]


def asked(*headers, client="127.0.0.1"):
    return {"client": client and (client, 1), "headers": [*headers]}


@pytest.mark.parametrize(
    "client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]
)
@pytest.mark.parametrize("host", [b"localhost", b"127.0.0.1:8000", b"[::1]:8000"])
def test_without_a_token_this_machine_sees_them(client, host):
    assert may_see(asked((b"Host", host), client=client))


@pytest.mark.parametrize("client", ["192.0.2.1", "10.0.0.1", "::2", "unix", "", None])
def test_without_a_token_nobody_else_does(client):
    assert not may_see(asked(*HERE, client=client))


@pytest.mark.parametrize(
    "header",
    [
        (b"X-Forwarded-For", b"127.0.0.1"),
        (b"x-forwarded-proto", b"http"),
        (b"x-forwarded-anything", b""),
        (b"Forwarded", b"for=127.0.0.1"),
        (b"X-Real-IP", b"::1"),
        (b"Via", b"1.1 cache"),
        (b"host", b"localhost"),
    ],
)
def test_what_comes_through_a_proxy_on_this_machine_is_from_elsewhere(header):
    assert not may_see(asked(*HERE, header))


@pytest.mark.parametrize("host", [b"chat.example.org", b"10.0.0.1", b"", b"x:y:z"])
def test_what_names_another_host_is_from_elsewhere(host):
    assert not may_see(asked((b"host", host)))
    assert not may_see(asked())


@pytest.mark.parametrize("setting", [{"HTTPS": True}, {"TRUSTED_PROXIES": ["::1"]}])
def test_where_there_are_proxies_loopback_is_nobody(settings, setting):
    for name, value in setting.items():
        setattr(settings, name, value)
    assert not may_see(asked(*HERE))


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER  "])
def test_with_the_token_they_are_seen_from_anywhere(settings, scheme):
    settings.CHAT_METRICS_TOKEN = TOKEN
    given = (b"authorization", scheme + TOKEN.encode())
    assert may_see(asked(given, (b"x-forwarded-for", b"192.0.2.1"), client="192.0.2.1"))


@pytest.mark.parametrize(
    "given",
    [
        [],
        [(b"authorization", b"")],
        [(b"authorization", TOKEN.encode())],
        [(b"authorization", b"Basic " + TOKEN.encode())],
        [(b"authorization", b"Bearer " + TOKEN[:-1].encode())],
        [(b"authorization", b"Bearer \xff\xfe")],
        2 * [(b"authorization", b"Bearer " + TOKEN.encode())],
    ],
)
def test_where_there_is_a_token_nothing_else_counts(settings, given):
    settings.CHAT_METRICS_TOKEN = TOKEN
    assert not may_see(asked(*HERE, *given))
