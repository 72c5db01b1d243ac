"""Commands about polls."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.delivery.announce import by_connection
from chat.figures import FIGURES
from chat.models import PostRequest
from chat.polls import listing, polling, telling
from chat.polls.reading import begun
from chat.polls.wording import clean_sheet
from chat.sessions.handlers import handles
from chat.sessions.handlers.log import paid
from chat.sessions.handlers.table import Caller


@handles(wire.StartPoll)
async def start_poll(caller: Caller, command: wire.StartPoll) -> wire.Posted:
    sheet = clean_sheet(command)
    question = await caller.rendering.render(sheet.question)
    html = await caller.rendering.render(sheet.body)
    request = PostRequest(
        author=caller.user,
        to=command.to,
        body=sheet.body,
        id=command.id,
        html=html,
        reads=0 if command.reads else None,
        poll=begun(sheet, question),
    )
    # As of a post: who asks hears the message, too.
    with by_connection(""):
        posted = await write(polling.begin, request, sheet)
    FIGURES.posts[caller.peer.program] += 1
    return posted


@handles(wire.Vote)
async def vote(caller: Caller, command: wire.Vote) -> wire.Voted:
    place = command.conversation, command.seq, command.epoch
    voted = await write(polling.vote, caller.user, place, command.options)
    telling.soon(caller.process)
    return voted


@handles(wire.ClosePoll)
async def close_poll(caller: Caller, command: wire.ClosePoll) -> wire.PollTold:
    place = command.conversation, command.seq, command.epoch
    return await write(polling.close, caller.user, place)


@handles(wire.ListPolls)
async def list_polls(caller: Caller, command: wire.ListPolls) -> wire.Polls:
    async with paid(caller) as spent:
        return await read(listing.polls_in, caller.user, command, spent)


@handles(wire.FetchVoters)
async def fetch_voters(caller: Caller, command: wire.FetchVoters) -> wire.Voters:
    return await read(listing.voters_of, caller.user, command)
