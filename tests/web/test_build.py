"""By what an open page can tell that it is old."""

import pytest

from chat.web.build import build_of_page


@pytest.mark.parametrize("path", ["static/css/base.css", "templates/chat.html"])
def test_a_build_is_another_once_a_file_of_the_page_is(path, tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.TEMPLATES = [{"DIRS": [tmp_path / "templates"]}]
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("as it was")
    before = build_of_page()
    assert build_of_page() == before
    file.write_text("as it is")
    assert build_of_page() != before
