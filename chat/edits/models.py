"""The words that messages had."""

from django.db import models
from django.utils import timezone

from chat.models import Message, User


class Version(models.Model):
    """What a message said from ``since`` (None: not known) to ``until``.

    ``by`` has edited or deleted it then. The database does not hold what it points at:
    a version of the site that does not know of this table deletes beside this one.
    """

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="versions", db_constraint=False
    )
    body = models.TextField(blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"version {self.pk}"
