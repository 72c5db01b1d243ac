"""What staff have chosen of the site, and who waits for them to be let in."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from chat.models import User
from chat.models.names.skeletons import Skeleton
from chat.site import APPROVAL, CLOSED, INVITATION, OFF, ON, OPEN
from chat.wire import REASON_CHARACTERS
from chat.wire.errors import BadCredentials, ChatError, NotApproved
from chat.words import sentence

NAME_CHARACTERS = 40
REFUSED = sentence("Whoever runs the site has not accepted you.")
REFUSED_FOR = sentence("Whoever runs the site has not accepted you: {why}")


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
            (APPROVAL, "whom staff accept"),
            (CLOSED, "nobody"),
        ],
    )

    members_invite = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Whoever has an account makes invite links to the site; else staff.",
    )
    staff_second_factor = models.BooleanField(
        "administrators log in in two steps",
        default=False,
        db_default=False,
        help_text="They see this panel only once they have a second factor; also where"
        " CHAT_STAFF_SECOND_FACTOR says so.",
    )

    previews = models.CharField(
        "whether messages in rooms show where links lead",
        max_length=3,
        blank=True,
        default="",
        db_default="",
        choices=[("", "as CHAT_PREVIEWS says"), (ON, "yes"), (OFF, "no")],
        help_text="The site looks there; no address of a network of its own.",
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


class ApplicantManager(models.Manager["Applicant"]):
    def waiting(self) -> models.QuerySet[Applicant]:
        """Those who were not refused."""
        return self.filter(refused=False)


class Applicant(models.Model):
    """Who has signed up, and waits, or was ``refused``; their password is hashed.

    ``guest``: whose account it is to be, if they are here as one. ``at``: since when
    they wait, or are refused. The database does not hold what it points at: a version
    that does not know of this table deletes people beside this one.
    """

    name = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    skeleton = Skeleton()
    password = models.CharField(max_length=128)
    guest = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    address = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField("since", default=timezone.now, db_index=True)
    refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=REASON_CHARACTERS, blank=True, default="")

    objects = ApplicantManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=[column],
                condition=models.Q(refused=False),
                name=f"one_applicant_{what}",
            )
            for column, what in (("key", "named"), ("skeleton", "looks"))
        ]

    def __str__(self) -> str:
        return self.name

    def answer(self, password: str) -> ChatError:
        """Why they do not come in by that password."""
        if not check_password(password, self.password):
            return BadCredentials()
        if not self.refused:
            return NotApproved()
        if not self.reason:
            return NotApproved(REFUSED)
        return NotApproved(REFUSED_FOR, why=self.reason)
