"""How the site's database is reached, by ``DATABASE_URL``."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Who does not wait for ever: commands of the operator, and migrations.
LOCK_SECONDS = 20
# A machine that is gone is noticed, also by what waits for an answer (tcp(7)); what has
# not been acknowledged for that long is lost.
REACHED: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # ms
}


def configured(url: str, folder: Path) -> dict[str, object]:
    """What Django is told of that database; none is given: SQLite in that folder."""
    try:
        parsed = dj_database_url.parse(
            url or f"sqlite:///{quote(str(folder / 'chat.sqlite3'))}"
        )
    except ValueError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL is no database address: {error}."
        ) from None
    database: dict[str, object] = dict(parsed)
    if parsed["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: a transaction that reads first could not turn into a writing one
        # under contention. FULL: a commit is on the disk before it is answered.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        database["TEST"] = {"NAME": str(folder / "test.sqlite3")}
    elif parsed["ENGINE"].endswith(("postgresql", "postgis")):
        given = parsed.get("OPTIONS", {})
        lock = f"-c lock_timeout={1000 * LOCK_SECONDS}"
        options = " ".join(filter(None, [lock, given.get("options")]))
        database["OPTIONS"] = {**REACHED, **given, "options": options}
        if parsed["ENGINE"].endswith("postgresql"):
            database["ENGINE"] = "chatsite.postgresql"
    return database


def is_sqlite(database: dict[str, Any]) -> bool:
    """Whether it is a file of ours."""
    return str(database["ENGINE"]).endswith("sqlite3")


def serving(
    database: dict[str, Any], lock_seconds: float, answer_seconds: float
) -> dict[str, Any]:
    """The options that are other where people wait: nothing takes long."""
    options = database["OPTIONS"]
    if is_sqlite(database):
        return {"timeout": lock_seconds}
    if "options" not in options:
        return {}
    limits = {"lock_timeout": lock_seconds, "statement_timeout": answer_seconds}
    words = [f"-c {name}={int(1000 * limit)}" for name, limit in limits.items()]
    # The last word counts.
    more: dict[str, Any] = {"options": " ".join([options["options"], *words])}
    if database["ENGINE"] == "chatsite.postgresql":
        # For a server that does not even notice that its time is over.
        more["patience"] = answer_seconds + 1
    return more
