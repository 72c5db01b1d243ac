"""Who this person is to the server; known from one start to the next."""

from __future__ import annotations

from chat import VERSION
from chat.desktop.core.history.messages import Event
from chat.desktop.core.newer import is_newer
from chat.desktop.core.storage.disk import Disk

BODY_CHARACTERS = 4000
NEWER = "Version {} of this program is out: fetch it at the site, under /desktop/."


class Identity:
    """``id`` is 0 as long as the server has not said it.

    ``body_characters``: how long what this person posts may be. ``newer``: a sentence
    where the server hands out a newer client than this. ``free_lobby``: the lobby is a
    room like any other there.
    """

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.id = int(disk.store.fact("person") or 0)
        self.name = disk.store.fact("name")
        self.body_characters = BODY_CHARACTERS
        self.newer = ""
        self.free_lobby = False

    def differs_from(self, you: Event) -> bool:
        """Whether the server knows somebody else by the name that was given."""
        return self.id not in (0, you["id"])

    def hear_welcome(self, event: Event) -> None:
        """Be whom the server says, and remember that."""
        self.id, self.name = event["you"]["id"], event["you"]["name"]
        self._disk.attempt(self._keep, event)
        self.body_characters = event["limits"]["body"]
        self.free_lobby = event.get("free_lobby", False)
        is_old = is_newer(event, {"version": VERSION})
        self.newer = NEWER.format(event["version"]) if is_old else ""

    def rename(self, name: str) -> None:
        """Be called that from now on."""
        self.name = name
        self._disk.attempt(self._disk.store.keep_fact, "name", name)

    def _keep(self, welcome: Event) -> None:
        facts = {"person": str(self.id), "name": self.name}
        if "token" in welcome:
            facts["token"] = welcome["token"]
        store = self._disk.store
        for name, value in facts.items():
            if store.fact(name) != value:
                store.keep_fact(name, value)
