"""Links lead the site nowhere but into the internet."""

import pytest

from chat.previews.hosts import Unfit, addresses_of, is_public, require_wanted

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e"]
WITHIN = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0"),
    *("169.254.169.254", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.88.99.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    *("64:ff9b:1::1", "2001:db8::1", "2001::1"),
]
# As a resolver reads them, whatever they look like: all of them are this machine.
HERE = ["127.1", "2130706433", "0177.0.0.1", "0x7f.1", "0", "localhost", "::1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_whole_internet_is_looked_at(address):
    assert is_public(address)


@pytest.mark.parametrize("address", WITHIN)
def test_what_is_within_a_network_is_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("host", HERE)
def test_another_form_of_it_is_the_same(host):
    with pytest.raises(Unfit, match="within a network"):
        addresses_of(host, 80)


def test_of_several_addresses_all_are_public(monkeypatch):
    both = [(2, 1, 6, "", (each, 80)) for each in (PUBLIC[0], "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Unfit, match=r"10\.0\.0\.1"):
        addresses_of("example.org", 80)


@pytest.mark.parametrize(
    ("host", "only", "never", "is_wanted"),
    [
        ("a.org", [], [], True),
        ("a.org", ["a.org"], [], True),
        ("www.a.org", ["a.org"], [], True),
        ("eva.org", ["a.org"], [], False),
        ("b.org", ["a.org"], [], False),
        ("x.a.org", ["a.org"], ["x.a.org"], False),
        ("x.a.org", [], ["*.a.org"], False),
    ],
)
def test_the_settings_say_where(host, only, never, is_wanted, settings):
    settings.CHAT_PREVIEW_HOSTS, settings.CHAT_PREVIEW_NOT_HOSTS = only, never
    if is_wanted:
        require_wanted(host)
    else:
        with pytest.raises(Unfit):
            require_wanted(host)
