"""What a delivery costs: with few and many in flight, and few and many readers."""

from tests.benchmarks import others, peers
from tests.benchmarks.crowds import Crowd, crowd
from tests.benchmarks.figures import Figure, Figures, Meter, cost
from tests.benchmarks.peers import Peer
from tests.benchmarks.plan import Plan, started
from tests.benchmarks.readers import Board
from tests.benchmarks.streams import Mistake

FLIGHTS = (1, 8, 64)
FLYING_TO_MANY = 8
MICROSECONDS = 1e6


async def fanout(plan: Plan, figures: Figures) -> None:
    """Server CPU for each delivery of a message of 32 characters in one room."""
    everybody = [
        peers.Chatsite(visitors=plan.readers),
        peers.ChatsitePlain(),
        peers.ChatsiteJson(),
        others.SocketIo(),
        others.Tutorial(),
        others.Ngircd(),
        others.Bare(),
    ]
    with started(plan, figures, everybody) as running:
        for which in range(plan.rounds):
            for peer in running:
                await _fly(plan, figures, peer, which)


async def size(plan: Plan, figures: Figures) -> None:
    """The same, 8 messages in flight, for a room with few readers and with many."""
    site = peers.Chatsite(accounts=plan.many)
    with started(plan, figures, [site]) as running:
        for which in range(plan.rounds if running else 0):
            for readers in (plan.few, plan.many):
                async with crowd(site, readers, Board()) as people:
                    figure = await delivery(site, people, FLYING_TO_MANY, plan.seconds)
                name = f"{readers:,} readers"
                plan.told(name, "µs", figures.add(which, name, "µs", figure))


async def _fly(plan: Plan, figures: Figures, peer: Peer, which: int) -> None:
    """One peer's figures of a round."""
    row = ""
    try:
        async with crowd(peer, plan.readers, Board()) as people:
            for flying in FLIGHTS:
                row = f"{peer.name}, {flying} in flight"
                figure = await delivery(peer, people, flying, plan.seconds)
                plan.told(row, "µs", figures.add(which, row, "µs", figure))
    except Mistake as error:
        plan.say(f"  {row or peer.name}: {error}")
        figures.row(row or peer.name, "µs").note = f"{error}"


async def delivery(peer: Peer, people: Crowd, flying: int, seconds: float) -> Figure:
    """What one costs, in microseconds of the server's CPU."""
    await people.fly(flying, seconds / 4)  # so that it has found its pace
    meter = Meter(peer)
    deliveries = await people.fly(flying, seconds)
    return cost(meter.read(), deliveries, MICROSECONDS)
