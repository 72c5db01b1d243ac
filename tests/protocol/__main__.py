"""``make docs``: write the files anew."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.protocol import page, permissions, schema  # noqa: E402

for each in (page, schema, permissions):
    each.PATH.write_text(each.text())
    print(f"{each.PATH} is made.")
