"""A WebSocket is opened by the site's own pages only."""

import pytest

from chat.consumers.origin import is_own_origin


def asked(scheme, origin):
    headers = [(b"host", b"localhost:8443"), (b"origin", origin)]
    return {"type": "websocket", "scheme": scheme, "headers": headers}


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_the_same_host_with_tls_is_the_site_itself(scheme):
    assert is_own_origin(asked(scheme, b"https://localhost:8443"))


def test_with_tls_a_page_without_is_another_one():
    assert is_own_origin(asked("ws", b"http://localhost:8443"))
    assert not is_own_origin(asked("wss", b"http://localhost:8443"))
