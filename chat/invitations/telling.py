"""An invite link as it is told: to who has made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.invitations.models import InviteLink, InviteUse
from chat.models.people.ban import FOR_GOOD

CAME_SHOWN = 20


def as_told(links: Collection[InviteLink]) -> list[wire.InviteLink]:
    """These, with who came by each of them last, in one query."""
    came = _came_by({link.pk for link in links})
    return [_told(link, came.get(link.pk, [])) for link in links]


def tell(link: InviteLink) -> wire.InviteLinkChanged:
    """Let its maker know how it is now."""
    link.refresh_from_db(fields=["used", "until"])
    [told] = as_told([link])
    event = wire.InviteLinkChanged(link=told)
    announce([person_group(link.by_id)], event)
    return event


def _told(link: InviteLink, came: list[wire.CameBy]) -> wire.InviteLink:
    room = link.conversation
    return wire.InviteLink(
        link=link.pk,
        url=link.url,
        conversation=UNSET if room is None else room.pk,
        room=UNSET if room is None else f"#{room.name}",
        by=link.by.name,
        author=link.by_id,
        at=wire.timestamp(link.at),
        until=UNSET if link.until >= FOR_GOOD else wire.timestamp(link.until),
        uses=link.most or UNSET,
        used=link.used,
        guests=link.guests,
        over=link.has_ended or link.is_used_up or UNSET,
        came=came,
    )


def _came_by(links: Collection[int]) -> Mapping[int, list[wire.CameBy]]:
    """Who came by each of these, the last first: some of each."""
    found: dict[int, list[wire.CameBy]] = defaultdict(list)
    rank = Window(RowNumber(), partition_by="link", order_by=F("pk").desc())
    rows = InviteUse.objects.filter(link__in=links).annotate(rank=rank)
    some = rows.filter(rank__lte=CAME_SHOWN).select_related("user").order_by("-pk")
    for use in some:
        one = wire.CameBy(
            name=use.user.address, author=use.user_id, at=wire.timestamp(use.at)
        )
        found[use.link_id].append(one)
    return found
