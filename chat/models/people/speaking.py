"""Which language a person is spoken to in."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.wire.errors import NotAllowed
from chat.words import LANGUAGES, LISTED


class Speaking(models.Model):
    """``language`` is "" where a browser or a client is to say it."""

    language = models.CharField(
        max_length=8, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        abstract = True

    def speak(self, language: str) -> wire.LanguageSet:
        """Be spoken to in that language from now on, on all connections.

        Raises:
            NotAllowed: the site does not know it.
        """
        if language and language not in LANGUAGES:
            raise NotAllowed("This site speaks {languages}.", languages=LISTED)
        people: Any = type(self)._default_manager
        event = wire.LanguageSet(language=language)
        with transaction.atomic():
            people.filter(pk=self.pk).update(language=language)
            self.language = language
            announce([person_group(self.pk)], event)
        return event
