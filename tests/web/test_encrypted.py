"""Which log-in a WebSocket's page has, where there are doors with TLS and without."""

import pytest

from chat.web.encrypted import session_key

BOTH = {"__Host-sessionid": "with", "sessionid": "without"}


@pytest.mark.parametrize(
    ("cookies", "with_tls", "key"),
    [
        (BOTH, True, "with"),
        (BOTH, False, "with"),
        ({"sessionid": "without"}, False, "without"),
        ({"sessionid": "without"}, True, ""),
    ],
)
def test_a_page_with_tls_has_a_log_in_of_its_own(settings, cookies, with_tls, key):
    settings.HTTPS = False
    assert session_key(cookies, with_tls=with_tls) == key


def test_where_all_is_tls_a_log_in_from_before_is_another(settings):
    settings.HTTPS = True
    assert session_key(BOTH, with_tls=True) == "without"
