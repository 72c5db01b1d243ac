"""How the site's database is reached, by ``DATABASE_URL``."""

from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


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
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        database["TEST"] = {"NAME": str(folder / "test.sqlite3")}
    elif parsed["ENGINE"].endswith(("postgresql", "postgis")):
        database["OPTIONS"] = {"connect_timeout": 5, **parsed.get("OPTIONS", {})}
    return database
