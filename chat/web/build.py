"""What the page is made of, so that an open one can tell that it is old."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

CHARACTERS = 12


def build_of_page() -> str:
    """Another one whenever a template, a module, a style or a drawing is another."""
    made = hashlib.sha256()
    site: Any = settings
    for folder in map(Path, [*site.STATICFILES_DIRS, *site.TEMPLATES[0]["DIRS"]]):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            text = path.read_bytes()
            made.update(f"{path.relative_to(folder)} {len(text)} ".encode() + text)
    return made.hexdigest()[:CHARACTERS]
