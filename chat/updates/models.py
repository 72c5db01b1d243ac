"""What each migration of this database was made by, and who may serve on it."""

from django.db import models
from django.utils import timezone


class Step(models.Model):
    """A migration as it is called, ``"chat.0012_renames"``.

    ``version`` has applied it, and vouches for what serves beside that: ``beside`` and
    newer.
    """

    migration = models.CharField(max_length=255, unique=True)
    version = models.CharField(max_length=40)
    beside = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.migration} by {self.version}"
