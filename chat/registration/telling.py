"""Staff who are online are told of who waits to be accepted."""

from __future__ import annotations

from chat import wire
from chat.delivery.announce import announce, by_connection
from chat.delivery.groups import person_group
from chat.models import User
from chat.registration.models import Applicant

# So many are told at once; the others see it when they look.
WATCHERS_MOST = 50


def tell(*, new: bool) -> None:
    """Tell how many wait, after somebody has come to, or does so no more."""
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("-seen")
    numbers = staff.values_list("pk", flat=True)[:WATCHERS_MOST]
    count = Applicant.objects.waiting().count()
    with by_connection(""):
        announce(
            [person_group(each) for each in numbers],
            wire.Applicants(open=count, new=new),
        )
