"""Groups: a talk of three to ten people, begun with a list of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chat import wire
from chat.models.limits import DIRECTS, spend
from chat.models.messages.log import changing, pair_of
from chat.models.people import quiet
from chat.models.people.blocks import Block
from chat.models.people.strangers import require_few_strangers
from chat.models.people.user import User
from chat.models.permissions import require_unblocked
from chat.models.rooms.company import company_of
from chat.models.rooms.conversation import Conversation
from chat.wire.errors import NoSuchConversation, NotAllowed, TooMany


def begin(
    user: User, names: Iterable[str], beside: Conversation | None = None
) -> Conversation:
    """The conversation of somebody and these people, begun if there is none.

    That of two is the direct one, that of one their notes. ``beside``: a group that
    they are in, whose people come along; without names it is that one.

    Raises:
        NoSuchUser: nobody has one of these names.
        NotAllowed: ``user`` has blocked one of them; or one cannot be reached.
        TooMany: they are too many.
        NoSuchConversation, Muted, RateLimited
    """
    others = {other.pk: other for other in map(User.objects.named, names)}
    if beside is not None:
        beside.require("invite", user)
        if not beside.is_group:
            raise NoSuchConversation  # of a room very many would come along
        if not others:
            return beside
        others |= {other.pk: other for other in beside.members.all()}
    others.pop(user.pk, None)
    if len(others) >= wire.GROUP_MOST:
        raise TooMany(
            "A group has {count} person at most: make a room for more.",
            "A group has {count} people at most: make a room for more.",
            count=wire.GROUP_MOST,
        )
    if len(others) < 2:
        other = next(iter(others.values()), user)
        Conversation.objects.direct(user, other)
        return quiet.show(user, other.address)
    company = company_of([user.pk, *others])
    return Conversation.objects.filter(company=company).first() or _begun(
        user, list(others.values()), company
    )


def _begun(user: User, others: Collection[User], company: str) -> Conversation:
    user.require_voice()
    with changing():
        _require_reachable(others, user)
        group, new = Conversation.objects.get_or_create(
            company=company,
            defaults={
                "kind": Conversation.GROUP,
                "private": True,
                "begun_by": user,
            },
        )
        if new:
            group.open_for(user, *others)
    return group


def _require_reachable(others: Collection[User], user: User) -> None:
    """See that these may be put into a group with whoever begins it.

    It takes as much of an allowance as to write to each of those who are new to them;
    where nobody is, as much as to one: there are very many groups of a few people.
    """
    for other in others:
        require_unblocked(Block.objects.is_on(user, other))
        if other.is_released or not other.is_active or Block.objects.is_on(other, user):
            raise NotAllowed("{name} cannot be reached.", name=other.name)
    pairs = {pair_of(user.pk, other.pk): other for other in others}
    talks = Conversation.objects.filter(pair__in=pairs)
    known = {*talks.values_list("pair", flat=True)}
    new = [other for pair, other in pairs.items() if pair not in known]
    for other in new:
        require_few_strangers(other, user)
    for _ in new or [user]:
        spend(user, DIRECTS)
