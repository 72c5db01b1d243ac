"""What somebody has to show beside a password: an app that makes codes, a passkey; and
the codes for when neither is at hand.

The database does not hold whom they point at: a version that does not know of these
tables deletes people beside this one.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models import User

# More than an authenticator gives: WebAuthn §4 says 1023 bytes, and this is Base64.
CREDENTIAL_MOST = 1400
NAME_MOST = 40


class Authenticator(models.Model):
    """An app of ``person``'s that makes codes of a ``secret`` (RFC 6238), which is
    sealed with the site's key: see ``sealing``.

    ``counter``: of the last code that was taken; it and those before open nothing.
    """

    person = models.OneToOneField(
        User, models.CASCADE, related_name="authenticator", db_constraint=False
    )
    secret = models.CharField(max_length=255)
    counter = models.BigIntegerField()
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"authenticator of {self.person_id}"


class Passkey(models.Model):
    """A key pair of ``person``'s device, of which the site has the public one.

    ``credential``: its number there, as Base64; ``attested``: what the device has said
    of it, the key in it (WebAuthn §6.5.1); ``count``: how often it has signed, as far
    as the device counts.
    """

    person = models.ForeignKey(
        User, models.CASCADE, related_name="passkeys", db_constraint=False
    )
    credential = models.CharField(max_length=CREDENTIAL_MOST, unique=True)
    attested = models.BinaryField()
    count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=NAME_MOST)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"passkey {self.pk} of {self.person_id}"


class RecoveryCode(models.Model):
    """One that ``person`` has not used yet; the site keeps its hash alone."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="recovery_codes", db_constraint=False
    )
    hashed = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.person_id}"
