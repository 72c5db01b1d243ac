"""Commands about invitations: made, accepted, declined."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import write
from chat.models import Conversation, User
from chat.models.members import offer
from chat.sessions.handlers.rooms import entered
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Invite)
async def invite(caller: Caller, command: wire.Invite) -> wire.Invited:
    invited = await write(_invite, caller.user, command)
    return wire.Invited(conversation=command.conversation, name=invited.name)


@handles(wire.Accept)
async def accept(caller: Caller, command: wire.Accept) -> wire.Joined:
    room = await write(offer.accept, command.conversation, caller.user)
    return await entered(caller, room)


@handles(wire.Decline)
async def decline(caller: Caller, command: wire.Decline) -> wire.Declined:
    await write(offer.decline, command.conversation, caller.user)
    return wire.Declined(conversation=command.conversation)


def _invite(user: User, command: wire.Invite) -> User:
    room = Conversation.objects.numbered(command.conversation, user)
    invited = User.objects.named(command.name)
    offer.invite(room, user, invited)
    return invited
