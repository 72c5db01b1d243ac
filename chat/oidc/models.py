"""By whose word somebody comes in: as whom the provider knows them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models import User

CHARACTERS = 255


class Identity(models.Model):
    """``subject``: what the provider at ``issuer`` calls them for good (``sub``).

    ``shown``: as what they know themselves there, such as an address of e-mail; it
    opens nothing, for a provider may give it to somebody else later.
    """

    # The version before this may delete a person, and knows nothing of these.
    person = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    issuer = models.CharField(max_length=CHARACTERS)
    subject = models.CharField(max_length=CHARACTERS)
    shown = models.CharField(max_length=CHARACTERS, blank=True)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_identity")
        ]

    def __str__(self) -> str:
        return self.shown or self.subject
