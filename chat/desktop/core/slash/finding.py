"""Words that find what was said, and who somebody is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from chat.desktop.core.finding.search import NEWEST, ORDERS
from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.notices import muted_text
from chat.desktop.core.people.doors import doors_called
from chat.desktop.core.sending.moments import moment_in
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, is_word
from chat.desktop.core.times import local, minute

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
    doors = doors_called(profile.get("doors", ()))
    here = f"is here ({doors})" if doors else "is here"
    seen = f"was last here at {minute(profile['seen'])}" if "seen" in profile else here
    kind = "is a guest" if who["guest"] else "has an account"
    lines = [f"{name} {seen}.", f"{name} {kind}, since {since}."]
    lines += [muted_text(profile["muted"])] if "muted" in profile else []
    lines += _of_themselves(profile)
    if profile["rooms"] and who["id"] != you:
        lines.append(f"{name} and you are both in {', '.join(profile['rooms'])}.")
    return lines


@VERBS.row(
    "/status [+2h] [🌴 On holiday]",
    "say how you are, for a while or for good; alone: nothing any more",
)
def _status(person: Person, rest: str) -> bool:
    found = moment_in(rest, datetime.now())
    until, text = found or (None, rest)
    if until is not None and not text:
        return False

    def came(event: Event) -> None:
        said = event["status"]["text"]
        none = "You say nothing of how you are any more."
        person.note(f"Everybody sees of you: {said}" if said else none)

    person.chat.ask(
        "status", came, text=text, until=until and until.astimezone().isoformat()
    )
    return True


@VERBS.row("/pause [+2h]", "be notified of nothing for a while; alone: go on")
def _pause(person: Person, rest: str) -> bool:
    until, more = moment_in(rest, datetime.now()) or (None, rest)
    if more:
        return False

    def came(event: Event) -> None:
        text = "You are notified again."
        if "until" in event:
            at = f"{local(event['until']):%d %b %H:%M}"
            text = f"You are not notified until {at}."
        person.note(text)

    person.chat.ask("pause", came, until=until and until.astimezone().isoformat())
    return True


@VERBS.row(
    "/zone Europe/Berlin", "show others what time it is where you are, or not: off"
)
def _zone(person: Person, rest: str) -> bool:
    on = rest.lower() != "off"
    shown = "Others see what time it is where you are."
    kept = "Nobody sees what time it is where you are."
    if is_word(rest):
        zone = rest if on else ""
        note = shown if on else kept
        person.chat.ask("zone", lambda _: person.note(note), zone=zone, on=on)
    return is_word(rest)


@VERBS.row("/nick rob", "be called otherwise; the name before is kept for you")
def _nick(person: Person, rest: str) -> bool:
    def came(event: Event) -> None:
        person.note(f"You are called {event['person']['name']} from now on.")

    if is_word(rest):
        person.chat.ask("rename", came, name=rest)
    return is_word(rest)


def _of_themselves(profile: Event) -> list[str]:
    """How they are, what time it is there, and how much they have said."""
    name, lines = profile["person"]["name"], []
    if status := profile.get("status"):
        until = f" (until {minute(status['until'])})" if "until" in status else ""
        lines.append(f"{name}: {status['text']}{until}")
    if "ahead" in profile:
        there = datetime.now(timezone(timedelta(minutes=profile["ahead"])))
        lines.append(f"It is {there:%H:%M} where {name} is.")
    if count := profile.get("messages"):
        things = "thing" if count == 1 else "things"
        more = ", or more" if profile.get("more") else ""
        lines.append(f"{name} has said {count:,} {things} that you can read{more}.")
    return lines
