"""Mails of the site: a few words, and where to go on.

They are sent beside, so that how long that takes tells nobody whether there was one to
be sent; how many there may be says ``throttle``. One that cannot be sent is logged, and
whoever wants it asks again.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

from chat.accounts.languages import words_here
from chat.accounts.throttle import may_mail
from chat.logging.reasons import reason
from chat.models import User
from chat.site import Site
from chat.words import Words, words_of

logger = logging.getLogger(__name__)


def ask_to_confirm(user: User, address: str, link: str) -> None:
    """Have whoever reads it say that this address is that person's."""
    words, who = _words_for(user), _names(user)
    _send_beside(
        address,
        words("Is this your address, {name}?", **who),
        words(
            "{name} would be reached at this address by {site}. If that is you, open"
            " this within a day:",
            **who,
        ),
        link,
        words("If it is not, do nothing."),
    )


def offer_password(user: User, link: str) -> None:
    """Have whoever reads it set a new password."""
    words, who = _words_for(user), _names(user)
    _send_beside(
        user.email,
        words("A new password for {name}", **who),
        words(
            "Somebody wants a new password for {name} at {site}. If that is you, set"
            " one here, once, within a day:",
            **who,
        ),
        link,
        words("If it is not, do nothing: your password stays as it is."),
    )


def tell_of_change(user: User, former: str) -> None:
    """Tell whoever reads the address of before that it is another one now."""
    words, who = _words_for(user), _names(user)
    _send_beside(
        former,
        words("Your e-mail address was changed"),
        words("{site} does not reach {name} at this address any more.", **who),
        words("If that was not you, tell whoever runs the site."),
    )


def tell_of_log_in(user: User, told: str) -> None:
    """Tell somebody whom a mail reaches what has become of how they log in."""
    if not _reaches(user):
        return
    words, who = _words_for(user), _names(user)
    _send_beside(
        user.email,
        words("How you log in was changed"),
        told,
        words(
            "That is about {name} at {site}. If it was not you, set another password,"
            " and tell whoever runs the site.",
            **who,
        ),
    )


def tell_of_export(user: User, link: str) -> None:
    """Tell somebody whom a mail reaches where what they take along is."""
    if not _reaches(user):
        return
    words, who = _words_for(user), _names(user)
    _send_beside(
        user.email,
        words("What is yours at {site}", **who),
        words(
            "{site} has put together what is yours, {name}. It is here for a week, for"
            " whoever logs in as you:",
            **who,
        ),
        link,
    )


def _reaches(user: User) -> bool:
    """Whether a mail reaches them, and one more may."""
    return bool(settings.CHAT_MAILS and user.email and may_mail(user))


def _words_for(user: User) -> Words:
    return words_of(user.language) if user.language else words_here()


def _names(user: User) -> dict[str, str]:
    return {"name": user.name, "site": Site.here().name}


def _send_beside(to: str, subject: str, *paragraphs: str) -> None:
    mail = EmailMessage(subject, "\n\n".join(paragraphs) + "\n", to=[to])
    Thread(target=_send, args=[mail], name="chat-mail", daemon=True).start()


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except OSError as error:  # those of smtplib, too
        logger.error("A mail could not be sent: %s", reason(error))
