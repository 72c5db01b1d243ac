"""What files there are, whose they are, and which message has brought them along."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from chat.files.naming import PDF, is_picture
from chat.models import Conversation, User


class File(models.Model):
    """A file of ``owner``'s, which is whole once its ``sha256`` is known: by that name
    its content lies in the storage, once for all who have the same.

    ``size``: in bytes; until it is whole, what was said of it, if anything was.
    ``media``: what a page could show it as, or that it is a PDF, by its first bytes;
    else empty. ``width``, ``height``, ``colour``: of a picture, or a first page, as of
    ``pictures.thumbnails.Drawn``; nothing else has them. ``text``, ``excerpt``: of what
    is text, its beginning, and of that the first lines; ``text_known``: it was looked
    for. ``wave``, ``seconds``: of a
    voice, as the wire has them, if its author has said so. It belongs to the message
    ``seq`` once that was posted, in the order of ``position``.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="files", db_constraint=False
    )
    name = models.CharField(max_length=100)
    alt = models.CharField(max_length=500, blank=True, default="")
    media = models.CharField(max_length=40, blank=True, default="")
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    colour = models.CharField(max_length=7, blank=True, default="", db_default="")
    text = models.TextField(blank=True, default="", db_default="")
    excerpt = models.TextField(blank=True, default="", db_default="")
    text_known = models.BooleanField(default=False, db_default=False)
    wave = models.BinaryField(default=b"", db_default=b"")
    seconds = models.PositiveIntegerField(default=0, db_default=0)
    at = models.DateTimeField(default=timezone.now)
    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    seq = models.PositiveBigIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq", "position"], name="one_file"
            )
        ]
        indexes = [
            models.Index(fields=["sha256"], name="files_by_content"),
            models.Index(
                fields=["at"], condition=models.Q(seq=None), name="files_unshared"
            ),
            models.Index(
                fields=["conversation", "seq"],
                condition=models.Q(text_known=False),
                name="files_text_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def shown(self) -> str:
        """Its media type if a page shows it: a picture only if it was drawn, as it may
        else tell more than it shows, or break who shows it; never a PDF.
        """
        is_safe = self.media != PDF and (self.width or not is_picture(self.media))
        return self.media if is_safe else ""

    @property
    def is_voice(self) -> bool:
        """Whether it sounds, and somebody has said how."""
        return bool(self.wave) and self.media.startswith("audio/")

    @property
    def content(self) -> str:
        """What its content is called in the storage."""
        return content_name(self.sha256)


class Avatar(models.Model):
    """What everybody sees of a person: a ``picture`` of some kilobytes, as it was drawn
    of the content that is called ``sha256``; ``plain``: smaller, as PNG, for programs
    that show nothing newer. The database does not hold it either.
    """

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    sha256 = models.CharField(max_length=64)
    picture = models.BinaryField()
    plain = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sha256"], name="avatars_by_content")]

    def __str__(self) -> str:
        return f"avatar of {self.person_id}"


class Logo(models.Model):
    """A ``picture``, as WebP, that an administrator has the site recognised by; the
    last one counts. It was drawn of what they have uploaded.
    """

    picture = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "logo"

    def __str__(self) -> str:
        return f"logo {self.pk}"


def content_name(sha256: str) -> str:
    """In folders, so that none has too much in it."""
    return f"{sha256[:2]}/{sha256}"
