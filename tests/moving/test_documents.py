"""The commands of the operator's page are run, in their order."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command

from chat.moving.models import Progress
from tests.moving.site import content, live_in, move_out

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operating.md").read_text()
SECTION = re.split("^## ", PAGE.partition("\n## Moving\n")[2], flags=re.MULTILINE)[0]
COMMANDS = re.findall("^python manage.py (.+)$", SECTION, re.MULTILINE)


def test_what_the_page_says_can_be_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    live_in()
    before = content()
    assert len(COMMANDS) >= 4
    for command in COMMANDS:
        if command.startswith("import house"):
            move_out()
            Progress.objects.all().delete()
        call_command(*shlex.split(command))
    assert content() == before
