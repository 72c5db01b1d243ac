"""The pages for operators say what there is: each setting, and each command."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

PROJECT = Path(__file__).parents[2]
ENVIRONMENT = PROJECT / "chatsite/environment.py"
TABLES = ("README.md", "SECURITY.md", "docs/operating.md")
HELPERS = "|".join(re.findall(r"^def ([a-z]\w+)", ENVIRONMENT.read_text(), re.M))
READ = rf"\b(?:{HELPERS}|os\.environ\.get)\(\s*\"([A-Z_]+)\""
ROW = r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|"


def test_every_setting_has_a_row_and_every_row_a_setting():
    code = "".join(path.read_text() for path in (PROJECT / "chatsite").glob("*.py"))
    pages = "".join((PROJECT / name).read_text() for name in TABLES)
    read = set(re.findall(READ, code)) - {"DJANGO_SETTINGS_MODULE"}
    rows = set(re.findall("[A-Z_]+", "".join(re.findall(ROW, pages, re.M))))
    assert read - rows == set()
    assert {name for name in rows - read if name.startswith("CHAT_")} == set()


# --- Commands -------------------------------------------------------------------------


def commands(page):
    """The lines that somebody is to type, without remarks."""
    text = page.read_text().replace("\\\n", " ")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            if words := shlex.split(line, comments=True):
                yield shlex.join(words)


PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")])
TYPED = [(page.name, words) for page in PAGES for words in commands(page)]
OURS = re.compile(
    r"(?:^|[A-Z]=\S+ |exec site )"
    r"(?:python manage\.py|(?:/opt/chatsite/bin/)?chatsite) ([a-z].*)"
)
MAKEFILE = (PROJECT / "Makefile").read_text().replace("\\\n", " ")
TARGETS = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[1].split()


@pytest.mark.parametrize(("page", "typed"), TYPED)
def test_what_somebody_is_to_type_is_understood(page, typed):
    if ours := OURS.search(typed):
        name, *words = shlex.split(ours[1])
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(words)
    if module := re.match(r"python -m (tests[\w.]*)", typed):
        assert find_spec(module[1])
    if target := re.match(r"make (?!PYTHON=|\.venv)(\S+)", typed):
        assert target[1] in TARGETS


# What runs it, as it stands there; or, behind a dash, why nothing can.
SYSTEMD, DAEMON = "- no systemd runs here", "- no daemon of containers runs here"
DOWNLOADS = "- it downloads; `make fresh` does likewise"
RUN_BY = {
    "python3 -m venv": DOWNLOADS,
    "/opt/chatsite/bin/pip": "tests/system/test_installing.py",
    "/opt/chatsite/bin/chatsite": "tests/system/test_installing.py",
    "cp deploy/": "tests/system/test_installing.py",
    "useradd": SYSTEMD,
    "usermod": SYSTEMD,
    "chmod": SYSTEMD,
    "install -m": SYSTEMD,
    "systemctl": SYSTEMD,
    "systemd-run": SYSTEMD,
    "journalctl": SYSTEMD,
    "docker": DAEMON,
    "git": "tests/system/test_updating.py",
    "make run": "tests/system/test_updating.py",
    "CHAT_PASSWORD=": "tests/registration/test_createuser.py",
    "python manage.py createuser": "tests/registration/test_createuser.py",
    "python manage.py goback": "tests/system/test_updating.py",
    "python manage.py version": "tests/system/test_installing.py",
    "curl": "tests/health/test_processes.py",
    "CHAT_LOG_FORMAT=json": "tests/management/serving/test_log.py",
    "CHAT_AUDIT_LOG=/var/log": "tests/chatsite/test_audit_file.py",
    "pip install": DOWNLOADS,
    "CHAT_TRACES=1": "tests/traces/test_exporting.py",
    "CHAT_FILES_S3=": "tests/files/test_processes.py",
    "python manage.py doctor": "tests/doctor/test_doctor.py",
    "redis-cli": "tests/management/serving/test_reach.py",
    "python -c": "tests/management/serving/test_reach.py",
    "mv var": "tests/system/test_backups.py",
    "python manage.py backup": "tests/system/test_backups.py",
    "python manage.py restore": "tests/system/test_backups.py",
    "python manage.py files": "tests/files/test_sharing.py",
    "python manage.py retain": "tests/retention/test_retention.py",
    "python manage.py beginanew": "tests/system/test_restored.py",
    "python manage.py export": "tests/moving/test_documents.py",
    "python manage.py import": "tests/moving/test_documents.py",
    "chatsite reindex": "tests/search/test_reindexing.py",
}


def test_each_command_of_the_operators_page_is_run():
    typed = [words for page, words in TYPED if page == "operating.md"]
    known = {words: [it for it in RUN_BY if words.startswith(it)] for words in typed}
    assert [words for words, its in known.items() if len(its) != 1] == []
    assert RUN_BY.keys() == {it for its in known.values() for it in its}
    tests = {by for by in RUN_BY.values() if not by.startswith("-")}
    assert [by for by in tests if not (PROJECT / by).exists()] == []
