"""A person is a number, and the name a label, which may change; so may the account.

Everybody hears of it, whatever door they are at.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.dispatch import Signal

from chat.delivery.groups import EVERYONE
from chat.models.names.calling import tell_of_name
from chat.models.names.skeletons import looks_of
from chat.models.names.spellings import folded_beside_key, other_than
from chat.models.people.guest import Named
from chat.text.names import key_of, person_name, spelling
from chat.wire.errors import LoginRequired

# ``user``, a guest until now, has an account; ``epoch``: of their log-ins before. It is
# sent in the same transaction.
registered = Signal()


class Renaming(Named):
    """What leads to a person stays theirs, whatever they are called."""

    # Theirs, as ``User`` and what points at it say.
    former_names: Any
    log_out_everywhere: Any

    class Meta:
        abstract = True

    def rename(self, name: str, held_until: datetime | None = None) -> None:
        """Be called that from now on.

        The old name leads to this person until somebody else has it, which nobody has
        while it is held.

        Raises:
            NameInvalid: it is no name.
            NameRegistered, NameTaken: somebody else has it, or one that looks like it.
        """
        people: Any = type(self)._default_manager
        former, was = self.name, self.key
        shown = spelling(name) if self.is_called(name) else person_name(name)
        with people.taking(shown, besides=self.pk):
            self.name, self.key = shown, key_of(shown)
            self.skeleton = looks_of(self)
            self.folded = other_than(shown, folded_beside_key)
            columns = {"name": shown, "key": self.key, "skeleton": self.skeleton}
            people.filter(pk=self.pk).update(**columns, folded=self.folded)
            if self.key != was:
                self.former_names.filter(key=self.key).delete()
                self.former_names.create(name=former, key=was, held_until=held_until)
            tell_of_name(self, former, EVERYONE)

    def register(self, password: str | None) -> None:
        """A guest gets an account: the number, the name and all they have stay theirs.

        All log-ins end, and what brought the guest back opens nothing any more.

        Raises:
            Busy: too many passwords are to be hashed.
            LoginRequired: they are no guest any more, or were logged out.
        """
        # Slow on purpose: not in the transaction.
        self.register_hashed(make_password(password))

    def register_hashed(self, hashed: str) -> None:
        """The same, by a password that was hashed before.

        Raises:
            LoginRequired
        """
        people: Any = type(self)._default_manager
        mine = people.filter(pk=self.pk, guest=True, key=self.key, epoch=self.epoch)
        with transaction.atomic():
            if not mine.update(guest=False, may_return=True, password=hashed):
                raise LoginRequired
            self.refresh_from_db()
            former = self.epoch
            self.log_out_everywhere()
            registered.send(type(self), user=self, epoch=former)
            tell_of_name(self, self.name, EVERYONE)

    def was_called(self, name: str) -> bool:
        """Whether that is this person's name, or was."""
        former = self.former_names.filter(key=key_of(name))
        return self.is_called(name) or bool(former.exists())
