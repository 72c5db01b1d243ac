"""No table is forgotten: in backups, when the site moves, when something has to go.

A table that fails here is to be named in ``tables.py``, to have a row in the site of
``tests/moving/site.py``, and to be thought of in ``chat/moving/personal.py`` and where
rows go: with what they belong to, or by the sweep.
"""

import json
from datetime import UTC, datetime

import pytest
from django.apps import apps

from chat.accounts import sweeping
from chat.audit.models import clearing
from chat.backup.making import make
from chat.backup.pace import Pace
from chat.models import Conversation, User
from chat.moving.exporting import export_site
from chat.moving.personal import export_person
from chat.moving.tables import OF_THE_DATABASE
from tests.architecture.tables import CONVERSATION, STAYS, TABLES
from tests.moving.site import live_in
from tests.support.on_postgres import DEPENDENT
from tests.support.servers import PROJECT

MODELS = {
    model._meta.label_lower: model
    for model in apps.get_models(include_auto_created=True)
    if not model._meta.proxy
}
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture
def people(transactional_db):
    return live_in()


def has_rows(names):
    return {name for name in names if MODELS[name]._base_manager.exists()}


def ends(*how):
    return {name for name, table in TABLES.items() if table.ends.startswith(how)}


def test_somebody_has_thought_of_every_table():
    assert TABLES.keys() == MODELS.keys()


@pytest.mark.dear
def test_a_site_in_which_all_has_happened_has_rows_in_all_that_moves(people):
    moved = MODELS.keys() - OF_THE_DATABASE
    assert moved - has_rows(moved) == set()


@pytest.mark.dear
def test_a_backup_has_every_table(people, tmp_path, settings):
    settings.SECRET_KEY_IS_NEW = False
    kept = make(tmp_path / "site.zip", Pace(0)).contents.tables
    assert {it._meta.db_table for it in MODELS.values()} - kept.keys() == set()
    count = {name: it._base_manager.count() for name, it in MODELS.items()}
    assert {name: kept[it._meta.db_table].rows for name, it in MODELS.items()} == count


@pytest.mark.dear
def test_an_export_has_every_table_but_those_of_the_database(people, tmp_path):
    columns = export_site(tmp_path / "house").header.columns
    assert columns.keys() == MODELS.keys() - OF_THE_DATABASE
    files = {path.stem for path in (tmp_path / "house/tables").iterdir()}
    assert columns.keys() - files == {"chat.message", "chat.reaction"}


@pytest.mark.dear
def test_a_person_gets_all_that_is_theirs(people, tmp_path):
    found = set()
    for each in people:
        folder = tmp_path / f"{each.pk}"
        export_person(each, folder)
        lines = (folder / "person.jsonl").read_text().splitlines()
        found |= {json.loads(line)["what"] for line in lines}
        written = (path for path in folder.rglob("*") if path.is_file())
        full = (path.relative_to(folder) for path in written if path.stat().st_size)
        found |= {path.parts[0] for path in full}
    wanted = {table.of_one for table in TABLES.values() if table.of_one[0] != "-"}
    assert wanted - found == set()


@pytest.mark.dear
def test_rows_go_with_what_they_belong_to(people):
    clocked = ends("clock")
    for name in clocked:
        field = MODELS[name]._meta.get_field(TABLES[name].ends.removeprefix("clock: "))
        is_number = field.get_internal_type() == "BigIntegerField"
        with clearing():
            rows = MODELS[name]._base_manager
            rows.update(**{field.name: 0 if is_number else LONG_AGO})
    sweeping.sweep()
    assert has_rows(clocked) == set()
    for conversation in Conversation.objects.all():
        conversation.delete()
    assert has_rows(ends(CONVERSATION)) == set()
    User.objects.all().delete()
    assert has_rows(MODELS) <= ends(STAYS)


def test_whoever_has_tables_is_tried_on_postgresql():
    modules = PROJECT.glob("chat/*/migrations/__init__.py")
    assert {f"tests/{each.parts[-3]}" for each in modules} <= {*DEPENDENT}
