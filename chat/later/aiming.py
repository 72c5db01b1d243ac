"""Where something is to be said later, and whether it could be now."""

from __future__ import annotations

from typing import NamedTuple

from chat.models import Conversation, User
from chat.models.messages.log import pair_of
from chat.models.messages.message import message_of
from chat.models.messages.quotes import NO_SUCH_MESSAGE
from chat.models.people.blocks import Block
from chat.models.permissions import GONE, require_unblocked
from chat.models.posting.addresses import NO_ADDRESS, group_number, other_in
from chat.wire.errors import Malformed, NoSuchConversation, NotAllowed


class Aim(NamedTuple):
    """A conversation, or the ``person`` with whom one is to be opened; of a direct one
    that is open, both. ``epoch``: of its log.
    """

    conversation: Conversation | None
    person: User | None
    name: str

    @classmethod
    def at(
        cls, to: int | str, author: User, reply_to: int | None, epoch: int | None
    ) -> Aim:
        """What ``to`` means to somebody who could write there now.

        Raises:
            NoSuchConversation, NotAMember, NoSuchUser, Malformed
            Banned, LoginRequired, Muted
            NotAllowed: it is somebody who is blocked or has gone.
        """
        author.require_voice()
        aim = cls._meant(to, author)
        if aim.person is not None:
            require_unblocked(Block.objects.is_on(author, aim.person))
            if aim.person.is_released:
                raise NotAllowed(GONE)
        if reply_to is not None:
            if aim.conversation is None:
                raise NoSuchConversation(NO_SUCH_MESSAGE)
            message_of(aim.conversation.pk, reply_to, author, epoch)
        return aim

    @classmethod
    def _meant(cls, to: int | str, author: User) -> Aim:
        if isinstance(to, str) and to.startswith("@"):
            return cls._with(to[1:], author)
        return cls._in(to, author)

    @classmethod
    def _with(cls, name: str, author: User) -> Aim:
        person = User.objects.named(name)
        pair = pair_of(author.pk, person.pk)
        opened = Conversation.objects.filter(pair=pair).first()
        return cls(opened, person, f"@{person.address}")

    @classmethod
    def _in(cls, to: int | str, author: User) -> Aim:
        if isinstance(to, int):
            place = Conversation.objects.numbered(to, author)
        elif number := group_number(to):
            place = Conversation.objects.numbered(number, author)
        elif to.startswith("#"):
            place = Conversation.objects.room(to, author)
            place.require_member(author)
        else:
            raise Malformed(NO_ADDRESS)
        if place.pair is None:
            return cls(place, None, place.address)
        person = other_in(place, author)
        return cls(place, person, f"@{person.address}")

    @property
    def epoch(self) -> int:
        return self.conversation.epoch if self.conversation is not None else 0
