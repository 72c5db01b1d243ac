"""The settings that are read have a row in a table, and no row is of another one."""

import re
from pathlib import Path

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
