"""Where files are kept, who hands them out, and where the page's own are."""

from pathlib import Path
from typing import Any

from chatsite.environment import choice, origin

# How a server before the site is told to send what lies in the folder.
CHAT_FILES_ACCEL = choice("CHAT_FILES_ACCEL", "off", "x-accel-redirect", "x-sendfile")
# Where browsers are sent for files: of another host's name, which has no cookies.
CHAT_FILES_URL = origin("CHAT_FILES_URL")


def configured(folder: Path) -> dict[str, Any]:
    """Django's ``STORAGES`` for a site with that data folder."""
    # Whoever is in the group of the site reads them, where a server hands them out.
    others = 0 if CHAT_FILES_ACCEL == "off" else 0o040
    of_people = {
        "location": folder / "files",
        # They are called by their hashes: one takes the place of its equal alone.
        "allow_overwrite": True,
        "file_permissions_mode": 0o600 | others,
        "directory_permissions_mode": 0o700 | others | others >> 2,
    }
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "chat.web.files.names.Names"},
        "files": {"BACKEND": "chat.files.contents.Folder", "OPTIONS": of_people},
    }
