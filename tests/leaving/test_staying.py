"""A guest who makes an account loses nothing, whatever table it is in."""

import pytest
from django.test import Client

from chat.leaving.parts import whose
from chat.models import User
from chat.notifications.models import Device
from tests.moving.site import live_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"
# What ends with the log-ins of before, and what is counted.
ANEW = {"epoch", "at", "seen", "guest", "password", "last_login", "until"}


def rows_of(user):
    """Of each table, what is the person's."""
    return {
        name: [
            {k: v for k, v in row.items() if k not in ANEW}
            for row in rows.model._base_manager.filter(**{rows.field: user.pk})
            .order_by("pk")
            .values()
        ]
        for name, rows in whose().items()
    }


@pytest.mark.dear
def test_a_guest_who_signs_up_keeps_the_rows_of_every_table():
    _, bob, *_ = live_in()
    User.objects.filter(pk=bob.pk).update(guest=True, may_return=True)
    bob.refresh_from_db()
    Device.objects.update(epoch=bob.epoch)
    client = Client()
    client.force_login(bob)
    before, row = rows_of(bob), User.objects.filter(pk=bob.pk).values().get()
    # Whatever may be a guest's is there to be lost.
    assert sum(map(bool, before.values())) > 12
    form = {"name": bob.name, "password": PASSWORD, "password_again": PASSWORD}
    assert client.post("/signup/", form).status_code == 302
    after = User.objects.filter(pk=bob.pk).values().get()
    assert not after["guest"]
    assert {k for k in row if row[k] != after[k]} <= ANEW
    now = rows_of(bob)
    assert {
        name for name, rows in before.items() if rows and now[name] != rows
    } == set()
    assert Device.objects.in_use().filter(person=bob).count() == 1
