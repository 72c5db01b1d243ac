"""What connections cost: to come in, to sit there, and to hear something then."""

import math
from collections.abc import Callable, Sequence

from tests.benchmarks import machine, others
from tests.benchmarks.crowds import Crowd, connected, crowd
from tests.benchmarks.figures import Figure, Figures, Meter, cost
from tests.benchmarks.peers import Chatsite, Peer
from tests.benchmarks.plan import Plan, started
from tests.benchmarks.readers import Connection, TimedBoard

# With the lobby it is five. By the doors it would take minutes.
ROOMS = """
from chat.models import Conversation, Membership, User
people = list(User.objects.filter(name__startswith="p"))
for name in ("one", "two", "three", "four"):
    room = Conversation.objects.create(kind=Conversation.ROOM, name=name)
    Membership.objects.bulk_create(
        Membership(user=person, conversation=room) for person in people
    )
"""
# Those who are in before memory is looked at, so that what all need is there.
EARLY = 50
MESSAGES_A_SECOND = 10
KIB, MILLISECONDS = 1024, 1000


async def connect(plan: Plan, figures: Figures) -> None:
    """Server CPU from connect to ``welcome``: all at once, each in five rooms."""
    site, name = Chatsite(accounts=plan.comers), "from connect to welcome"
    with started(plan, figures, [site]) as running:
        if running:
            site.shell(ROOMS)
        for which in range(plan.rounds if running else 0):
            people, at_once = range(plan.comers), plan.comers
            await machine.settle(site.pids)
            meter = Meter(site)
            async with connected(site, _quiet(site), people, at_once):
                figure = cost(meter.read(), plan.comers, MILLISECONDS)
            plan.told(name, "ms", figures.add(which, name, "ms", figure))


async def idle(plan: Plan, figures: Figures) -> None:
    """Memory of the server for each connection that does nothing."""
    for which in range(plan.rounds):
        site = Chatsite(accounts=EARLY + plan.comers)
        for peer in (site, others.SocketIo(), others.Tutorial()):
            with started(plan, figures, [peer]) as running:
                for one in running:
                    figure = Figure(await _memory(one, plan.comers) / KIB)
                    name = f"idle connection, {one.name}"
                    plan.told(name, "KiB", figures.add(which, name, "KiB", figure))


async def many(plan: Plan, figures: Figures) -> None:
    """How long a message takes to all the readers of a process, ten a second."""
    site, board = Chatsite(accounts=plan.idle), TimedBoard()
    name = f"{plan.idle:,} readers, {MESSAGES_A_SECOND} messages/s"
    with started(plan, figures, [site]) as running:
        for peer in running:
            async with crowd(peer, plan.idle, board) as people:
                for which in range(plan.rounds):
                    for what, unit, figure in await _waits(plan, peer, people, board):
                        row = f"{name}: {what}"
                        plan.told(row, unit, figures.add(which, row, unit, figure))
                    figures.row(f"{name}: dropped", "").note = board.mistake


def _quiet(peer: Peer) -> Callable[[int], Connection]:
    return lambda number: Connection(peer.stream, peer.greeting(number))


async def _memory(peer: Peer, count: int) -> float:
    """Bytes for each of so many connections."""
    [pid] = peer.pids
    async with connected(peer, _quiet(peer), range(EARLY)):
        await machine.settle(peer.pids)
        before = machine.memory_bytes(pid)
        async with connected(peer, _quiet(peer), range(EARLY, EARLY + count)):
            await machine.settle(peer.pids)
            return (machine.memory_bytes(pid) - before) / count


async def _waits(
    plan: Plan, peer: Peer, people: Crowd, board: TimedBoard
) -> list[tuple[str, str, Figure]]:
    """What a round has shown: what, its unit, and how much."""
    meter = Meter(peer)
    said = await board.speak(people.say, MESSAGES_A_SECOND, 3 * plan.seconds)
    busy = meter.read().busy
    waits = sorted(board.waits) or [math.inf]
    shares = {"median": 0.5, "99th percentile": 0.99, "slowest": 1.0}
    found = [
        (what, "ms", Figure(MILLISECONDS * _at(waits, share), busy=busy))
        for what, share in shares.items()
    ]
    return [*found, ("dropped", "", Figure(said * plan.idle - len(board.waits)))]


def _at(waits: Sequence[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(share * len(waits)))]
