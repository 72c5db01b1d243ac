"""What somebody's programs log in by, at the doors without a page."""

from __future__ import annotations

from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone

from chat.models import User

NAME_CHARACTERS = 40
LOGIN = "app password "


class AppPasswordManager(models.Manager["AppPassword"]):
    def in_use(self) -> QuerySet[AppPassword]:
        """Those whose person has not ended all their log-ins since."""
        return self.filter(epoch=F("person__epoch"))


class AppPassword(models.Model):
    """``digest``: what is kept of it; ``doors``: where it opens, with spaces between.

    ``used`` and ``address``: when, to some minutes, and from where somebody came in by
    it. ``epoch``: its person's, as it was made.
    """

    # The version before this may delete a person, and knows nothing of these.
    person = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=NAME_CHARACTERS)
    digest = models.CharField(max_length=64, unique=True)
    doors = models.CharField(max_length=100)
    epoch = models.PositiveIntegerField()
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True)
    address = models.CharField(max_length=64, blank=True, default="")

    objects = AppPasswordManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def login(self) -> str:
        """What names a log-in by it: see ``Access``."""
        return f"{LOGIN}{self.pk}"
