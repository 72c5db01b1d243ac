"""What nobody needs any more goes, in small steps: by the clock, see ``ticker``."""

from collections.abc import Callable, Sequence

from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.broker.client import UNAVAILABLE, blocking_client
from chat.models.limits import Allowance
from chat.models.members import muted_guest, put_out
from chat.models.members.offer import Offer
from chat.models.people import log_in, status
from chat.models.people.ban import sweep_bans
from chat.models.people.failed_login import forget_failures
from chat.models.people.visit import forget_visits
from chat.models.tables import some

CLAIM = "sweep"
# What else goes by that clock: a capability adds to it in its ``apps.ready()``. Each
# does some of it, for others wait meanwhile, and says whether there may be more.
SWEEPS: list[Callable[[], bool]] = []


def is_ours(seconds: int, what: str = CLAIM) -> bool:
    """Whether it is for this process to do that: one of the site's, in so many seconds.

    While Redis is away nobody does: there is time.
    """
    try:
        return bool(blocking_client().set(what, "1", nx=True, ex=seconds))
    except UNAVAILABLE:
        return False


def sweep() -> bool:
    """Delete some of the log-ins of the page that nobody can use any more, and of all
    else that is old; whether there may be more.
    """
    may_be_more = [work() for work in (*_OWN, *SWEEPS)]
    return any(may_be_more)


def _forget_sessions() -> bool:
    old = Session.objects.filter(expire_date__lte=timezone.now())
    return some.delete_some(old.order_by("expire_date"))


_OWN: Sequence[Callable[[], bool]] = (
    _forget_sessions,
    sweep_bans,
    put_out.sweep,
    muted_guest.sweep,
    forget_failures,
    forget_visits,
    Offer.objects.sweep,
    status.sweep,
    log_in.sweep,
    Allowance.objects.sweep,
)
