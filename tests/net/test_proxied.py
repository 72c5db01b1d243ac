"""The PROXY protocol's header: what it says, and everything that it must not be."""

import ipaddress
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.net.networks import plain_address
from chat.net.proxied import (
    MOST_BYTES,
    SIGNATURE,
    Addresses,
    BadHeader,
    Client,
    Header,
)
from tests.support.encrypted import LOCAL, SSL_TLV, header, naming


def read(data, step=None):
    """The header, read so many bytes at a time, and how much that took."""
    found, at = Header(), 0
    while found.missing and at < len(data):
        piece = data[at : at + min(found.missing, step or found.missing)]
        found.feed(piece)
        at += len(piece)
    return found, at


@pytest.mark.parametrize("step", [1, 7, None])
@pytest.mark.parametrize("host", ["203.0.113.9", "2001:db8::9"])
def test_a_client_is_named_and_what_follows_is_left(host, step):
    data = naming(host, 4321)
    found, taken = read(data + b"ada\n", step)
    assert (found.client, taken) == (Client(host, 4321), len(data))
    assert found.missing == 0


@pytest.mark.parametrize("step", [1, 7, None])
@pytest.mark.parametrize(
    ("family", "host"), [("TCP4", "203.0.113.9"), ("TCP6", "2001:db8::9")]
)
def test_a_line_of_version_1_names_a_client_too(step, family, host):
    data = f"PROXY {family} {host} {host} 4321 9\r\n".encode()
    found, taken = read(data + b"\r\nada\n", step)
    assert (found.client, taken) == (Client(host, 4321), len(data))
    assert found.missing == 0


def test_a_mapped_address_is_the_one_that_it_means():
    found, _ = read(naming("::ffff:203.0.113.9", 1))
    assert found.client.host == "203.0.113.9"
    assert plain_address("::ffff:10.0.0.1") == "10.0.0.1"


def test_a_proxy_that_comes_for_itself_names_nobody():
    found, taken = read(LOCAL + b"x")
    assert (found.client, found.missing, taken) == (None, 0, 16)
    found, _ = read(header(0x20, 0x11, b"whatever"))
    assert (found.client, found.missing) == (None, 0)


def test_what_else_is_told_is_skipped_but_for_tls():
    noise = b"\x03\0\4abcd" + b"\x04\0\0" + b"\xe0\1\0" + bytes(256)
    assert not read(naming("203.0.113.9", 1, noise))[0].client.is_encrypted
    assert read(naming("203.0.113.9", 1, noise + SSL_TLV))[0].client.is_encrypted
    without = b"\x20\0\5\0\0\0\0\0"
    assert not read(naming("203.0.113.9", 1, without))[0].client.is_encrypted


ADDRESSES = bytes(12)


@pytest.mark.parametrize(
    "data",
    [
        b"ada\n",
        b"PROXY UNKNOWN\r\n",
        b"PROXY TCP4 203.0.113.9 203.0.113.1 1\r\n",
        b"PROXY TCP4 203.0.113.9 203.0.113.1 65536 2\r\n",
        b"PROXY TCP4 203.0.113.999 203.0.113.1 1 2\r\n",
        b"PROXY TCP4 2001:db8::9 2001:db8::1 1 2\r\n",
        b"PROXY TCP6 203.0.113.9 203.0.113.1 1 2\r\n",
        b"PROXY TCP4 " + b"1" * 107,
        SIGNATURE[:11] + b"x",
        header(0x11, 0x11, ADDRESSES),  # version 1
        header(0x22, 0x11, ADDRESSES),  # no command
        header(0x21, 0x00, b""),  # nobody knows who
        header(0x21, 0x31, bytes(216)),  # a Unix socket
        header(0x21, 0x12, ADDRESSES),  # UDP
        header(0x21, 0x11, ADDRESSES[:-1]),
        header(0x21, 0x21, bytes(35)),
        header(0x21, 0x11, ADDRESSES + b"\x04"),  # amid a TLV
        header(0x21, 0x11, ADDRESSES + b"\x04\0\2x"),
        SIGNATURE + struct.pack("!BBH", 0x21, 0x11, MOST_BYTES + 1),
    ],
)
@pytest.mark.parametrize("step", [1, None])
def test_anything_else_is_refused(data, step):
    with pytest.raises(BadHeader):
        read(data, step)


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_do_more_than_be_refused(data, signed):
    data = SIGNATURE + data if signed else data
    try:
        found, taken = read(data)
    except BadHeader:
        return
    assert taken <= len(data)
    assert found.missing <= MOST_BYTES + 16
    if found.client:
        ipaddress.ip_address(found.client.host)


def test_addresses_are_listed_by_one_by_network_or_all():
    listed = Addresses(["192.0.2.1", "10.0.0.0/8", "fd00::/8", "proxy.example"])
    inside = ["192.0.2.1", "::ffff:192.0.2.1", "10.9.9.9", "fd12::1"]
    assert all(host in listed for host in inside)
    assert not any(host in listed for host in ("192.0.2.2", "::1", "fe80::1%lo"))
    assert "198.51.100.7" in Addresses(["*"])
    assert "198.51.100.7" not in Addresses()
