"""The site looks at those hosts alone that its settings name."""

import pytest

from chat.net.outgoing import Unfit
from chat.previews.hosts import require_wanted


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
