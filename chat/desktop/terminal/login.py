"""The log-in of the terminal's face: questions and answers, before the screen."""

from __future__ import annotations

import getpass
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

from chat.desktop.client import TICK_SECONDS, Client
from chat.desktop.core.screen import Screen
from chat.desktop.settings import Account, Settings

NEEDS_ANOTHER_NAME = {"name-taken", "name-invalid", "banned"}
WITH_TLS = "Start again with --tls, and --host and --port of the way with TLS."


def come_in(settings: Settings, folder: Path, screen: Screen) -> Client | None:
    """Ask until somebody is in, or known and offline; None if they give up."""
    account: Account | None = _asked(settings)
    client: Client | None = None
    while account is not None:
        if client is not None and client.account.file != account.file:
            client.close()
            client = None
        client = client or _opened(account, folder, screen)
        if client is None:
            return None
        _try(client, account)
        if client.was_welcome or (client.state == "waiting" and client.is_known):
            return client
        print(client.sentence)
        account = _next(client)
    if client is not None:
        client.close()
    return None


def _next(client: Client) -> Account | None:
    """What to come in with now; None if the person gives up."""
    account = client.account
    if client.fingerprint:
        print(client.fingerprint)
        if not _agrees("Is it the server's, and trusted from now on?"):
            return None
        client.trust.remember(account.server, client.fingerprint)
        return account
    if client.code == "clear-password":
        print(WITH_TLS)
        return None
    if client.code:
        return _another(account, client.code)
    return account if _agrees("Try again?") else None


def _asked(settings: Settings) -> Account:
    name = settings.name or _answer("Your name: ")
    settings.name = name
    password = None
    if not settings.guest:
        password = getpass.getpass(f"Password of {name} (none: as a guest): ") or None
    where = settings.host, settings.port, settings.tls
    return Account(*where, name, password, program="terminal")


def _another(account: Account, code: str) -> Account:
    """What to come in with instead."""
    if code in NEEDS_ANOTHER_NAME:
        account = replace(account, name=_answer("Your name: "))
    elif code == "guests-refused":
        name = input(f"Your name (Enter: {account.name}): ").strip()
        account = replace(account, name=name or account.name)
    password = getpass.getpass("Password (none: as a guest): ") or None
    return replace(account, password=password)


def _opened(account: Account, folder: Path, screen: Screen) -> Client | None:
    try:
        return Client(account, folder, screen)
    except (sqlite3.Error, OSError) as error:
        print(f"This computer's disk does not do as it should: {error}.")
        return None


def _try(client: Client, account: Account) -> None:
    print(f"Connecting to {account.server} ...")
    client.log_in(account)
    while not client.was_welcome and client.state not in ("waiting", "refused"):
        client.tick()
        time.sleep(TICK_SECONDS)


def _agrees(question: str) -> bool:
    return input(f"{question} [y/n] ").strip().lower().startswith("y")


def _answer(question: str) -> str:
    while not (answer := input(question).strip()):
        pass
    return answer
