"""Words about invite links: making and revoking one, and who came by which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chat.desktop.core.history.messages import Event
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.steering import seconds_in
from chat.desktop.core.slash.verbs import Verbs
from chat.desktop.core.times import minute

VERBS = Verbs()
LINKS_OF_A_PAGE = 20


@VERBS.row(
    "/invite-link [site] [7d] [10] [noguests]",
    "a link into this room, or to the site; for 7 days, for 10 people",
)
def _create(person: Person, rest: str) -> bool:
    words, here = rest.lower().split(), person.here
    # Nobody is invited into the lobby: everybody is in it.
    is_room = here.is_room and here.name != "#lobby" and "site" not in words
    wish: dict[str, Any] = {"conversation": here.id} if is_room else {}
    for word in words:
        if seconds := seconds_in(word):
            wish["seconds"] = seconds
        elif _is_number(word):
            wish["uses"] = int(word)
        elif word == "noguests":
            wish["guests"] = False
        elif word != "site":
            return False

    def came(event: Event) -> None:
        person.note("This lets others in:", *_lines(event["link"], person))

    person.chat.ask("create_invite_link", came, **wish)
    return True


@VERBS.row("/invite-links", "which invite links there are, and who came by them")
def _links(person: Person, rest: str) -> bool:
    if not rest:
        _list(person)
    return not rest


@VERBS.row("/revoke-link 3", "have nobody come by invite link 3 any more")
def _revoke(person: Person, rest: str) -> bool:
    def came(event: Event) -> None:
        person.note(f"Nobody comes by invite link {event['link']['link']} any more.")

    if _is_number(rest):
        person.chat.ask("revoke_invite_link", came, link=int(rest))
    return _is_number(rest)


def _list(person: Person, **before: int) -> None:
    def came(event: Event) -> None:
        person.chat.rest = None
        lines = [line for each in event["links"] for line in _lines(each, person)]
        if event["more"]:
            last = event["links"][-1]["link"]
            person.chat.rest = lambda person: _list(person, before=last)
            lines.append("And more: /more shows them.")
        person.note(*(lines or ["There are no invite links."]))

    person.chat.ask("invite_links", came, limit=LINKS_OF_A_PAGE, **before)


def _lines(its: Event, person: Person) -> Iterator[str]:
    where = f"{its['room']} " if "room" in its else ""
    yield f"{its['link']}  {where}{its['url']} ({', '.join(_facts(its, person))})"
    if its["came"]:
        names = ", ".join(each["name"] for each in its["came"])
        yield f"    Came by it: {names}"


def _facts(its: Event, person: Person) -> Iterator[str]:
    """Of what others have made, whose it is; how many came, until when, who may not."""
    if its["author"] != person.chat.you.id:
        yield f"by {its['by']}"
    of = f" of {its['uses']}" if "uses" in its else ""
    came = f"came: {its['used']}{of}"
    if its.get("over", False):
        yield from ("over", came)
        return
    yield came
    yield f"until {minute(its['until'])}" if "until" in its else "for good"
    if not its["guests"]:
        yield "not for guests"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12 and int(text) > 0
