"""One line to write in, or several: pure, key by key."""

from __future__ import annotations

from chat.desktop.core.finding.letters import word_before


class Editor:
    """``at``: where the next letter goes."""

    def __init__(self) -> None:
        self.text = ""
        self.at = 0

    def fill(self, text: str) -> None:
        self.text, self.at = text, len(text)

    def insert(self, text: str) -> None:
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def press(self, key: str) -> bool:
        """Do what a key with a name does; whether it means anything here."""
        act = getattr(self, f"_{key}", None)
        if act is None:
            return False
        act()
        return True

    def _left(self) -> None:
        self.at = max(0, self.at - 1)

    def _right(self) -> None:
        self.at = min(len(self.text), self.at + 1)

    def _home(self) -> None:
        self.at = 0

    def _end(self) -> None:
        self.at = len(self.text)

    def _backspace(self) -> None:
        if self.at:
            self._left()
            self._delete()

    def _delete(self) -> None:
        self.text = self.text[: self.at] + self.text[self.at + 1 :]

    def _clear(self) -> None:
        self.fill("")

    def _word(self) -> None:
        """Take the word before away."""
        cut = word_before(self.text[: self.at])
        self.text = self.text[:cut] + self.text[self.at :]
        self.at = cut
