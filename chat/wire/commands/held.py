"""Words that are held back in rooms, or refused, and what waits for a moderator."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from chat.wire.commands.base import NO_NUL, Command, Number, Seq
from chat.wire.commands.steering import Reason
from chat.wire.limits import PATTERN_CHARACTERS

__all__ = ["Approve", "ListHeld", "ListPatterns", "Refuse", "SetPattern"]

Pattern = Annotated[str, Meta(max_length=PATTERN_CHARACTERS, pattern=NO_NUL)]


class SetPattern(Command, tag="pattern"):
    """Have what is said in a room with certain words wait for a moderator, or not be
    said; or end that.

    It goes for all but the moderators, and for edits: there nothing can wait, so they
    are refused.

    Answer: ``patterns``, with all of the room's.
    pattern: words, as ``docs/permissions.md`` says. Neither case nor accents count. A
        ``*`` stands for any letters of a word, and for none; a ``?`` for one. Without
        one at its end a word is meant as a whole.
    act: what becomes of it: ``hold``, ``refuse``, or ``nothing``, which takes the
        pattern away.
    reason: what is told to whoever is refused.
    not-allowed: it takes another role than yours, or is not a room.
    malformed: there is not a letter or digit in the pattern, or too many ``*``.
    too-long: of the reason.
    too-many: the room has so many patterns already.
    """

    conversation: Number
    pattern: Pattern
    act: Literal["hold", "refuse", "nothing"]
    reason: Reason = ""


class ListPatterns(Command, tag="patterns"):
    """Ask which words are held back in a room, or refused. Those of the whole site are
    for whoever runs it.

    Answer: ``patterns``.
    not-allowed: it is for its moderators.
    """

    conversation: Number


class ListHeld(Command, tag="holds"):
    """Ask what waits for a moderator: what you have said, and what you may decide; and
    what of yours was refused.

    Answer: ``holds``, 50 at most, the oldest first; a page can be shorter, and ``more``
    says so.
    after: the ``number`` of the last one of the page before.
    """

    after: Seq = 0


class Approve(Command, tag="approve"):
    """Have something said that waits. It is said by its author, with a number of now,
    under the rules of now, and once: of two moderators the second is told so.

    Answer: ``decided``. Its author hears it, and whoever may decide there.
    held: its ``number`` in ``holds``.
    no-such-conversation: nothing waits by that number.
    not-allowed: it takes another role than yours; or its author may not say anything
        there any more.
    """

    held: Number


class Refuse(Command, tag="refuse"):
    """Have something not said that waits; its author takes it back by that.

    Answer: ``decided``. Its author hears it, and whoever may decide there.
    held: its ``number`` in ``holds``.
    reason: a word to its author.
    no-such-conversation: as for ``approve``.
    not-allowed: it is another's, and takes another role than yours.
    too-long: of the reason.
    """

    held: Number
    reason: Reason = ""


HeldCommand = SetPattern | ListPatterns | ListHeld | Approve | Refuse
