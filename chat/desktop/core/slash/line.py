"""What a line that starts with ``/`` asks for: the plain door's words, and some more.

A line that starts with ``//`` is said with one ``/``; one that starts with a path, as
it is.
"""

from __future__ import annotations

from chat.desktop.core.rooms.closed import why_closed
from chat.desktop.core.slash import (
    changing,
    files,
    finding,
    held,
    invite_links,
    later,
    leaving,
    members,
    messages,
    moderation,
    polls,
    quiet,
    reports,
    rooms,
    steering,
    talk,
    unread,
)
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Unfit, Verb, Verbs, is_word
from chat.desktop.core.writing.said import is_obeyed

# In which the server speaks; the client's own labels are English.
LANGUAGES = {"en": "English", "de": "Deutsch", "ar": "العربية"}
_LOOKING = Verbs()


def say(line: str, person: Person) -> bool:
    """Do what a line asks for; false if it was not said, and is to be kept."""
    if is_obeyed(line):
        word, *rest = line.split(maxsplit=1)
        return _obey(word.lower(), "".join(rest).rstrip(), person)
    if why := why_closed(person.here, person.chat.kept.moderation.muted):
        person.note(why)
        return False
    body = line[1:] if line.startswith("//") else line
    return person.chat.post(person.here, body)


def _obey(word: str, rest: str, person: Person) -> bool:
    verb = VERBS.get(word)
    if verb is None:
        person.note(_unknown(word[:30]))
        return False
    try:
        if verb.act(person, rest):
            return True
        person.note(f"Usage: {verb.usage}")
    except Unfit as why:
        person.note(str(why))
    return False


def _unknown(word: str) -> str:
    return f"There is no {word}: /help lists what you can say, /{word} says it."


# --- Looking around -------------------------------------------------------------------


@_LOOKING.row("/who", "who is here")
def _who(person: Person, rest: str) -> bool:
    names = person.chat.people.roster.names
    person.note(f"Here: {', '.join(names)} ({len(names)})")
    return True


@_LOOKING.row("/language [de]", "have the server speak to you in another language")
def _language(person: Person, rest: str) -> bool:
    if not rest:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        person.note(f"There are: {known}")
    elif is_word(rest):
        person.ask("language", language=rest.lower())
    return not rest or is_word(rest)


@_LOOKING.row("/help", "this list")
def _help(person: Person, rest: str) -> bool:
    width = max(len(verb.usage) for verb in VERBS.values())
    rows = [f"{verb.usage:<{width}}  {verb.meaning}" for verb in VERBS.values()]
    person.note(*rows, "A line that starts with // is said with one /.")
    return True


@_LOOKING.row("/quit", "say goodbye")
def _quit(person: Person, rest: str) -> bool:
    person.leave()
    return True


VERBS: dict[str, Verb] = {
    **talk.VERBS,
    **changing.VERBS,
    **later.VERBS,
    **leaving.VERBS,
    **messages.VERBS,
    **rooms.VERBS,
    **invite_links.VERBS,
    **steering.VERBS,
    **held.VERBS,
    **quiet.VERBS,
    **reports.VERBS,
    **moderation.VERBS,
    **unread.VERBS,
    **finding.VERBS,
    **members.VERBS,
    **polls.VERBS,
    **files.VERBS,
    **_LOOKING,
}
