"""Leaving for good, and taking along what is one's own."""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs

VERBS = Verbs()
EXPLAINED = (
    "Your name leads to nobody from then on, and there is no way back.",
    "What you said stays as somebody's who left, or goes, if you say go.",
    "Conversations of two stay with the other.",
)


@VERBS.row(
    "/delete-account [ada [go] [password]]",
    "leave for good: by your name, and your password if you have one; go: what you"
    " said goes, too; alone: what becomes of what",
)
def _delete_account(person: Person, rest: str) -> bool:
    name, *more = rest.split(maxsplit=1) or [""]
    if not name:
        person.note(*EXPLAINED)
        return True
    first, *password = "".join(more).split(maxsplit=1) or [""]
    words = first if first in ("stay", "go") else ""
    secret = "".join(password if words else more)
    person.ask("delete_account", name=name, words=words, password=secret)
    return True


@VERBS.row(
    "/export", "take along what is yours, as a zip, made once a day; again: where it is"
)
def _export(person: Person, rest: str) -> bool:
    def came(event: Event) -> None:
        where = event.get("url") or event.get("href")
        made = f"What is yours is here, for whoever logs in as you: {where}"
        person.note(made if where else "It is being made: in a while, /export again.")

    person.chat.ask("export", came)
    return True
