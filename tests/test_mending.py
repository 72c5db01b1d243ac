"""What was missed live is found again: the log is mended from the database."""

from uuid import UUID

import pytest

from chat.models import Conversation, Message
from chat.threads import read, write
from tests.people import account

pytestmark = pytest.mark.django_db(transaction=True)


async def test_what_changes_while_changes_are_read_is_not_left_out(monkeypatch):
    """Somebody edits between two queries: ``upto`` must not pass over the message."""
    ada = await account("ada")
    message = await write(Conversation.objects.post, ada, "#lobby", "helo", _id(1))
    refresh = Conversation.refresh_from_db

    def edited_meanwhile(self, **how):
        refresh(self, **how)
        monkeypatch.setattr(Conversation, "refresh_from_db", refresh)
        Message.objects.get(pk=message.pk).edit(ada, "hello")

    monkeypatch.setattr(Conversation, "refresh_from_db", edited_meanwhile)
    changes = await read(message.conversation.changes, 0)
    told = [each for each in changes.messages if each.seq <= changes.upto]
    assert [each.seq for each in told] == [1]
    assert max(each.changed for each in told) <= changes.upto


def _id(number):
    return UUID(int=number, version=4)
