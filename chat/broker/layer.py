"""What the site asks of a channel layer.

Beside Channels' queues there are *sinks*: a session attaches one to a group and is
called directly, with all that came in one turn of the loop.

A message may say when it was committed, ``at``, in seconds since 1970: how long that
takes until it is told is counted.

Delivery is at most once, as with every channel layer: what comes is a hint, the
database is the truth. After a layer could not hear, and can again, each sink hears
``{"type": "layer.resumed"}`` and knows that it may have missed something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

Message = dict[str, Any]


@dataclass
class Turn:
    """What one group was told in one turn of the loop: the same object for each sink.

    ``is_alone``: no other group was told anything in that turn of the loop.
    """

    messages: list[Message] = field(default_factory=list)
    is_alone: bool = True


Sink = Callable[[Turn], None]

RESUMED: Message = {"type": "layer.resumed"}
# What a process tells itself, to see whether it hears that.
TRIAL: Message = {"type": "layer.trial"}


class Layer(Protocol):
    """Groups of sinks, in all processes of the site."""

    async def attach(self, group: str, sink: Sink) -> None:
        """Call ``sink`` with whatever the group is told from now on.

        Returns once Redis has confirmed it, so that what is read from the database
        afterwards has no gap to what the sink hears; if Redis is away, after
        ``CONNECT_SECONDS`` at the latest.
        """

    def detach(self, group: str, sink: Sink) -> None:
        """Stop calling ``sink``."""

    async def group_send(self, group: str, message: Message) -> None:
        """Send to all of a group, in every process.

        Raises:
            UNAVAILABLE: Redis is away.
        """

    def group_send_now(self, group: str, message: Message) -> None:
        """``group_send`` for code in a thread, without an event loop.

        Raises:
            UNAVAILABLE: Redis is away, or did not answer a moment ago.
        """

    def group_send_all_now(self, messages: Iterable[tuple[str, Message]]) -> None:
        """``group_send_now`` for many, in their order.

        Raises:
            UNAVAILABLE: some could not be sent.
        """

    @property
    def is_listening(self) -> bool:
        """Whether this loop hears what is sent, as far as the layer knows."""

    async def hears_itself(self) -> bool:
        """Whether what is sent just now is heard here, as far as it can be tried.

        It takes a few times ``CONNECT_SECONDS`` at most. Where it fails for another
        reason than that of being late, the layer connects anew.
        """
