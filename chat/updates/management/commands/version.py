"""``manage.py version``: which version this is, and of what it stands on."""

import platform
import subprocess
from typing import Any

import django
import redis
from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from chat import VERSION
from chat.broker.client import CONNECT_SECONDS, client_of
from chat.updates.copies import file_of
from chat.updates.standing import Standing


class Command(BaseCommand):
    help = "Tells the versions of the site, of its database and of what it runs on."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        python, system = platform.python_version(), platform.platform()
        self.stdout.write(f"chatsite {VERSION}{_commit()}")
        self.stdout.write(f"Python {python}, Django {django.__version__}, on {system}")
        self.stdout.write(f"database: {_database()}")
        self.stdout.write(f"Redis: {', '.join(map(_redis, settings.REDIS_URLS))}")


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


def _database() -> str:
    if connection.vendor == "sqlite" and not file_of(connection).exists():
        return "none yet"
    try:
        standing = Standing.of(connection)
        number = ".".join(map(str, connection.get_database_version()))
    except (DatabaseError, InterfaceError) as error:
        return f"does not answer ({type(error).__name__})"
    return f"{connection.display_name} {number}, {_state(standing)}"


def _state(standing: Standing) -> str:
    if standing.beyond:
        return f"newer than this version: it has {', '.join(standing.beyond)}"
    if standing.pending:
        return f"at {standing.last or 'nothing'}, lacks {', '.join(standing.pending)}"
    return f"up to date, at {standing.last}"


def _redis(url: str) -> str:
    try:
        with client_of(url, CONNECT_SECONDS) as client:
            about: Any = client.info("server")
    except (redis.RedisError, OSError, ValueError) as error:
        return f"does not answer ({type(error).__name__})"
    name = about.get("server_name", "redis").capitalize()
    return f"{name} {about.get('valkey_version') or about['redis_version']}"
