"""What waits for a moderator.

One's own stays where it was written, as what could not be sent does, until it is said
or taken back; whoever decides is told of what others say.
"""

from __future__ import annotations

from chat.desktop.core.content.quotes import excerpt
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.requests import Refusal, Requests, nothing
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.screen import Screen
from chat.desktop.core.sending.postman import Postman

WAITS = "Waits for a moderator: /refuse {} takes it back."
REFUSED = "A moderator did not let that be said"
# Of a message's words, in a list.
WORDS_MOST = 100


class Held:
    def __init__(
        self,
        you: Identity,
        conversations: Conversations,
        postman: Postman,
        requests: Requests,
        screen: Screen,
    ) -> None:
        self._you = you
        self._requests = requests
        self._conversations = conversations
        self._postman = postman
        self._screen = screen
        self.hears = {
            "held": self._hear_held,
            "holds": self._hear_holds,
            "decided": self._hear_decided,
        }

    def hear_welcome(self, event: Event) -> None:
        """Ask what has become of one's own while nobody listened here."""
        posts = self._postman.outbox.posts
        waiting = {post.held: post.id for post in posts if post.held}
        if waiting:
            self._compare(waiting, min(waiting) - 1)

    def _compare(self, waiting: dict[int, str], after: int) -> None:
        """With a page of what waits, and was refused, behind that number."""

        def came(page: Event) -> None:
            known = {each["number"]: each for each in page["messages"]}
            last = max(known) if page.get("more") else max(waiting)
            for number in sorted(waiting):
                if after < number <= last:
                    self._settle(waiting[number], known.get(number))
            if last < max(waiting):
                self._compare(waiting, last)

        # A server of before does not know it; the next welcome asks again.
        self._requests.ask({"type": "holds", "after": after}, came, nothing)

    def _settle(self, id: str, one: Event | None) -> None:
        """What the server does not know any more was said, or taken back."""
        if one is None:
            self._postman.posted(id)
        elif one.get("refused"):
            self._refused({**one, "id": id})

    def _hear_held(self, event: Event) -> None:
        text = WAITS.format(event["number"])
        self._postman.refused(event["id"], Refusal("held", text), event["number"])

    def _hear_holds(self, event: Event) -> None:
        if "ref" in event:
            return  # whoever has asked shows it
        for each in event["messages"]:
            if each["author"] != self._you.id:
                self._tell(each["conversation"], line_of(each))

    def _hear_decided(self, event: Event) -> None:
        if "seq" in event or event["author"] != self._you.id:
            return
        if event["from"] == self._you.name:
            self._postman.posted(event["id"])  # it is taken back
            return
        self._refused(event)

    def _refused(self, event: Event) -> None:
        why = f"{REFUSED}: {event['reason']}" if "reason" in event else f"{REFUSED}."
        self._postman.refused(event["id"], Refusal("not-allowed", why))
        self._tell(event["conversation"], why)

    def _tell(self, conversation: int, line: str) -> None:
        here = self._conversations.by_id(conversation)
        if here is None:
            self._screen.warned(line)
        else:
            self._screen.noted(here, [line])


def line_of(one: Event) -> str:
    """What waits, or was refused, in a line."""
    words, place = excerpt(one["body"], WORDS_MOST), one["name"]
    if one.get("refused"):
        why = f" ({one['reason']})" if "reason" in one else ""
        return f"{one['number']}. Refused in {place}: {words}{why}"
    return f"{one['number']}. {one['from']} in {place}, waits for a moderator: {words}"
