"""Taking away what somebody has others see of them."""

from __future__ import annotations

from django.db import transaction

from chat import wire
from chat.files.avatars import setting
from chat.logging.audit import audit
from chat.models import User
from chat.models.members.putting_out import meant
from chat.moderation.powers import require_above, require_power
from chat.text.clean import clean_reason


def take_avatar(user: User, wish: wire.TakeAvatar) -> wire.AvatarSet:
    """Have others see the letter of somebody's name, and no picture.

    Raises:
        Banned, LoginRequired, Muted, TooLong
        NoSuchUser: nobody has that name.
        NotAllowed: they may not, or not to them.
    """
    reason = clean_reason(wish.reason)
    with transaction.atomic():
        require_power("avatar", user)
        whom = meant(wish.name, wish.author)
        require_above(user, whom)
        event = setting.take_away(whom)
        audit("picture taken away", name=user.name, whom=whom.name, reason=reason)
    return event
