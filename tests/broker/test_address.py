"""Addresses of Redis: what is read from them, and what is none."""

import pytest

from chat.broker.address import Address, BadAddress, split
from chat.broker.backends import configured

ASKED = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
TLS = {"ssl": True, "ssl_ca_certs": "/ca.pem"}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("redis://h:1/2", {"host": "h", "port": 1, "db": 2}),
        ("redis://h", {"host": "h"}),
        ("redis://[::1]:7/", {"host": "::1", "port": 7}),
        ("unix:///a%20b.sock?db=2", {"path": "/a b.sock", "db": 2}),
        ("rediss://h?ssl_ca_certs=/ca.pem", {"host": "h", "ssl_ca_certs": "/ca.pem"}),
        ("redis://eve:%3A%40%2F%23%25%C3%A4@h", ("eve", ":@/#%ä")),
        ("redis://eve:a:b@c,d@h", ("eve", "a:b@c,d")),
        ("redis://%C3%A4:ö@h", ("ä", "ö")),
    ],
)
def test_an_address_says_where_and_who(url, options):
    if isinstance(options, tuple):
        user, password = options
        options = {"host": "h", "username": user, "password": password}
    address = Address.read(url)
    assert (dict(address.options), address.sentinels) == (options, None)


@pytest.mark.parametrize(
    ("url", "options", "sentinels"),
    [
        ("redis+sentinel://a:1,b/house", {}, ([("a", 1), ("b", 26379)], "house", {})),
        (
            "redis+sentinel://eve:a,b@a/h/3?sentinel_password=p&sentinel_username=s",
            {"username": "eve", "password": "a,b", "db": 3},
            ([("a", 26379)], "h", {"password": "p", "username": "s"}),
        ),
        (
            "rediss+sentinel://[::1]:7/h%20h/?ssl_ca_certs=/ca.pem",
            TLS,
            ([("::1", 7)], "h h", TLS),
        ),
    ],
)
def test_sentinels_are_asked_by_their_own_password_and_the_same_tls(
    url, options, sentinels
):
    hosts, service, asking = sentinels
    address = Address.read(url)
    assert dict(address.options) == options
    assert address.sentinels == (hosts, service, {**asking, **ASKED})


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("nonsense", "redis://host:6379/0"),
        ("http://host", "redis://host:6379/0"),
        ("redis://", "%xx"),
        ("unix://", "%xx"),
        ("redis://:see#saw@h/0", "%xx"),
        ("redis://:see/saw@h/0", "%xx"),
        ("redis://:see?saw@h/0", "%xx"),
        ("redis://:12/see@h/0", "%xx"),
        ("redis://see:12/saw@h/0", "%xx"),
        ("redis://:see[saw@h/0", "%xx"),
        ("redis://h:see/0", "%xx"),
        ("redis://h/see", "no number"),
        ("redis://h/-1", "no number"),
        ("redis://h/0?db=see", "parameter"),
        ("redis://h/0?see=saw", "parameter"),
        ("redis://h/0?ssl=1", "parameter"),
        ("rediss://h/0?ssl_cert_reqs=see", "parameter"),
        ("redis+sentinel://h", "service"),
        ("redis+sentinel://h/house/see", "no number"),
        ("redis+sentinel:///house", "%xx"),
        ("unix+sentinel://h/house", "service"),
    ],
)
def test_what_is_no_address_is_refused_and_not_quoted(url, word):
    with pytest.raises(BadAddress) as refused:
        Address.read(url)
    assert word in str(refused.value)
    assert not {"see", "saw"} & set(str(refused.value).split())


def test_what_the_site_decides_wins_over_the_address():
    pool = Address.read("redis://h?socket_timeout=99").pool(socket_timeout=2)
    assert pool.connection_kwargs["socket_timeout"] == 2


def test_addresses_are_divided_before_a_scheme_alone():
    first, second = "redis://:a,b@h/0", "redis+sentinel://a:1,b:2/house"
    assert split(f" {first} , {second},unix:///s") == [first, second, "unix:///s"]
    assert split(" ") == []


def test_the_other_layers_are_told_of_sentinels_in_their_own_way():
    [host] = configured(
        "channels_redis.core.RedisChannelLayer", ["redis+sentinel://:pw@a:1/house/2"]
    )["CONFIG"]["hosts"]
    assert host == {
        "sentinels": [("a", 1)],
        "master_name": "house",
        "sentinel_kwargs": ASKED,
        "password": "pw",
        "db": 2,
        "socket_timeout": 15,
    }
