"""Which settings are others than at the last start: a deed of the operator's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from chat.logging.audit import audit
from chatsite import environment

# What the settings were at the last start: of each a digest, for some are secrets.
FILE = "settings.json"
SECRET = re.compile("SECRET|TOKEN|PASSWORD|URL")


def note_settings() -> None:
    """Put into the audit log what the environment says otherwise than at the last start
    from this data folder; before there was one, there is nothing to compare with.
    """
    path = settings.CHAT_DATA_DIR / FILE
    before, now = _before(path), _now()
    if before is not None:
        with transaction.atomic():
            for name in sorted(dict(before.items() ^ now.items())):
                audit("settings changed", setting=name, value=_shown(name))
    if before != now:
        beside = path.with_name(f"{FILE}.{os.getpid()}")
        beside.write_text(json.dumps(now))
        beside.replace(path)


def _before(path: Path) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found


def _now() -> dict[str, str]:
    ours = {name for name in os.environ if name.startswith("CHAT_")}
    said = {name: _value(name) for name in environment.READ | ours}
    return {name: _digest(value) for name, value in said.items() if value}


def _value(name: str) -> str:
    return os.environ.get(name, "").strip()


def _digest(value: str) -> str:
    return salted_hmac("chat.settings.changed", value, algorithm="sha256").hexdigest()


def _shown(name: str) -> str:
    """Of a secret, that it is another one."""
    if not (value := _value(name)):
        return "(not set)"
    return "(secret)" if SECRET.search(name) else value
