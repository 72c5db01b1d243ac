"""Files by their own names, from where they lie."""

import pytest


@pytest.mark.parametrize(
    ("path", "status"),
    [("js/app.js", 200), ("admin/css/base.css", 200), ("js/nothing.js", 404)],
)
def test_a_file_is_found_once_it_is_asked_for(client, settings, path, status):
    settings.SERVESTATIC_USE_FINDERS = True
    assert client.get(f"/static/{path}").status_code == status
