"""The log rule of one conversation: promises 3 and 4 of the wire."""

from __future__ import annotations


class Log:
    """``number``: everything up to it is here. ``head``: the highest heard of.

    What lies between is asked for with ``changes``, one question at a time, page by
    page; what was said may be on a later page than what was said after it, so all is
    here with the last one. ``epoch``: which log it is, another one after the site was
    restored from a backup; None of a server that does not say so.
    """

    def __init__(self, number: int, epoch: int | None = None) -> None:
        self.epoch = epoch
        self.number = number
        self.head = number
        self._asked = self._is_doubted = False
        self._asked_number = self._asked_head = 0
        # Up to where there are pages, which wait for the last one.
        self._paged = 0

    def is_another(self, epoch: int | None) -> bool:
        """Whether a log of that epoch is not this one: its numbers are of others."""
        return epoch is not None and epoch != (self.epoch or 0)

    def take(self, seq: int) -> bool:
        """A live event took ``seq``: whether it is the next one, and to be shown."""
        self.hear(seq)
        if seq != self.number + 1:
            return False
        self.number = seq
        return True

    def hear(self, head: int) -> None:
        """Somebody said that the log has come as far as ``head``."""
        self.head = max(self.head, head)

    @property
    def is_behind(self) -> bool:
        """Whether there is more than is here."""
        return self.head > self.number

    def ends(self, head: int) -> None:
        """It ends there, says the server: below ``number``, that is to be asked."""
        self._is_doubted = head < self.number
        self.hear(head)

    def question(self) -> int | None:
        """What to ask ``changes`` since; None if nothing is missing, or was asked."""
        if self._asked or not (self.is_behind or self._is_doubted):
            return None
        self._asked = True
        self._asked_number, self._asked_head = self.number, self.head
        return max(self.number, self._paged)

    def answer(self, upto: int, more: bool) -> None:
        """A page of ``changes`` came."""
        self._asked = self._is_doubted = False
        if self.number < self._asked_number:
            # It went back meanwhile: what lies before the page is not here.
            self.hear(upto)
            return
        if more:
            self._paged = upto
            self.hear(upto + 1)
            return
        self.number = max(self.number, upto)
        if self.head == self._asked_head:
            # The page was read after the question: it knows better than a head heard
            # before, but not better than one heard since.
            self.head = self.number
        else:
            self.hear(self.number)

    def lost(self) -> None:
        """It will not be answered: the connection broke, or it was refused."""
        self._asked = False

    def rewind(self, number: int) -> None:
        """Go back to ``number``: what came after it is asked for again."""
        self.hear(self.number)
        self.number = min(self.number, number)
        self._paged = 0
