"""What staff have chosen of the site, beside what its settings say."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from chat.site import CLOSED, INVITATION, OPEN

NAME_CHARACTERS = 40


class SiteSettings(models.Model):
    """The one row of the site; what is empty in it is as the environment says."""

    ONE = 1

    name = models.CharField(
        max_length=NAME_CHARACTERS,
        blank=True,
        default="",
        help_text="What people call the site; empty: as CHAT_SITE_NAME says.",
    )
    registration = models.CharField(
        "who may make an account",
        max_length=10,
        blank=True,
        default="",
        choices=[
            ("", "as CHAT_REGISTRATION says"),
            (OPEN, "everybody"),
            (INVITATION, "who has an invite link"),
            (CLOSED, "nobody"),
        ],
    )

    members_invite = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Whoever has an account makes invite links to the site; else staff.",
    )

    # What the address of the first start has the digest of; "": there is none.
    start = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "site settings"

    def __str__(self) -> str:
        return "site settings"

    @classmethod
    def current(cls) -> Self:
        """What counts now; nothing is chosen where there is no row yet."""
        return cls.objects.filter(pk=cls.ONE).first() or cls(pk=cls.ONE)

    def clean(self) -> None:
        """Raises:
        ValidationError: its name is not one line.
        """
        if not self.name.isprintable():
            raise ValidationError({"name": "It is one line of printable characters."})
