"""What the terminal shows: a bar, the conversations, the messages, what is written."""

from __future__ import annotations

from chat.desktop.client import Client
from chat.desktop.core.history.happened import told_above
from chat.desktop.core.history.messages import Message
from chat.desktop.core.reading.leading import nearest
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.closed import why_closed
from chat.desktop.core.rooms.conversation import GONE, Conversation
from chat.desktop.core.rooms.titles import called
from chat.desktop.terminal.layout import (
    PLAIN,
    Line,
    message_lines,
    note_lines,
    waiting_lines,
    width_of,
)
from chat.desktop.terminal.news import News
from chat.desktop.terminal.panels import marked
from chat.desktop.terminal.place import Place
from chat.desktop.terminal.screen import TerminalScreen

NOWHERE = "You are not in that conversation any more: Ctrl-U clears what you typed."
STATES = {"connected": "", "delayed": "what others say comes late"}


class View:
    """Draws on ``screen``, as often as it is asked to."""

    def __init__(
        self, client: Client, place: Place, news: News, screen: TerminalScreen
    ) -> None:
        self._client = client
        self._chat = client.chat
        self._place = place
        self._news = news
        self._screen = screen

    def draw(self) -> None:
        """Everything, from the top."""
        height, width = self._screen.size
        panel = self._place.panel
        editor = self._place.editor if panel is None else panel.editor
        sign = "> " if panel is None else panel.prompt
        written = editor.text.split("\n")
        top = [self._bar(width), self._places()]
        prompts: list[Line] = [[(f"{sign}{line}", PLAIN)] for line in written]
        bottom = [self._status(), *prompts]
        room = max(1, height - len(top) - len(bottom))
        lines = [*top, *self._middle(width - 1, room), *bottom]
        before = editor.text[: editor.at].split("\n")
        row = height - len(written) + len(before) - 1
        self._screen.draw(lines, (row, width_of(sign) + width_of(before[-1])))
        self._screen.title(f"{self._chat.attention.unread}chat")

    # --- Above and below --------------------------------------------------------------

    def _bar(self, width: int) -> Line:
        here = self._place.here
        name = " chat"
        if here is not None:
            about = GONE if here.gone else here.topic
            name = f" {called(here, self._chat.you.id)}  {about}"
        count = f"{len(self._chat.people.roster.names)} here "
        return [(name.ljust(width - len(count)) + count, frozenset({"bar"}))]

    def _places(self) -> Line:
        line: Line = []
        refused_in = self._chat.postman.refused_in
        for each in self._chat.conversations.listed:
            sign = sign_of(each)
            unread = f"({sign})" if sign.is_news else ""
            styles = {"bold"} if each is self._place.here or sign.calls else {"faint"}
            if sign.number:
                styles |= {"note"}  # what is meant for one calls for more than chatter
            if each.name in refused_in:
                unread, styles = f"{unread} not sent", styles | {"bad"}
            line.append(
                (f" {called(each, self._chat.you.id)}{unread} ", frozenset(styles))
            )
        if waiting := len(self._chat.invitations):
            hint = f" /invitations ({waiting}) "
            line.insert(0, (hint, frozenset({"note"})))
        return line

    def _status(self) -> Line:
        """What went wrong, how the connection is, or who is typing."""
        wrong = self._news.notice or self._state()
        if wrong:
            return [(wrong, frozenset({"bad"}))]
        if self._place.panel is not None:
            return [(self._place.panel.state, frozenset({"note"}))]
        if self._place.editing is not None:
            hint = "You are changing a message: Enter keeps that, Ctrl-U does not."
            return [(hint, frozenset({"note"}))]
        if self._place.here is None and self._place.editor.text:
            return [(NOWHERE, frozenset({"bad"}))]
        if self._place.offered:
            return [(self._place.offered, frozenset({"note"}))]
        if (answered := self._place.answered) is not None:
            blocks = self._chat.conversations.blocks
            line = "".join(blocks.quoted(answered.quote))
            hint = f"You answer {line}  Ctrl-U: not."
            return [(hint, frozenset({"note"}))]
        place, muted = self._place.here, self._chat.kept.moderation.muted
        if place is not None and (why := why_closed(place, muted)):
            return [(why, frozenset({"note"}))]
        here = place.id if place is not None else None
        text = self._chat.people.typists.text(here) or self._chat.you.newer
        return [(text, frozenset({"faint"}))]

    def _state(self) -> str:
        client = self._client
        state = STATES.get(client.state, client.sentence or "connecting ...")
        if client.state == "waiting" and client.retry_seconds:
            state += f" Next try in {client.retry_seconds} s."
        return state

    # --- The messages -----------------------------------------------------------------

    def _middle(self, width: int, room: int) -> list[Line]:
        """So many lines, of what lies over the messages, or of those."""
        if self._place.panel is None:
            return self._messages(width, room)
        lines = self._place.panel.lines(width, room)
        return [*lines, *([] for _ in range(room - len(lines)))]

    def _messages(self, width: int, room: int) -> list[Line]:
        """So many lines as there is room for, up to where somebody has scrolled."""
        place = self._place
        if place.here is None:
            return [[] for _ in range(room)]
        # It may have been let go since somebody was led there.
        if aim := place.aim and nearest(place.here, place.aim):
            place.scrolled = self._above(place.here, aim, width) - room * 2 // 3
        place.aim = 0
        lines = self._last_lines(place.here, width, room + place.scrolled)
        place.scrolled = max(0, min(place.scrolled, len(lines) - room))
        end = len(lines) - place.scrolled
        shown = lines[max(0, end - room) : end]
        return [*([] for _ in range(room - len(shown))), *shown]

    def _last_lines(self, here: Conversation, width: int, wanted: int) -> list[Line]:
        """So many lines of the end; where there are fewer, older ones are asked for."""
        posts = self._chat.postman.waiting_in(here)
        told = ((post, self._chat.state_of(post)) for post in posts)
        lines = [line for each in told for line in waiting_lines(*each, width)]
        messages = list(here.messages or ())
        at = len(messages)
        while at and len(lines) < wanted:
            at -= 1
            lines[:0] = self._block(here, messages[at], messages[at - 1 : at], width)
        if at == 0:
            self._chat.fetcher.older(here)
            lines[:0] = self._notes(here, 0, width)
        return lines

    def _above(self, here: Conversation, seq: int, width: int) -> int:
        """How many lines there are from a message on."""
        messages = list(here.messages or ())
        at = [each.seq for each in messages].index(seq)
        blocks = (
            self._block(here, messages[n], messages[n - 1 : n], width)
            for n in range(at, len(messages))
        )
        return sum(map(len, blocks))

    def _block(
        self,
        here: Conversation,
        message: Message,
        previous: list[Message],
        width: int,
    ) -> list[Line]:
        """A message, and the notes below it."""
        above = previous[0] if previous else None
        blocks, you = self._chat.conversations.blocks, self._chat.you.id
        lines = message_lines(message, above, width, blocks, you)
        if message.seq == self._place.found:
            lines = [marked(line) for line in lines]
        told = told_above(here.messages, message) if here.messages else []
        happened = [line for text in told for line in note_lines(text, width)]
        return [*happened, *lines, *self._notes(here, message.seq, width)]

    def _notes(self, here: Conversation, seq: int, width: int) -> list[Line]:
        texts = self._news.notes(here, seq)
        return [line for text in texts for line in note_lines(text, width)]
