"""The words of each message, as they are found.

``place`` is where an entry stands among all: by the time of its message, so that the
newest have the highest. What each database finds them by is its own: see ``sqlite`` and
``postgres``. None of it is the site's words: it is made of these, and can be made anew.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from chat.models import Conversation, Message

# Messages of one millisecond are told apart by their keys, of which these do not repeat
# within one.
KEYS = 2**21
# How those of the indexes begin.
NAMES = "search-"
if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field


class Words(Field):
    """Tokens as each database takes them: a line of text, or a ``tsvector``."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class Entry(models.Model):
    """``words``: the tokens of a message that has words."""

    place = models.BigIntegerField(primary_key=True)
    # Without constraints: the version before, which may run beside and knows nothing of
    # this table, deletes rooms. An entry of what is gone is never found.
    message = models.ForeignKey(
        Message,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    conversation = models.ForeignKey(
        Conversation,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    words = Words()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"entry of message {self.message_id}"


class Index(models.Model):
    """Which index it is: made anew, it has another ``name``.

    By that a follower's numbers are kept (``chat.models.messages.following``): an index
    whose name nobody has worked for yet lacks everything.
    """

    name = models.CharField(max_length=40)
    began = models.DateTimeField(default=timezone.now)
    # When all logs had been gone through for the first time.
    whole = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Index:
        """The one of this database."""
        return cls.objects.get_or_create(pk=1, defaults={"name": new_name()})[0]


def new_name() -> str:
    """What no index was called before."""
    return f"{NAMES}{secrets.token_hex(8)}"
