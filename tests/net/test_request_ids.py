"""The id of a request: a proxy's that is trusted, or one of our own."""

import pytest

from chat.concurrency.batches import Batch
from chat.concurrency.threads import reading
from chat.logging.acting import ACTING, acting
from chat.net.request_ids import RequestIds


@pytest.mark.parametrize(
    ("address", "given", "is_taken"),
    [
        ("192.0.2.1", b"abc-1", True),
        ("192.0.2.2", b"abc-1", False),
        ("192.0.2.1", b"a b", False),
    ],
)
async def test_a_trusted_proxy_names_it_and_the_answer_has_it(address, given, is_taken):
    seen, sent = [], []

    async def application(scope, receive, send):
        seen.append(acting())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "client": (address, 1)}
    scope["headers"] = [(b"x-request-id", given)]
    ids = RequestIds(application, lambda host: host == "192.0.2.1")
    await ids(scope, None, send)
    assert (seen == [given.decode()]) is is_taken
    assert sent[0]["headers"] == [(b"x-request-id", seen[0].encode())]
    assert acting() != seen[0]


async def test_what_is_done_for_many_has_the_ids_of_all_of_them_in_its_thread():
    batch = Batch(reading(lambda items: [acting()] * len(items)))
    futures = []
    for number in (1, 2):
        ACTING.set(("c", number))
        futures.append(batch(number))
    ACTING.set(None)
    assert [await each for each in futures] == ["c:1, c:2"] * 2
    assert await batch(3) == ""
