"""What terminals send, on its way to lines: telnet's commands, and the ends of lines.

The byte 255 begins a command (RFC 854) and is in no UTF-8, so that nobody has to say
beforehand whether they speak telnet. Every option is refused: the client goes on as a
terminal that sends whole lines. Not to answer would be simpler, but ``telnet`` shows
nothing any more after a Ctrl-C, until its timing mark is refused.
"""

from __future__ import annotations

from collections.abc import Callable

END, ABORT, SE, INTERRUPT, ARE_YOU_THERE, ERASE, ERASE_LINE = (
    *(236, 238, 240, 244, 246, 247, 248),
)
SUBNEGOTIATION, WILL, WONT, DO, DONT, IAC = 250, 251, 252, 253, 254, 255
COMMANDS = range(END, IAC)
# More than anybody says of a window or a terminal; then it is none.
SUBNEGOTIATION_MOST = 512
# Of one piece: no terminal sends as many, and each costs more than a letter.
COMMANDS_MOST = 1000
# What is said by a command, as the keys say it.
KEYS = {
    ERASE: b"\x7f",
    ERASE_LINE: b"\x15",
    INTERRUPT: b"\x15",
    ABORT: b"\x15",
}
REFUSALS = {WILL: DONT, DO: WONT}


class Terminal:
    """``is_over``: the peer has said by a command that there will be no more, or has
    sent nothing but commands.
    """

    def __init__(self) -> None:
        self.is_over = False
        # What the next byte is; None: text.
        self._step: Callable[[int], bytes] | None = None
        self._request = self._seen = self._commands = 0
        self._answers: dict[bytes, None] = {}
        self._after_cr = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """Take received bytes; return the text in them, and what is to be answered.

        Lines end with LF, whether that was CR LF, CR NUL, CR or LF. Who asks for the
        same twice at once is answered once.
        """
        self._commands = 0
        text = self._without_commands(data)
        self.is_over |= self._commands > COMMANDS_MOST
        answer = b"".join(self._answers)
        self._answers.clear()
        return self._with_line_ends(text.replace(b"\0", b"")), answer

    def _without_commands(self, data: bytes) -> bytes:
        if self._step is None and IAC not in data:
            return data
        text, at = bytearray(), 0
        while at < len(data) and self._commands <= COMMANDS_MOST:
            if self._step == self._within:
                at = self._past_option(data, at)
                continue
            if self._step is not None:
                text += self._step(data[at])
                at += 1
                continue
            end = data.find(IAC, at)
            if end < 0:
                end = len(data)
            else:
                self._step = self._command
            text += data[at:end]
            at = end + 1
        return bytes(text)

    def _with_line_ends(self, text: bytes) -> bytes:
        if not text:
            return text
        starts_within = self._after_cr and text.startswith(b"\n")
        self._after_cr = text.endswith(b"\r")
        # What ended with the CR is a line already: nobody waits for what comes behind.
        text = text[starts_within:]
        return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    # --- Steps: what a byte means, and what it says -----------------------------------

    def _command(self, byte: int) -> bytes:
        self._step = None
        self._commands += 1
        if byte == SUBNEGOTIATION:
            self._step, self._seen = self._within, 0
        elif byte in (WILL, WONT, DO, DONT):
            self._step, self._request = self._option, byte
        elif byte == ARE_YOU_THERE:
            self._answers[b"* Yes.\n"] = None
        elif byte == END:
            self.is_over = True
        elif byte == IAC:
            return bytes([IAC])
        elif byte not in COMMANDS:
            # No telnet: it is for whoever reads the line to say that it is no UTF-8.
            return bytes([IAC, byte])
        return KEYS.get(byte, b"")

    def _option(self, byte: int) -> bytes:
        self._step = None
        if refusal := REFUSALS.get(self._request):
            self._answers[bytes([IAC, refusal, byte])] = None
        return b""

    def _within(self, byte: int) -> bytes:
        """What is said of an option, which nobody wants to know: ``_past_option``."""
        return b""

    def _past_option(self, data: bytes, at: int) -> int:
        """Where the next command within begins, or what is said of an option ends."""
        room = max(1, SUBNEGOTIATION_MOST - self._seen)
        end = data.find(IAC, at, at + room)
        if end >= 0:
            self._seen += end + 1 - at
            self._step = self._command_within
            return end + 1
        end = min(at + room, len(data))
        self._seen += end - at
        if self._seen >= SUBNEGOTIATION_MOST:
            self._step = None
        return end

    def _command_within(self, byte: int) -> bytes:
        self._step = self._within
        if byte == IAC:
            self._commands += 1
            return b""
        self._step = None
        return b"" if byte == SE else self._command(byte)
