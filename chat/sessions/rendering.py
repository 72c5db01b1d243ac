"""What a person types, on its way to HTML: beside the posts of others, and bounded.

It takes a thread of its own. A text is paid for beforehand as if it were the dearest of
its length, and what it did not need is given back; so that many at once cannot be begun
on credit.
"""

from __future__ import annotations

from time import thread_time

from chat.concurrency import threads
from chat.concurrency.semaphore import FairSemaphore
from chat.sessions.rate import Allowed, Bucket
from chat.text.clean import clean_body
from chat.text.markdown import render, render_plain
from chat.wire import BODY_CHARACTERS

# What the dearest text takes on a slow machine.
CHARACTER_SECONDS = 0.05 / BODY_CHARACTERS
# One text at a time, and the networks by turns: a crowd of one holds up itself.
RENDERING = FairSemaphore(1, (1000,))


class Rendering:
    """``bucket`` has seconds of a core; ``network``: where the person comes from.

    ``allowed``: what else pays afterwards: the guests of that network together; and
    whether what is too much now is rendered later, and not refused.
    """

    def __init__(
        self, bucket: Bucket, network: str = "", allowed: Allowed | None = None
    ) -> None:
        self._bucket = bucket
        self._network = network
        self._allowed = allowed
        self._waits = allowed is not None and allowed.waits

    async def render(self, body: str) -> str:
        """The body as it is stored, as HTML.

        Raises:
            Malformed, TooLong
            RateLimited: the person's texts have taken enough for now.
        """
        price = min(len(body), BODY_CHARACTERS) * CHARACTER_SECONDS
        if self._waits:
            await self._bucket.awaited(price)
        else:
            self._bucket.take(price)
        seconds = 0.0
        try:
            async with RENDERING.awaited(0, self._network):
                html, seconds = await threads.render(_render, body)
        finally:
            self._bucket.give_back(price)
            self.pay(seconds)
        return html

    async def rendered(self, body: str) -> str:
        """The same, at once where it has no marks: that costs next to nothing."""
        return render_plain(body) or await self.render(body)

    async def is_paid(self) -> None:
        """Wait, before something is read, until what was rendered for that is paid."""
        await self._bucket.awaited(0)

    def pay(self, seconds: float) -> None:
        """Take, without asking, what was rendered for this person."""
        self._bucket.give_back(-seconds)
        if self._allowed is not None:
            self._allowed.pay(seconds)


def _render(body: str) -> tuple[str, float]:
    began = thread_time()
    html = render(clean_body(body))
    return html, thread_time() - began
