"""How much is measured, and the peers that it is measured on."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.peers import Absent, Peer

Some = TypeVar("Some", bound=Peer)


@dataclass(frozen=True)
class Plan:
    """``seconds`` is the time for one figure; ``only``: parts of peers' names."""

    rounds: int = 5
    readers: int = 500
    seconds: float = 3
    only: Sequence[str] = ()
    few: int = 100
    many: int = 5_000
    senders: int = 64
    comers: int = 2_000
    idle: int = 10_000
    loads: int = 200
    say: Callable[[str], None] = print

    def told(self, name: str, unit: str, figure: Figure) -> None:
        """Say what was just seen."""
        busy = f", load generator {figure.busy:.0%} busy" if figure.busy else ""
        self.say(f"  {name}: {figure.value:,.2f} {unit}{busy}")


def quick(**more: object) -> Plan:
    """Enough to see whether everything works."""
    small = {"rounds": 1, "readers": 20, "seconds": 0.3, "few": 10, "many": 40}
    small |= {"senders": 8, "comers": 40, "idle": 50, "loads": 10}
    return Plan(**{**small, **more})  # type: ignore[arg-type]


@contextlib.contextmanager
def started(
    plan: Plan, figures: Figures, peers: Sequence[Some]
) -> Iterator[list[Some]]:
    """Those of the peers that are wanted, and are to be had here."""
    running: list[Some] = []
    wanted = [one for one in peers if not plan.only or _is_named(one, plan.only)]
    with contextlib.ExitStack() as ending:
        for peer in wanted:
            ending.callback(peer.stop)
            try:
                peer.start()
            except Absent as error:
                plan.say(f"  {error}")
                figures.row(peer.name, "").note = str(error)
            else:
                running.append(peer)
        yield running


def _is_named(peer: Peer, parts: Sequence[str]) -> bool:
    return any(part.lower() in peer.name.lower() for part in parts)
