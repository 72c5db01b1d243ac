"""What the site asks of others leads nowhere but into the internet."""

import pytest

from chat.net.outgoing import Target, Unfit, addresses_of, is_public

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


def test_who_runs_the_site_may_say_that_some_are_within():
    assert addresses_of("localhost", 80, is_within=True)


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (Target("https", "a.org", 443, "/"), "a.org"),
        (Target("http", "a.org", 443, "/"), "a.org:443"),
        (Target("http", "::1", 80, "/"), "[::1]"),
        (Target("http", "::1", 8080, "/"), "[::1]:8080"),
    ],
)
def test_a_host_is_named_as_a_browser_does(target, named):
    assert target.named == named
