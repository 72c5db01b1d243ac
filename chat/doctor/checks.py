"""All that is looked at, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Iterator

from chat.doctor import address, bucket, certificate, database, machine, mail, redis
from chat.doctor.finding import WRONG, Asked, Check, Finding

CHECKS: list[Check] = [
    *(machine.versions, machine.variables, machine.contradictions),
    *(machine.modes, machine.disk, machine.clock),
    *(bucket.look, redis.look, database.look, mail.look),
    *(certificate.look, machine.backups, address.look),
]


def examine(asked: Asked) -> Iterator[Finding]:
    """Run every check; one that fails itself is told as wrong, and others go on."""
    for check in CHECKS:
        try:
            yield from check(asked)
        except Exception as error:
            where = check.__module__.rpartition(".")[2]
            said = f"it could not be looked at ({type(error).__name__}: {error})"
            yield Finding(WRONG, where, said, "tell those who write this")
