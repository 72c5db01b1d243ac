"""Of which version what the site stands on is, each in a few words."""

from typing import Any

import redis as client
from django.db import DatabaseError, InterfaceError, connection

from chat.backup.sqlite import file_of
from chat.broker.client import CONNECT_SECONDS, client_of
from chat.updates.standing import Standing


def database() -> str:
    """The database's program, and how far this database is."""
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


def redis(url: str) -> str:
    """Redis's program."""
    try:
        with client_of(url, CONNECT_SECONDS) as asked:
            about: Any = asked.info("server")
    except (client.RedisError, OSError, ValueError) as error:
        return f"does not answer ({type(error).__name__})"
    return " ".join(program(about))


def program(about: Any) -> tuple[str, str]:
    """The name and the version of what has answered INFO so."""
    name = about.get("server_name", "redis").capitalize()
    return name, about.get("valkey_version") or about["redis_version"]
