"""What a process knows of its site.

Settings say what the environment says, and never change. What follows from where a
command listens is kept here, and does not change either: it is opened once, before
anybody is served, and whatever is forked from then on has it too. What is chosen in the
panel may change at any time, and counts more than the settings.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host

# Each says, in a sentence, why the site cannot be opened now, or nothing. Capabilities
# put theirs here; they are asked once the database is there.
OBSTACLES: list[Callable[[], str]] = []

# Whether something is done at all.
ON, OFF = "on", "off"
# Who may make an account: everybody, who is invited, whom staff approve, or nobody.
OPEN, INVITATION, APPROVAL, CLOSED = "open", "invitation", "approval", "closed"


class Chosen(NamedTuple):
    """What of the site was chosen in the panel; "": what the settings say counts."""

    name: str = ""
    registration: str = ""
    members_invite: bool = True
    staff_second_factor: bool = False
    previews: str = ""


@dataclass(frozen=True)
class Site:
    """How this process is reached; nobody knows that of one which was not opened.

    ``is_loopback``: nobody but this machine reaches it. ``names``: what browsers may
    call it beside ``ALLOWED_HOSTS``. ``json_door``, ``web_door``: host and port of that
    for programs, if it is open, and of that for browsers. ``tls_doors``: of those that
    encrypt, by ``web``, ``plain`` and ``json``. ``build``: what the page is made of.
    ``files``: by what names the page's files are handed out, where those are not their
    own.
    """

    is_loopback: bool = False
    names: tuple[str, ...] = ()
    json_door: tuple[str, int] | None = None
    web_door: tuple[str, int] | None = None
    tls_doors: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    build: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    # Says what was chosen, as far as this process knows: a capability has its own here.
    chosen: ClassVar[Callable[[], Chosen]] = Chosen
    _here: ClassVar[Site | None] = None

    @classmethod
    def here(cls) -> Site:
        """This process's."""
        return cls._here or cls()

    def open(self) -> None:
        """Be this process's."""
        Site._here = self

    @property
    def takes_guests(self) -> bool:
        """What the operator says; else guests come where only this machine does."""
        allowed: bool | None = settings.CHAT_ALLOW_GUESTS
        return self.is_loopback if allowed is None else allowed

    @property
    def name(self) -> str:
        """What people call it."""
        return type(self).chosen().name or str(settings.CHAT_SITE_NAME)

    @property
    def registration(self) -> str:
        """Who may make an account. Unless somebody says so: everybody where nobody but
        this machine comes, or with ``DEBUG``; elsewhere who is invited.
        """
        if said := type(self).chosen().registration or settings.CHAT_REGISTRATION:
            return str(said)
        is_own = self.is_loopback and not settings.TRUSTED_PROXIES
        return OPEN if is_own or settings.DEBUG else INVITATION

    @property
    def members_invite(self) -> bool:
        """Whether whoever has an account lets others onto the site; else staff do."""
        return type(self).chosen().members_invite

    @property
    def staff_second_factor(self) -> bool:
        """Whether administrators see the panel only once they have a second factor."""
        its: bool = settings.CHAT_STAFF_SECOND_FACTOR
        return its or type(self).chosen().staff_second_factor

    @property
    def previews(self) -> bool:
        """Whether it looks where links of rooms lead."""
        said = type(self).chosen().previews
        return said == ON if said else bool(settings.CHAT_PREVIEWS)

    @property
    def url(self) -> str:
        """How the addresses of its pages begin, without a slash; "": nobody knows."""
        if settings.CHAT_URL:
            return str(settings.CHAT_URL)
        with_tls = self.tls_doors.get("web")
        host, port = with_tls or self.web_door or ("", 0)
        if not port:
            return ""
        if host in ("", "0.0.0.0", "::"):  # noqa: S104
            host = next(iter(self.names), "localhost")
        host = f"[{host}]" if ":" in host and host[0] != "[" else host
        return f"{'https' if with_tls else 'http'}://{host}:{port}"

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this site."""
        domain, _ = split_domain_port(host)
        known = [*settings.ALLOWED_HOSTS, *self.names]
        return bool(domain) and validate_host(domain, known)


def command(*words: str) -> str:
    """How whoever started this process starts another of the site's commands."""
    script = sys.argv[0]
    program = [sys.executable, script] if script.endswith(".py") else [script]
    return shlex.join([*map(_from_here, program), *words])


def _from_here(path: str) -> str:
    found, here = Path(path), Path.cwd()
    return str(found.relative_to(here) if found.is_relative_to(here) else path)
