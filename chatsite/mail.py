"""By which server the site sends mail: ``CHAT_MAIL_URL``; without one it sends none.

One address, as for the database and for Redis, and not Django's eight variables: what a
relay needs is in one secret, and nobody sets half of it.
"""

from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from chatsite.environment import mailbox, server

# TLS from the first byte (RFC 8314 §3.3); by STARTTLS (RFC 3207); and none, for a relay
# on this machine or in its network.
_TLS, _STARTTLS, _CLEAR = "smtps", "smtp", "smtp+clear"

_SERVER = server("CHAT_MAIL_URL", {_TLS: 465, _STARTTLS: 587, _CLEAR: 25})
CHAT_MAILS = _SERVER is not None
# Whom mails are from, and whom answers go to.
DEFAULT_FROM_EMAIL = mailbox("CHAT_MAIL_FROM")
if _SERVER is not None:
    if not DEFAULT_FROM_EMAIL:
        raise ImproperlyConfigured(
            "CHAT_MAIL_URL is set, but not whom mails are from: set CHAT_MAIL_FROM to"
            " something like chat@example.org."
        )
    EMAIL_HOST, EMAIL_PORT = _SERVER.hostname, _SERVER.port
    EMAIL_HOST_USER = unquote(_SERVER.username or "")
    EMAIL_HOST_PASSWORD = unquote(_SERVER.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _SERVER.scheme == _TLS, _SERVER.scheme == _STARTTLS
# A server that does not answer is not waited for.
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""
