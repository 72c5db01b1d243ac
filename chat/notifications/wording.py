"""What a device is told: JSON, which its service worker shows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.urls import reverse

from chat.models import Conversation, Message
from chat.notifications.models import Decision, Push
from chat.text.excerpt import excerpt
from chat.words import Words, sentence, words_of

NEWS = sentence("New message")
TEST = sentence("This device is notified.")


class Told(msgspec.Struct, omit_defaults=True):
    """``tag``: the same is the same notice; ``over``: the tags of those that are to be
    closed; ``badge``: how many are unread; ``url``: where a click leads.

    It fits into a push (RFC 8030 §7.2) however long names and words are.
    """

    tag: str
    title: str
    body: str = ""
    url: str = "/"
    badge: int = 0
    over: list[str] = []


def told(push: Push, over: Sequence[Push], badge: int) -> bytes:
    """What is pushed."""
    words = words_of(push.device.language)
    decision = push.decision
    if decision is None:
        return msgspec.json.encode(Told(tag="test", title=words(TEST)))
    its = Told(
        tag=tag(decision),
        title=words(NEWS),
        badge=badge,
        over=[tag(each.decision) for each in over if each.decision],
    )
    place = decision.conversation
    for said in place.messages.filter(seq=decision.seq).select_related("author"):
        its.url = _address(said, place)
        if push.device.text:
            its.title, its.body = _title(said, place, words), excerpt(said.body)
    return msgspec.json.encode(its)


def tag(decision: Decision) -> str:
    """What tells the message from all others; a restored log gives numbers anew."""
    place = decision.conversation
    return f"{place.pk}.{place.epoch}.{decision.seq}"


def _title(said: Message, place: Conversation, words: Words) -> str:
    name = said.author.name
    if not place.is_room:
        return name
    return words("{name} in {room}", name=name, room=place.address)


def _address(said: Message, place: Conversation) -> str:
    """As in static/js/browser/routes.js."""
    names = {"room": place.name, "group": place.pk, "direct": said.author.address}
    return reverse(place.kind, args=[names[place.kind], said.seq])
