"""How much may be reported, and wait: nobody fills the queue, guests least of all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from chat.accounts.counts import COUNTS
from chat.accounts.throttle import HOUR_SECONDS
from chat.models import User
from chat.models.limits import HOUR, Kind
from chat.reports.models import Report
from chat.wire.errors import ChatError, RateLimited, TooMany
from chat.words import sentence

REPORTS = Kind(
    "reports",
    HOUR,
    "CHAT_REPORTS_PER_HOUR",
    sentence("You have reported much: report more of it later."),
    "CHAT_GUEST_REPORTS_PER_HOUR",
)
# Of one person, that wait.
OPEN_EACH = 50
# Of all that may wait, guests have so much: they do not keep out what others report.
GUESTS_SHARE = 4


@contextmanager
def from_network(user: User, network: str) -> Iterator[None]:
    """Count what the guests of a network report, unless it turns out to be none.

    Raises:
        RateLimited: so much was reported from there in this hour.
    """
    if not user.guest:
        yield
        return
    key = f"reports:{network}"
    [counted] = COUNTS.add([key], HOUR_SECONDS)
    try:
        if counted.times > settings.CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS:
            text = sentence(
                "The guests from where you are have reported much: try again later."
            )
            raise RateLimited(text, retry=counted.seconds)
        yield
    except ChatError:
        COUNTS.add([key], HOUR_SECONDS, by=-1)
        raise


def require_few_open(user: User) -> None:
    """See, after somebody has reported something, that not too much waits.

    Processes that do so at once do not wait for one another: it may be one more for
    each of them.

    Raises:
        TooMany
    """
    waiting = Report.objects.filter(outcome="")
    if waiting.filter(by=user).count() > OPEN_EACH:
        raise TooMany("Much that you have reported waits: report more of it later.")
    most = settings.CHAT_REPORTS_OPEN
    if user.guest:
        waiting, most = waiting.filter(by__guest=True), most // GUESTS_SHARE
    if waiting.count() > most:
        raise TooMany("So much is reported just now: tell a moderator yourself.")
