"""Who somebody is, who is here, and what they are doing."""

from __future__ import annotations

from chat.wire.commands.base import (
    Command,
    Limit,
    NewName,
    Number,
    Secret,
    Seq,
    Word,
)

__all__ = ["Find", "Login", "MarkRead", "Ping", "SetLanguage", "Type", "Who"]


class Login(Command, tag="login"):
    """Say who you are: the first command at the JSON door.

    With ``password``: the registered account. With ``token``: the guest who was given
    it. With neither: a new guest, where the site takes guests. After an error the
    connection is closed.

    Answer: ``welcome``.
    name: without regard to case.
    password: the registered account's; with it, ``token`` means nothing.
    token: of the guest's last ``welcome``, at most 24 hours old.
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


PersonCommand = Login | SetLanguage | Who | Find | Type | MarkRead | Ping
