"""Who somebody is, who is here, and what they are doing."""

from __future__ import annotations

from typing import Literal

from chat.wire.commands.base import (
    Command,
    Limit,
    NewName,
    Number,
    Secret,
    Seq,
    Word,
)

__all__ = [
    "DeleteAccount",
    "Fate",
    "Find",
    "Login",
    "MakeExport",
    "MarkRead",
    "Ping",
    "SetLanguage",
    "Type",
    "Who",
]


# What becomes of what was said.
Fate = Literal["", "stay", "go"]


class Login(Command, tag="login"):
    """Say who you are: the first command at the JSON door.

    With ``password``: the registered account. With ``token``: the guest who was given
    it. With neither: a new guest, where the site takes guests. After an error the
    connection is closed.

    Answer: ``welcome``.
    name: without regard to case.
    password: the registered account's; with it, ``token`` means nothing.
    token: of the guest's last ``welcome``, at most 24 hours old.
    invite: the address of an invite link, by which a new guest comes; also where the
        site takes none, if its maker says so. One that is over counts as none.
    pages: have a short ``welcome``, and ask for the rest in pages; at ``/ws/``, where
        there is no ``login``, ``/ws/?pages=1`` says so.
    language: which you would be spoken to in, ``"de"`` or ``"de-AT"``, as long as the
        person has not chosen one by ``language``; at ``/ws/`` ``Accept-Language`` says
        so.
    client: what program you are: the desktop client says ``desktop``, or ``terminal``
        where it draws in one; others need not say anything. A name of 20 letters,
        digits, ``.``, ``_`` or ``-`` at most is shown: see ``doors`` of ``profile``.
    bad-credentials: wrong name or password, or the token is not valid any more.
    app-password-needed: with ``password``, which is right: the account has a second
        factor, and programs come in by an app password.
    not-approved: with ``password``, which is right: they have signed up, and whoever
        runs the site has not accepted them, or has refused them.
    name-taken: it is registered, or a guest's who is here or was ten minutes ago; or
        it looks like such a name, or is reserved.
    name-invalid: no name can be like that; or it mixes scripts.
    guests-refused: the site takes no guests.
    clear-password: with ``password``, from where it may come with TLS only.
    banned: the account has been closed, or the network shut out.
    rate-limited: too many wrong passwords for that name from that network, or from it
        in all; too many newcomers; or so many log-ins at once that this one had to go.
    not-allowed: you are logged in; at ``/ws/`` everybody is.
    """

    name: NewName
    password: Secret | None = None
    token: Secret | None = None
    invite: Word = ""
    pages: bool = False
    client: Word = ""
    language: Word = ""


class SetLanguage(Command, tag="language"):
    """Be spoken to in that language, at every door: in all ``detail``, on the page.

    Answer: ``language``; your other connections hear it, too.
    language: ``"de"``, one of ``welcome.languages``; empty: as each client asks for.
    not-allowed: the site does not know it; ``detail`` says which it does.
    """

    language: Word


class Who(Command, tag="who"):
    """Ask who is here: all at once, or, with ``after`` or ``limit``, page by page.

    Answer: ``online``.
    after: only those behind that name: the last one of the page before.
    limit: names at most.
    """

    after: Word | None = None
    limit: Limit | None = None


class Find(Command, tag="find"):
    """Ask who is called that, however it is spelled.

    Answer: ``found``.
    name: with or without an ``@``; ``"bob~17"`` is a guest who has lost it.
    no-such-user: nobody has that name.
    """

    name: Word


class Type(Command, tag="typing"):
    """Say that you are writing: again every few seconds, as long as you do.

    Answer: none. The others in the conversation hear ``typing``, where you may post.
    """

    conversation: Number


class MarkRead(Command, tag="read"):
    """Say how far you have read; it never goes back.

    Answer: none. Your other connections hear ``read``, if it went on. With another
        epoch than the log's it means nothing, nor does what is beyond its end.
    seq: the last number of the log that you have seen.
    """

    conversation: Number
    seq: Seq
    epoch: Seq | None = None


class Ping(Command, tag="ping"):
    """Ask for a sign of life.

    Answer: ``pong``.
    """


class DeleteAccount(Command, tag="delete_account"):
    """Leave for good: nobody is called so any more, and there is no way back.

    All your connections end. Others hear ``renamed``, ``left`` of each room and, where
    the words go, ``deleted`` of each. Direct conversations stay the others'.

    Answer: ``account_deleted``, before the connection is closed.
    name: yours, typed anew by whoever means it.
    password: the account's, likewise, if it has one; a guest has none.
    words: whether what you have said stays, as somebody's who left, or goes; empty: as
        the site does.
    bad-credentials: it is not the name, or not the password.
    not-allowed: the site has words stay, or go, and lets nobody choose; or you are the
        last who looks after it.
    """

    name: Word
    password: Secret = ""
    words: Fate = ""


class MakeExport(Command, tag="export"):
    """Have all put together that is yours: what you may read, and have written and
    shared, and what is kept about you.

    Answer: ``export``; again, for all of your connections, when it is made. There is
        one a day: within that you are told of the last one.
    """


PersonCommand = (
    Login
    | SetLanguage
    | Who
    | Find
    | Type
    | MarkRead
    | Ping
    | DeleteAccount
    | MakeExport
)
