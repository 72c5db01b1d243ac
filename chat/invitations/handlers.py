"""Commands about invite links."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.invitations import coming, linking
from chat.invitations.guessing import guessing
from chat.models import Conversation, User
from chat.sessions.handlers import handles
from chat.sessions.handlers.rooms import entered
from chat.sessions.handlers.table import Caller


@handles(wire.CreateInviteLink)
async def create(
    caller: Caller, command: wire.CreateInviteLink
) -> wire.InviteLinkChanged:
    return await write(linking.create, caller.user, command)


@handles(wire.ListInviteLinks)
async def list_links(caller: Caller, command: wire.ListInviteLinks) -> wire.InviteLinks:
    return await read(linking.page, caller.user, command)


@handles(wire.RevokeInviteLink)
async def revoke(
    caller: Caller, command: wire.RevokeInviteLink
) -> wire.InviteLinkChanged:
    return await write(linking.revoke, caller.user, command.link)


@handles(wire.UseInviteLink)
async def use(caller: Caller, command: wire.UseInviteLink) -> wire.Joined:
    network = caller.peer.visitor.network
    room = await write(_enter, caller.user, command.url, network)
    return await entered(caller, room)


def _enter(user: User, url: str, network: str) -> Conversation:
    token = url.rstrip("/").rpartition("/")[2]
    with guessing(network):
        return coming.enter(token, user)
