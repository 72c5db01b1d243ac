"""The server for mail, if the site sends any."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection

from chat.doctor.finding import OK, WRONG, Asked, Finding
from chat.logging.reasons import reason


def look(asked: Asked) -> Iterator[Finding]:
    """Log in there, as if to send one; nothing is sent."""
    if not settings.CHAT_MAILS:
        return
    try:
        with get_connection():
            pass
    except OSError as error:  # those of smtplib, too
        said = f"its server takes none ({reason(error, settings.EMAIL_HOST_PASSWORD)})"
        yield Finding(WRONG, "mail", said, "correct CHAT_MAIL_URL")
    else:
        yield Finding(OK, "mail", f"{settings.EMAIL_HOST} takes it")
