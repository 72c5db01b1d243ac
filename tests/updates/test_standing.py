"""Which versions may serve on which database."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from chat import BESIDE, VERSION
from chat.updates import standing
from chat.updates.models import Step
from chat.updates.standing import Standing, TooOld, numbers, vouch

pytestmark = pytest.mark.django_db


def newer(*beside):
    """A version after this has applied a migration, and vouches so far back."""
    for which, oldest in enumerate(beside):
        MigrationRecorder(connection).record_applied("chat", f"999{which}_future")
        if oldest:
            name = f"chat.999{which}_future"
            Step.objects.create(migration=name, version="1000.0.0", beside=oldest)


def allow(monkeypatch, vendor="postgresql"):
    found = Standing.of(connection)
    monkeypatch.setattr(connection, "vendor", vendor)
    found.allow(connection)


def test_the_database_of_this_version_is_its_own(monkeypatch):
    found = Standing.of(connection)
    assert (found.pending, found.beyond) == ([], [])
    allow(monkeypatch, "sqlite")


@pytest.mark.parametrize("beside", [(VERSION,), ("0.9.0",), (VERSION, "0.9.0")])
def test_the_version_before_may_serve_on_postgresql(monkeypatch, beside, caplog):
    newer(*beside)
    allow(monkeypatch)
    assert "version 1000.0.0" in caplog.text


@pytest.mark.parametrize("beside", [("999.0.0",), (None,), (VERSION, None)])
def test_an_older_one_may_not_nor_on_what_nobody_vouches_for(monkeypatch, beside):
    newer(*beside)
    with pytest.raises(TooOld, match=r"chat\.999"):
        allow(monkeypatch)


def test_beside_a_sqlite_there_is_one_version(monkeypatch):
    newer(VERSION)
    with pytest.raises(TooOld, match=r"start version 1000\.0\.0"):
        allow(monkeypatch, "sqlite")


def test_a_version_vouches_for_what_it_has_and_nobody_has_vouched_for(monkeypatch):
    Step.objects.all().delete()
    vouch(connection)
    monkeypatch.setattr(standing, "VERSION", "1000.0.0")
    Step.objects.filter(migration="chat.0012_renames").delete()
    vouch(connection)
    by = dict(Step.objects.values_list("migration", "version"))
    assert (by["chat.0011_names"], by["chat.0012_renames"]) == (VERSION, "1000.0.0")


def test_the_version_before_is_not_after_this():
    assert numbers(BESIDE) <= numbers(VERSION)
