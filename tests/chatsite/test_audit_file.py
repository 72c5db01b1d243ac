"""The audit log as a file of JSON lines."""

import json

import pytest

from chat.logging.audit import audit, logger
from chatsite import logs


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "audit.jsonl"
    handler = logs.AuditFile(str(path))
    handler.setFormatter(logs.FORMATS["json"]())
    logger.addHandler(handler)
    yield path
    logger.removeHandler(handler)
    handler.close()


def test_each_event_is_a_line_which_only_the_owner_reads(path):
    audit("log-in", name="ada", address="192.0.2.1", door="plain")
    [line] = path.read_text().splitlines()
    who = {"name": "ada", "address": "192.0.2.1", "door": "plain"}
    assert json.loads(line)["audit"] == {"event": "log-in", **who}
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_is_made_anew_where_it_was_moved_away(path):
    audit("log-in", name="ada")
    path.rename(path.with_suffix(".1"))
    audit("log-in", name="bob")
    assert "bob" in path.read_text()


def test_where_it_cannot_be_written_the_log_says_so_and_no_log_in_fails(path, caplog):
    path.mkdir()
    audit("log-in", name="ada")
    [record] = [each for each in caplog.records if each.name == "chat.process"]
    assert record.getMessage() == f"{path} cannot be written: Is a directory."


def test_a_site_has_it_where_its_settings_name_one():
    told = logs.configured("INFO", "text", "/some/audit.jsonl")
    assert told["loggers"]["chat.audit"]["handlers"] == ["audit"]
    assert told["handlers"]["audit"]["filename"] == "/some/audit.jsonl"
    assert "audit" not in logs.configured("INFO", "text")["handlers"]
