"""What is remembered from one start to the next."""

import pytest

from chat.desktop.settings import Account, Settings


def test_settings_are_remembered_but_never_the_password(tmp_path):
    settings = Settings.load(tmp_path)
    settings.name, settings.font_size = "ada", 14
    settings.save(tmp_path)
    again = Settings.load(tmp_path)
    assert (again.name, again.font_size, again.port) == ("ada", 14, 9001)
    account = Account("host", 1, False, "Ada", "secret")
    assert "secret" not in repr(account)
    assert account.file == Account("host", 1, False, "ada").file


def test_a_long_name_of_any_script_has_a_file_too(tmp_path):
    files = {Account("host", 1, True, "ए" * count).file for count in (20, 29, 30)}
    for file in files:
        (tmp_path / f"{file}-journal").touch()
    assert len(files) == 3


def test_settings_of_the_wrong_kind_are_passed_over(tmp_path):
    (tmp_path / "settings.json").write_text('{"port": "no", "theme": "dark", "x": 1}')
    settings = Settings.load(tmp_path)
    assert (settings.port, settings.theme) == (9001, "dark")
    (tmp_path / "settings.json").write_text("[]")
    assert Settings.load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("kept", "size"),
    [("900x600+4000-20", "900x600"), ("rubbish", ""), (5, ""), (None, "")],
)
def test_of_a_window_only_the_size_is_remembered(kept, size):
    assert Settings(geometry={"main": kept}).size("main") == size
