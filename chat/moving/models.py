"""How far an import has come, so that one that was killed goes on where it was."""

from django.db import models
from django.utils import timezone


class Progress(models.Model):
    """Of the export that its manifest's last link names.

    ``file``: the number of the file that it is at; ``lines``: how many of that are in
    the database. ``finished``: all of them are, and were compared.
    """

    export = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=4096)
    file = models.PositiveIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    began = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"import of {self.path}"


class Known(models.Model):
    """Who and what of another chat is which here, so that it is found when it comes
    again: ``what`` is ``person`` or ``place``, ``key`` how the other called it.
    """

    origin = models.CharField(max_length=200)
    what = models.CharField(max_length=8)
    key = models.CharField(max_length=300)
    number = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["origin", "what", "key"], name="one_known")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key} of {self.origin}"
