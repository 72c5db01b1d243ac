"""Which faults there are."""

from tests.chaos.deployment import Deployment
from tests.chaos.faults import backups, clients, database, power, processes, valkey
from tests.chaos.faults.fault import Fault
from tests.support.postgres import Postgres


def kinds(deployment: Deployment) -> list[type[Fault]]:
    """The faults that can befall that site."""
    common = [
        processes.KillServe,
        processes.KillBridge,
        processes.EndServe,
        processes.FreezeServe,
        processes.KillWorker,
        processes.EndWorker,
        processes.KillParent,
        valkey.KillValkey,
        valkey.FreezeValkey,
        valkey.LoseValkey,
        valkey.FillValkey,
        valkey.CutSubscriptions,
        power.PowerCut,
        database.LockDatabase,
        database.LockDatabaseForLong,
        backups.BackUp,
        clients.CutClients,
        clients.StopReading,
    ]
    keepers = [valkey.KillKeeper] if deployment.is_valkey_kept else []
    of_servers = [
        database.CrashDatabase,
        database.LockRoom,
        database.FreezeBackends,
    ]
    if not isinstance(deployment.database, Postgres):
        of_servers = []
    return [*common, *keepers, *of_servers]
