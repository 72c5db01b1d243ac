"""Everything that can go wrong for a person, with the code that the wire gives it.

ChatError
├── Malformed            the peer sent rubbish: raised by codecs and dialects
├── TooLong
├── UnknownCommand
├── LoginRequired
├── BadCredentials
├── AppPasswordNeeded    a program cannot be asked for a second factor
├── ClearPassword
├── NameTaken
│   └── NameRegistered   taken for good: only its password opens it
├── NameInvalid
├── GuestsRefused
├── RegistrationClosed   nobody makes an account, or none of that kind
│   └── InvitationRequired
├── NotApproved
├── Banned
├── Muted
├── NoSuchConversation
├── NoSuchUser
├── NotAMember
├── NotAllowed
├── TooMany
├── TooBroad             what is looked for stands in too many places
├── IdReused
├── NotStored            the database or a hook does not take it, and says why
├── RateLimited
│   └── Busy             so much is to do that this had to go away
├── Unavailable          the database cannot just now; more in concurrency/trouble.py
│   ├── DatabaseAway
│   └── DiskFull
└── Internal             our own fault; the cause is in the server's log
    └── Damaged          the database has to be restored from a backup

They are raised deep and turned into an answer once, at the edge: an ``error`` event on
the wire, a message in a form on the page. The docstrings say to client authors what a
code means, and whether the same command is worth another try.

An error has a sentence in English and its parameters, ``{name}`` in it; whoever answers
somebody says it in their language.
"""

from chat.wire.error import ChatError as ChatError
from chat.wire.log_in import AppPasswordNeeded as AppPasswordNeeded
from chat.wire.log_in import BadCredentials as BadCredentials
from chat.wire.log_in import ClearPassword as ClearPassword
from chat.wire.log_in import LoginRequired as LoginRequired


class Malformed(ChatError):
    """No command of this contract, or a field of it makes no sense.

    Again: no; the client is to be mended.
    """

    code = "malformed"
    detail = "That is not a command this server understands."


class TooLong(ChatError):
    """The frame or line, the message or the topic is over its limit.

    Again: no; shorter.
    """

    code = "too-long"
    detail = "That is too long."


class UnknownCommand(ChatError):
    """This server does not know the command: it may be older than the client.

    Again: no.
    """

    code = "unknown-command"
    detail = "There is no such command."


class NameTaken(ChatError):
    """Somebody else has the name of the person or room, or one that looks like it.

    Or it is reserved for whoever runs the site.

    Again: no; by another name. A guest's name is free ten minutes after they have gone.
    """

    code = "name-taken"
    detail = "That name is taken."


class NameRegistered(NameTaken):
    detail = "That name is registered: it needs its password."


class NameInvalid(ChatError):
    """Nobody can be called that.

    Again: no; by another name.
    """

    code = "name-invalid"
    detail = (
        "A name starts with a letter and goes on with letters, digits, - or _,"
        " 30 characters at most."
    )


class GuestsRefused(ChatError):
    """The site takes only people with an account.

    Again: no.
    """

    code = "guests-refused"
    detail = "This site takes no guests: sign up for an account."


class RegistrationClosed(ChatError):
    """The site takes no new accounts, or none of whoever comes without an invite link.

    Again: no; by an invite link, where ``detail`` speaks of one.
    """

    code = "registration-closed"
    detail = "This site takes no new accounts: ask whoever runs it."


class InvitationRequired(RegistrationClosed):
    detail = "You need an invite link for an account here: ask somebody who is in."


class NotApproved(ChatError):
    """Somebody has signed up, and whoever runs the site has not accepted them.

    Again: no; ``detail`` says whether they are to wait, or were refused, and why.
    """

    code = "not-approved"
    detail = "You have signed up: wait until whoever runs the site has accepted you."


class Banned(ChatError):
    """An administrator has closed the account, or shut out the network or the browser.

    Again: no; ``detail`` says until when, if it ends, and why.
    """

    code = "banned"
    detail = "This account has been closed by an administrator."


class Muted(ChatError):
    """An administrator lets this person read, but not write.

    Again: when the person asks for it.
    """

    code = "muted"
    detail = "An administrator has muted you: you can read, but not write."


class NoSuchConversation(ChatError):
    """There is none, or none that this person may know of; or no such message in it.

    Again: no.
    """

    code = "no-such-conversation"
    detail = "There is no such conversation."


class NoSuchUser(ChatError):
    """Nobody has that name.

    Again: no.
    """

    code = "no-such-user"
    detail = "There is nobody of that name."


class NotAMember(ChatError):
    """It is a public room that this person is not in.

    Again: after a ``join``.
    """

    code = "not-a-member"
    detail = "Join the room first."


class NotAllowed(ChatError):
    """It is possible, but not for this person, or not there.

    Again: no.
    """

    code = "not-allowed"
    detail = "That is not allowed."


class TooMany(ChatError):
    """There is no room for one more: of somebody's rooms, or a group's people.

    Again: after one of the others was left; with fewer people.
    """

    code = "too-many"
    detail = "There are too many."


class TooBroad(ChatError):
    """To look for that takes longer than one person may.

    Again: no; with more words, or of one room or person.
    """

    code = "too-broad"
    detail = "That takes too long: add a word, or say where, as with in:#lobby."


class IdReused(ChatError):
    """The author has posted another text, or to somewhere else, by the same ``id``.

    Again: with a new ``id``, if it is another message.
    """

    code = "id-reused"
    detail = "That id was used before, for another message."


class RateLimited(ChatError):
    """Too many commands, wrong passwords, newcomers, or of what reaches others.

    Or too dear texts. Nothing was done.

    Again: yes, the same command after ``retry`` seconds, or after some if it is absent.
    """

    code = "rate-limited"
    detail = "That was too fast: nothing was sent. Try again in a moment."


class Busy(RateLimited):
    detail = "So many people are coming in just now: try again in a moment."

    retry = 5.0


class NotStored(ChatError):
    """The site's database does not take what was asked for; its log says why.

    Again: no, not by itself; when whoever runs the site has mended it.
    """

    code = "not-stored"
    detail = "Something is wrong on the server: that was not stored. Its log says why."


class Unavailable(ChatError):
    """The database cannot do it just now; the server's log says why.

    Again: yes, the same command after some seconds, and after longer ones if it fails
        again. Whether it was carried out is not certain: a post keeps its ``id``.
    """

    code = "unavailable"


class DatabaseAway(Unavailable):
    detail = "The database does not answer just now; try again."


class DiskFull(Unavailable):
    detail = "There is no room left on the site's disk; nothing was stored."


class Internal(ChatError):
    """Our own fault; the cause is in the server's log.

    Again: as for ``unavailable``.
    """

    code = "internal"
    detail = "Something went wrong on the server: try again in a moment."


class Damaged(Internal):
    detail = (
        "The site's database is damaged: nothing is stored until whoever runs the site"
        " has brought back a backup."
    )
