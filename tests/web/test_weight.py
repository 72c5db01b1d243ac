"""How much the first load may weigh: what is laid down, as it goes over the wire.

``test_far_away.py`` measures the load as a whole. Here each file has its share, so that
whoever adds to it notices at once: what a first paint and a plain conversation do not
need is a panel's, see docs/architecture.md.
"""

from pathlib import Path

import brotli
import pytest

from chat.web.files.joined import joined

STATIC = Path(__file__).parents[2] / "static"
MOST_BYTES = {
    "js/app.js": 58_600,
    "js/first_paint.js": 2_000,
    "js/dial.js": 300,
    "css/chat.css": 9_120,
}


@pytest.fixture(scope="module")
def laid():
    code = [*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]
    return joined({str(path.relative_to(STATIC)): path.read_text() for path in code})


@pytest.mark.parametrize("path", MOST_BYTES)
def test_what_the_page_comes_with_is_light(laid, path):
    assert len(brotli.compress(laid[path].encode())) <= MOST_BYTES[path]
