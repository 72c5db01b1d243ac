"""The commands of the operator's page are run, in their order."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command

from chat.models import Conversation
from chat.moving.models import Progress
from tests.moving.samples import IRSSI, SLACK, zipped
from tests.moving.site import content, live_in, move_out

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operating.md").read_text()
SECTION = re.split("^## ", PAGE.partition("\n## Moving\n")[2], flags=re.MULTILINE)[0]
MAP = re.search("^```\n(Ada .+?)^```$", SECTION, re.MULTILINE | re.DOTALL)[1]
COMMANDS = re.findall("^python manage.py (.+)$", SECTION, re.MULTILINE)


@pytest.mark.dear
def test_what_the_page_says_can_be_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    live_in()
    before = content()
    zipped(tmp_path / "slack.zip", SLACK)
    (tmp_path / "map.txt").write_text(MAP)
    (tmp_path / "#dev.log").write_text(IRSSI)
    assert len(COMMANDS) >= 7
    for command in COMMANDS:
        if command.startswith("import house"):
            move_out()
            Progress.objects.all().delete()
        call_command(*shlex.split(command))
        if "house" in command:
            assert content()[:1] == before[:1] or "--keep" not in command
    assert Conversation.objects.get(name="dev").messages.count() == 5
