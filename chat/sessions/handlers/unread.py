"""Commands about what is not read, what of it calls, and who has read what."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.models.members import readers, unread
from chat.sessions.handlers.table import Caller, handles


@handles(wire.SetLevel)
async def set_level(caller: Caller, command: wire.SetLevel) -> wire.LevelSet:
    number, level, hidden = command.conversation, command.level, command.hidden
    return await write(unread.set_level, caller.user, number, level, hidden=hidden)


@handles(wire.MarkUnread)
async def mark_unread(caller: Caller, command: wire.MarkUnread) -> wire.MarkedUnread:
    where = command.conversation, command.seq, command.epoch
    return await write(unread.mark_unread, caller.user, *where)


@handles(wire.CountUnread)
async def count_unread(caller: Caller, command: wire.CountUnread) -> wire.Counted:
    return await read(unread.count_unread, caller.user, command.conversation)


@handles(wire.FetchReaders)
async def fetch_readers(caller: Caller, command: wire.FetchReaders) -> wire.Readers:
    return await read(readers.readers, command.conversation, caller.user, command.seq)


@handles(wire.SetReceipts)
async def set_receipts(caller: Caller, command: wire.SetReceipts) -> wire.ReceiptsSet:
    return await write(caller.user.show_receipts, command.on)
