"""Where files are kept, who hands them out, and where the page's own are."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from chatsite.environment import bucket, choice, origin

# Where files are kept, if not in the data folder; AWS's own variables say the rest.
CHAT_FILES_S3 = bucket("CHAT_FILES_S3")
# How a server before the site is told to send what lies in the folder.
CHAT_FILES_ACCEL = choice("CHAT_FILES_ACCEL", "off", "x-accel-redirect", "x-sendfile")
# Where browsers are sent for files: of another host's name, which has no cookies.
CHAT_FILES_URL = origin("CHAT_FILES_URL")


def configured(folder: Path) -> dict[str, Any]:
    """Django's ``STORAGES`` for a site with that data folder."""
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "chat.web.files.names.Names"},
        "files": _in_bucket(*CHAT_FILES_S3) if CHAT_FILES_S3 else _in_folder(folder),
    }


def _in_folder(folder: Path) -> dict[str, Any]:
    # Whoever is in the group of the site reads them, where a server hands them out.
    others = 0 if CHAT_FILES_ACCEL == "off" else 0o040
    how = {
        "location": folder / "files",
        # They are called by their hashes: one takes the place of its equal alone.
        "allow_overwrite": True,
        "file_permissions_mode": 0o600 | others,
        "directory_permissions_mode": 0o700 | others | others >> 2,
    }
    return {"BACKEND": "chat.files.contents.Folder", "OPTIONS": how}


def _in_bucket(name: str, folder: str) -> dict[str, Any]:
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            "CHAT_FILES_S3 is set, but what that needs is not installed: pip install -r"
            " requirements-s3.txt."
        )
    if CHAT_FILES_ACCEL != "off":
        raise ImproperlyConfigured(
            "CHAT_FILES_ACCEL is for files in the data folder, and CHAT_FILES_S3 has"
            " them elsewhere: set one of them."
        )
    where = {"bucket_name": name, "location": folder}
    return {"BACKEND": "chat.files.bucket.Bucket", "OPTIONS": where}
