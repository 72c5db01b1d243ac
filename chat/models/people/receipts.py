"""Whether a person shows what they have read; who does not, sees it of nobody."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group


class Receipts(models.Model):
    receipts = models.BooleanField(default=True, db_default=True, editable=False)

    class Meta:
        abstract = True

    def show_receipts(self, on: bool) -> wire.ReceiptsSet:
        """Show what one has read from now on, or not, on all connections."""
        people: Any = type(self)._default_manager
        event = wire.ReceiptsSet(on=on)
        with transaction.atomic():
            people.filter(pk=self.pk).update(receipts=on)
            self.receipts = on
            announce([person_group(self.pk)], event)
        return event
