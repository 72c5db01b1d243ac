"""``manage.py version``: which version this is, and of what it stands on."""

import platform
import subprocess
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand

from chat import VERSION
from chat.updates import versions


class Command(BaseCommand):
    help = "Tells the versions of the site, of its database and of what it runs on."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        python, system = platform.python_version(), platform.platform()
        self.stdout.write(f"chatsite {VERSION}{_commit()}")
        self.stdout.write(f"Python {python}, Django {django.__version__}, on {system}")
        self.stdout.write(f"database: {versions.database()}")
        self.stdout.write(
            f"Redis: {', '.join(map(versions.redis, settings.REDIS_URLS))}"
        )


def _commit() -> str:
    """Which commit's the files are, where they are git's."""
    if not (settings.BASE_DIR / ".git").exists():
        return ""
    command = ["git", "describe", "--always", "--dirty", "--tags", "--abbrev=12"]
    try:
        told = subprocess.run(  # noqa: S603
            command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return f" ({told.stdout.strip()})" if told.returncode == 0 else ""
