"""The site's own settings, with a data folder that nobody else uses.

Each worker of a parallel run imports this module anew, and so has its own database and
its own Valkey. ``DATABASE_URL`` alone is kept: with it the tests run on that database.
"""

import atexit
import os
import shutil
import sys
import tempfile

for name in (
    "ALLOWED_HOSTS",
    "CHANNEL_LAYER",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "HTTPS",
    "REDIS_URL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
    *(name for name in os.environ if name.startswith("CHAT_")),
):
    os.environ.pop(name, None)
# Workers and servers are started by the dozen: each would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["CHAT_DATA_DIR"] = tempfile.mkdtemp(prefix="chatsite-test-")
atexit.register(shutil.rmtree, os.environ["CHAT_DATA_DIR"], ignore_errors=True)

from chatsite.settings import *  # noqa: E402, F403

CHAT_ALLOW_GUESTS = True
CHAT_REGISTRATION = "open"
# A test that wants some says so.
CHAT_BACKUP_EVERY = None
# Made to be slow, which says nothing in a test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each client of a test is a site of its own, and would look at every static file; what
# is served of them is held by servers of their own.
SERVESTATIC_USE_FINDERS = False
SERVESTATIC_USE_STATIC_ROOT = False

# A test's database need not outlive a power cut.
if DATABASE_IS_EMBEDDED:  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
