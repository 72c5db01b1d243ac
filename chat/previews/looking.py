"""The follower of the logs that looks where links of rooms lead.

Nobody waits for it: a post that leads somewhere is told as any other, and what is found
a moment later. What was said in private is nobody's business, and is not looked up.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from chat import wire
from chat.models import Conversation, Message
from chat.models.limits import MINUTE, Kind, spend
from chat.net.outgoing import Unfit
from chat.previews.fetching import fetch, led
from chat.previews.keeping import show
from chat.previews.models import Preview
from chat.previews.pages import PAGE_BYTES, page_of
from chat.previews.pictures import picture_at
from chat.previews.reading import leads, link_in
from chat.site import Site
from chat.wire.errors import ChatError, NotAllowed, RateLimited

logger = logging.getLogger(__name__)

# What is older was said while nobody looked, and has been read.
YOUNG = timedelta(minutes=10)
LOOKS = Kind("previews", MINUTE, "CHAT_PREVIEWS_PER_MINUTE", "")


def is_on() -> bool:
    """Whether the site looks there just now."""
    return Site.here().previews


def look(changes: wire.Changes) -> None:
    """Look where those lead that were just said, once for each."""
    if not Conversation.objects.filter(pk=changes.conversation, kind="room").exists():
        return
    for message in changes.messages:
        if leads(message):
            _look(changes.conversation, message.seq, link_in(message.html))


def _look(conversation: int, seq: int, url: str) -> None:
    place = {"conversation": conversation, "seq": seq}
    said = Message.objects.select_related("conversation", "author")
    message = said.filter(**place, at__gte=timezone.now() - YOUNG).first()
    if message is None or Preview.objects.filter(**place).exists():
        return
    try:
        spend(message.author, LOOKS)
        found = _found(url)
        found.conversation, found.seq = message.conversation, seq
        show(message, found)
    except (RateLimited, NotAllowed, Unfit) as error:
        why = error.detail if isinstance(error, ChatError) else error
        logger.info("Nothing is shown of a link: %s", why)
        nothing = Preview(conversation_id=conversation, seq=seq, url=url)
        Preview.objects.bulk_create([nothing], ignore_conflicts=True)


def _found(url: str) -> Preview:
    """What is there, not stored yet.

    Raises:
        Unfit: nothing, or nothing that says what it is.
    """
    found = fetch(url, "text/html", PAGE_BYTES)
    page = page_of(found.content, found.told)
    if not page.title:
        raise Unfit("a page without a title")
    preview = Preview(
        url=url, title=page.title, site=page.site, description=page.description
    )
    if page.picture:
        try:
            its = picture_at(led(found.url, page.picture))
        except Unfit as error:
            logger.info("No picture is shown of a link: %s", error)
        else:
            preview.picture, preview.width, preview.height = its
    return preview
