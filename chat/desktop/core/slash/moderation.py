"""Words of those who moderate: what is done about somebody, here or everywhere."""

from __future__ import annotations

from typing import NamedTuple

from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.acts import act_line
from chat.desktop.core.moderation.notices import muted_text, why
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.steering import LIKE_SPAN, NO_SPAN, seconds_in
from chat.desktop.core.slash.verbs import Unfit, Verbs, is_word
from chat.desktop.core.times import minute

VERBS = Verbs()
REACHES = "address", "network"
HOUR_SECONDS, PURGE_SECONDS_MOST = 3600, 86_400
ACTS_OF_A_PAGE = 20


class _Wish(NamedTuple):
    """Whom it is about, for how long, and why."""

    name: str
    seconds: int | None
    reason: str


@VERBS.row("/purge bob [1h] [why]", "delete all that bob said here in that time")
def _purge(person: Person, rest: str) -> bool:
    return _purge_in(person, rest, conversation=_room(person))


@VERBS.row("/purgeall bob [1h] [why]", "delete it in all rooms of the site")
def _purge_all(person: Person, rest: str) -> bool:
    return _purge_in(person, rest)


def _purge_in(person: Person, rest: str, **where: int | None) -> bool:
    wish = _wish(rest)
    if wish is not None:
        seconds = min(wish.seconds or HOUR_SECONDS, PURGE_SECONDS_MOST)
        about = {**wish._asdict(), "seconds": seconds, **where}
        person.chat.ask("purge", lambda event: _purged(person, event), **about)
    return wish is not None


def _purged(person: Person, event: Event) -> None:
    person.chat.kept.moderation.purged = event["purge"]
    said = f"{_many(event)} deleted: /unpurge brings that back within a minute."
    more = ["There are others: say it again."] if event.get("more") else []
    person.note(said, *more)


@VERBS.row("/unpurge", "bring back what you have just had deleted so")
def _unpurge(person: Person, rest: str) -> bool:
    number = person.chat.kept.moderation.purged
    if number is not None:

        def came(event: Event) -> None:
            person.chat.kept.moderation.purged = None
            person.note(f"{_many(event)} back.")

        person.chat.ask("unpurge", came, purge=number)
    return number is not None


@VERBS.row("/silence bob [3d] [why]", "mute bob on the whole site")
def _silence(person: Person, rest: str) -> bool:
    wish = _wish(rest)
    if wish is not None:
        person.ask("mute", on=True, **wish._asdict())
    return wish is not None


@VERBS.row("/unsilence bob", "let bob speak again")
def _unsilence(person: Person, rest: str) -> bool:
    if is_word(rest):
        person.ask("mute", on=False, name=_bare(rest))
    return is_word(rest)


@VERBS.row("/hush bob [2h] [why]", "mute bob in this room")
def _hush(person: Person, rest: str) -> bool:
    wish = _wish(rest)
    if wish is not None:
        person.ask("mute", conversation=_room(person), on=True, **wish._asdict())
    return wish is not None


@VERBS.row("/unhush bob", "let bob speak again in this room")
def _unhush(person: Person, rest: str) -> bool:
    if is_word(rest):
        about = {"conversation": _room(person), "name": _bare(rest)}
        person.ask("mute", on=False, **about)
    return is_word(rest)


@VERBS.row(
    "/shutout bob [address] [3d] [why]",
    "keep bob out of the site, address or network: whoever comes from there",
)
def _shut_out(person: Person, rest: str) -> bool:
    name, _, more = rest.partition(" ")
    first, _, others = more.strip().partition(" ")
    is_wide = first.lower() in REACHES
    wish = _wish(f"{name} {others}" if is_wide else rest)
    if wish is not None:
        reach = first.lower() if is_wide else "person"
        _ask(person, on=True, reach=reach, **wish._asdict())
    return wish is not None


@VERBS.row("/letin bob", "let bob come into the site again")
def _let_in(person: Person, rest: str) -> bool:
    if is_word(rest):
        _ask(person, on=False, name=_bare(rest))
    return is_word(rest)


@VERBS.row("/letter bob [why]", "have others see no picture of bob, but a letter")
def _letter(person: Person, rest: str) -> bool:
    name, _, reason = rest.partition(" ")

    def came(event: Event) -> None:
        person.note(f"{event['name']} is seen by a letter.")

    if name:
        about = {"name": _bare(name), "reason": reason.strip()}
        person.chat.ask("take_avatar", came, **about)
    return bool(name)


@VERBS.row("/moderation", "who is muted, and who is shut out of the site")
def _moderation(person: Person, rest: str) -> bool:
    def came(event: Event) -> None:
        rows = [*map(muted_text, event["muted"]), *map(_is_out, event["shutout"])]
        person.note(*(rows or ["Nobody is muted, and nobody shut out."]))

    person.chat.ask("moderation", came)
    return True


@VERBS.row("/acts", "what moderators have done of late")
def _acts(person: Person, rest: str) -> bool:
    _list(person, {})
    return True


def _list(person: Person, before: dict[str, int]) -> None:
    def came(event: Event) -> None:
        person.chat.rest = None
        acts = event["acts"]
        lines = [f"[{minute(its['at'])}] {act_line(its)}" for its in acts]
        if event["more"]:
            last = {"before": acts[-1]["act"]}
            person.chat.rest = lambda person: _list(person, last)
            lines.append("And more: /more shows them.")
        person.note(*(lines or ["Nothing was done of late."]))

    person.chat.ask("acts", came, limit=ACTS_OF_A_PAGE, **before)


def _wish(rest: str) -> _Wish | None:
    name, _, more = rest.partition(" ")
    first, _, others = more.strip().partition(" ")
    seconds = seconds_in(first)
    if seconds is None and LIKE_SPAN.fullmatch(first):
        raise Unfit(NO_SPAN)
    reason = more if seconds is None else others
    return _Wish(_bare(name), seconds, reason.strip()) if name else None


def _room(person: Person) -> int:
    """Where they are: of no room it would be asked for of the whole site."""
    here = person.here
    if not here.is_room or here.id is None:
        raise Unfit("That is for rooms only.")
    return here.id


def _ask(person: Person, **fields: object) -> None:
    def came(event: Event) -> None:
        is_in = f"{event['name']} may come in again."
        person.note(_is_out(event) if event["on"] else is_in)

    person.chat.ask("shutout", came, **fields)


def _is_out(its: Event) -> str:
    return f"{its['name'] or '?'} is shut out.{why(its)}"


def _many(event: Event) -> str:
    count, whom = event["count"], event["whom"]
    if count == 1:
        return f"1 message of {whom} is"
    return f"{count} messages of {whom} are"


def _bare(name: str) -> str:
    return name.removeprefix("@")
