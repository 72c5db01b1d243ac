"""Where files are kept, and the page's own."""

from pathlib import Path
from typing import Any


def configured(folder: Path) -> dict[str, Any]:
    """Django's ``STORAGES`` for a site with that data folder."""
    of_people = {
        "location": folder / "files",
        # They are called by their hashes: one takes the place of its equal alone.
        "allow_overwrite": True,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    lying = "django.core.files.storage.FileSystemStorage"
    return {
        "default": {"BACKEND": lying},
        "staticfiles": {"BACKEND": "chat.web.files.names.Names"},
        "files": {"BACKEND": lying, "OPTIONS": of_people},
    }
