"""Who acts, as it is known where something is done for them."""

import pytest

from chat.logging.acting import acting
from chat.models import hooks
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_command_is_known_where_it_is_stored(monkeypatch):
    seen = []
    monkeypatch.setattr(hooks, "HOOKS", [lambda _: seen.append(acting().split(":"))])
    ada, bob = await arrive("ada", "bob")
    posted = [await person.post("#lobby", "hello") for person in (ada, ada, bob)]
    assert [ref for _, ref in seen] == [each["ref"] for each in posted]
    [first, second, third] = [connection for connection, _ in seen]
    assert first == second != third
