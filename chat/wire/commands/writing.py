"""What helps whoever writes, before anything is said."""

from __future__ import annotations

from chat.wire.commands.base import Body, Command

__all__ = ["Render"]


class Render(Command, tag="render"):
    """Ask how a body would look, were it said: nothing is stored, nobody hears of it.

    Answer: ``rendered``.
    body: as in ``post``.
    too-long: of the body.
    malformed: nothing that can be seen is left of the body.
    """

    body: Body


WritingCommand = Render
