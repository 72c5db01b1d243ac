"""What the environment says otherwise than at the last start is in the audit log."""

import pytest

from chat.audit.models import Record
from chat.management.serving.changed import FILE, note_settings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(tmp_path, settings, monkeypatch):
    settings.CHAT_DATA_DIR = tmp_path

    def start(**said):
        """Begin with these; returns what the audit log has of it."""
        for name, value in said.items():
            if value is None:
                monkeypatch.delenv(name)
            else:
                monkeypatch.setenv(name, value)
        note_settings()
        return list(Record.objects.order_by("pk").values_list("event", "words"))

    return start


def told(name, value):
    return "settings changed", f'setting="{name}", value="{value}"'


def test_what_is_set_otherwise_is_told_and_nothing_else(start):
    assert start(CHAT_SITE_NAME="here", CHAT_KEEP_DAYS="30") == []
    assert start() == []
    rows = start(CHAT_SITE_NAME="there", CHAT_ACCENT="#000000", CHAT_KEEP_DAYS=None)
    assert rows == [
        told("CHAT_ACCENT", "#000000"),
        told("CHAT_KEEP_DAYS", "(not set)"),
        told("CHAT_SITE_NAME", "there"),
    ]
    assert start() == rows


def test_a_secret_is_told_nowhere(start, tmp_path):
    start(CHAT_METRICS_TOKEN="correct-horse-battery")
    assert start(CHAT_METRICS_TOKEN="another-horse-battery") == [
        told("CHAT_METRICS_TOKEN", "(secret)")
    ]
    assert "horse" not in (tmp_path / FILE).read_text()


def test_what_was_kept_and_cannot_be_read_is_as_if_there_was_none(start, tmp_path):
    (tmp_path / FILE).write_text("{")
    assert start(CHAT_SITE_NAME="here") == []
    assert start(CHAT_SITE_NAME="there") == [told("CHAT_SITE_NAME", "there")]
