"""``make docs``: write both files anew."""

from tests.protocol import page, schema

for each in (page, schema):
    each.PATH.write_text(each.text())
    print(f"{each.PATH} is made.")
