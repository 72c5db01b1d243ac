"""The whole way, by a real site and a real push service."""

import pytest

from tests.support.clients import JsonClient
from tests.support.push_service import Receiver, push_service
from tests.support.servers import Site
from tests.support.waiting import until

pytestmark = pytest.mark.processes
SOON = {"CHAT_NOTIFY_SECONDS": "1", "CHAT_PUSH_PRIVATE": "1"}


async def test_what_is_unread_is_pushed_and_what_was_read_is_not(tmp_path):
    phone = Receiver()
    keys = {"key": phone.p256dh, "auth": phone.auth, "name": "phone"}
    with push_service() as service, Site(tmp_path, **SOON) as site:
        ada, bob = [await JsonClient.enter(site.json, it) for it in ("ada", "bob")]
        await bob.ask("add_device", endpoint=f"{service.url}/bob", **keys)
        read = await ada.post("@bob", "you see this")
        await bob.tell("read", conversation=read["conversation"], seq=read["seq"])
        said = await ada.post("@bob", "and this not")
        await until(lambda: service.taken)
        [(_, _, body)] = service.taken
        assert phone.open(body)["body"] == "and this not"
        for posted, is_notified in ((read, False), (said, True)):
            where = {"conversation": posted["conversation"], "seq": posted["seq"]}
            assert (await bob.ask("why", **where))["notified"] is is_notified
