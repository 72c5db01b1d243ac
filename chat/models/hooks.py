"""What stands in the storing transaction, hung in from above.

A hook is given the log events that one transaction stores, in their order, before it is
committed: quick things that have to be true together with them, such as a search row. A
``ChatError`` that it raises refuses what was asked; whatever else it raises fails it,
and nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chat import wire

Hook = Callable[[Sequence[wire.LogEvent]], None]

_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    """Have it called from now on; a capability does so in its ``apps.ready()``."""
    _hooks.append(hook)


def stored(events: Sequence[wire.LogEvent]) -> None:
    """Call them: these events are being stored."""
    for hook in _hooks:
        hook(events)
