"""What has its say in what is said, before it is stored: it may refuse, or hold it.

A screen is called in the storing transaction, for what its author may say there. It
returns None, or what the post is answered in place of ``posted`` if it keeps it itself;
it raises a ``ChatError`` to refuse it. It has to be quick, for everybody waits.
"""

from __future__ import annotations

from collections.abc import Callable

from chat import wire
from chat.models.posting.draft import Draft

Screen = Callable[[Draft], wire.Held | None]
# Those that have something to look for just now: mostly none.
ASKED: tuple[Screen, ...] = ()


def ask(screen: Screen, *, on: bool) -> None:
    """Have a screen asked, or not any more until it has something to look for."""
    global ASKED
    others = tuple(each for each in ASKED if each is not screen)
    ASKED = (*others, screen) if on else others


def screen(draft: Draft) -> None:
    """Ask them in turn, until one holds it back.

    Raises:
        ChatError: one refuses it.
    """
    for see in ASKED:
        if draft.held is None:
            draft.held = see(draft)
