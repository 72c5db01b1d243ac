"""What tests of accounts stand on."""

import pytest

from tests.support import mail


@pytest.fixture
def mails(settings):
    """The mails that the site sends, by a server on loopback."""
    with mail.serving() as mails:
        settings.CHAT_MAILS = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mails.port
        settings.DEFAULT_FROM_EMAIL = "Chat <chat@example.org>"
        yield mails
