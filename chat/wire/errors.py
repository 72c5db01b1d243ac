"""Everything that can go wrong for a person, with the code that the wire gives it.

ChatError
├── Malformed            the peer sent rubbish: raised by codecs and dialects
├── TooLong
├── UnknownCommand
├── LoginRequired
├── BadCredentials
├── NameTaken
│   └── NameRegistered   taken for good: only its password opens it
├── NameInvalid
├── GuestsRefused
├── Banned
├── Muted
├── NoSuchConversation
├── NoSuchUser
├── NotAMember
├── NotAllowed
├── IdReused
├── RateLimited
└── Internal             our own fault; the cause is in the server's log
    ├── DatabaseAway     locked, restarting, out of reach
    └── DiskFull

They are raised deep and turned into an answer once, at the edge: an ``error`` event on
the wire, a message in a form on the page.
"""


class ChatError(Exception):
    """Something was not allowed or not possible; ``detail`` says so to a person."""

    code = "internal"
    detail = "Something went wrong."

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or type(self).detail
        super().__init__(self.detail)


class Malformed(ChatError):
    code = "malformed"
    detail = "That is not a command this server understands."


class TooLong(ChatError):
    code = "too-long"
    detail = "That is too long."


class UnknownCommand(ChatError):
    code = "unknown-command"
    detail = "There is no such command."


class LoginRequired(ChatError):
    code = "login-required"
    detail = "Log in first."


class BadCredentials(ChatError):
    code = "bad-credentials"
    detail = "The name or the password is wrong."


class NameTaken(ChatError):
    code = "name-taken"
    detail = "That name is taken."


class NameRegistered(NameTaken):
    detail = "That name is registered: it needs its password."


class NameInvalid(ChatError):
    code = "name-invalid"
    detail = (
        "A name starts with a letter and goes on with letters, digits, - or _,"
        " 30 characters at most."
    )


class GuestsRefused(ChatError):
    code = "guests-refused"
    detail = "This site takes no guests: sign up for an account."


class Banned(ChatError):
    code = "banned"
    detail = "This account has been closed by an administrator."


class Muted(ChatError):
    code = "muted"
    detail = "An administrator has muted you: you can read, but not write."


class NoSuchConversation(ChatError):
    code = "no-such-conversation"
    detail = "There is no such conversation."


class NoSuchUser(ChatError):
    code = "no-such-user"
    detail = "There is nobody of that name."


class NotAMember(ChatError):
    code = "not-a-member"
    detail = "Join the room first."


class NotAllowed(ChatError):
    code = "not-allowed"
    detail = "That is not allowed."


class IdReused(ChatError):
    code = "id-reused"
    detail = "That id was used before, for another message."


class RateLimited(ChatError):
    """Too fast; nothing was done. ``retry`` is in seconds, when it is known."""

    code = "rate-limited"
    detail = "That was too fast: nothing was sent. Try again in a moment."

    def __init__(
        self, detail: str | None = None, *, retry: float | None = None
    ) -> None:
        super().__init__(detail)
        self.retry = retry


class Internal(ChatError):
    code = "internal"
    detail = "Something went wrong on the server. Nothing of yours is lost: try again."


class DatabaseAway(Internal):
    detail = "The database does not answer just now; try again."


class DiskFull(Internal):
    detail = "There is no room left on the site's disk; nothing was stored."
