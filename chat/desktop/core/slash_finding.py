"""Words that find what was said, and who somebody is."""

from __future__ import annotations

from chat.desktop.core.messages import Event
from chat.desktop.core.person import Person
from chat.desktop.core.search import NEWEST, ORDERS
from chat.desktop.core.times import minute
from chat.desktop.core.verbs import Verbs, is_word

VERBS = Verbs()


@VERBS.row(
    "/search [best] cake [from:bob]",
    "find what was said, the newest first, or what fits best",
)
def _search(person: Person, rest: str) -> bool:
    first, *others = rest.split(maxsplit=1) or [""]
    # Alone, it is what is looked for.
    if others and first.lower() in ORDERS:
        person.find(others[0], first.lower())
    elif rest:
        person.find(rest, NEWEST)
    return bool(rest)


@VERBS.row("/whois bob", "what one may know of somebody, here or not")
def _whois(person: Person, rest: str) -> bool:
    if is_word(rest):
        person.chat.ask(
            "profile",
            lambda event: person.note(*profile_lines(event, person.chat.you.id)),
            name=rest[1:] if rest.startswith("@") else rest,
        )
    return is_word(rest)


def profile_lines(profile: Event, you: int) -> list[str]:
    """What a ``profile`` of the wire says, for the person of that number."""
    who, since = profile["person"], minute(profile["since"])
    name = who["name"]
    seen = f"was last here at {minute(profile['seen'])}" if "seen" in profile else ""
    kind = "is a guest" if who["guest"] else "has an account"
    lines = [f"{name} {seen or 'is here'}.", f"{name} {kind}, since {since}."]
    if profile["rooms"] and who["id"] != you:
        lines.append(f"{name} and you are both in {', '.join(profile['rooms'])}.")
    return lines
