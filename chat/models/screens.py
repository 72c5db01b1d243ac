"""What has its say in what is said, before it is stored: it may refuse, or hold it.

A screen is called in the storing transaction, for what its author may say there. It
returns None, or what the post is answered in place of ``posted`` if it keeps it itself;
it raises a ``ChatError`` to refuse it. It has to be quick, for everybody waits.
"""

from __future__ import annotations

from collections.abc import Callable

from chat import wire
from chat.models.draft import Draft

# Whoever has one appends it in their app's ``ready()``.
SCREENS: list[Callable[[Draft], wire.Held | None]] = []


def screen(draft: Draft) -> None:
    """Ask them in turn, until one holds it back.

    Raises:
        ChatError: one refuses it.
    """
    draft.held = None
    for see in SCREENS:
        if draft.held is None:
            draft.held = see(draft)
