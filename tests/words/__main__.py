"""``make words``: bring the catalogues up to date with what the site says.

What is new has an empty translation then, which a test finds; what is said no more
goes. Of each ``.po`` its ``.mo`` is made.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.words import catalogue, found  # noqa: E402

sentences = found.sentences()
where = {one: " ".join(sorted(each.where)) for one, each in sentences.items()}
for language, plurals in catalogue.PLURALS.items():
    known = catalogue.read(language) if catalogue.path(language).exists() else {}
    header = known.pop("", None)
    forms = int(plurals[len("nplurals=")])
    entries = {}
    for one, each in sentences.items():
        old = known.get(one)
        count = forms if each.many else 1
        fits = old is not None and len(old.said) == count
        said = old.said if fits else [""] * count
        entries[one] = catalogue.Entry(one, each.many, said)
    path = catalogue.path(language)
    path.write_text(catalogue.text(language, entries, where))
    path.with_suffix(".mo").write_bytes(catalogue.compiled(catalogue.read(language)))
    empty = sum(not all(each.said) for each in entries.values())
    print(f"{path} has {len(entries)} sentences, {empty} of them not translated.")
