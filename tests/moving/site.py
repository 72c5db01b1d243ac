"""A small site in which everything has happened that a database keeps."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from chat.models import Conversation, Membership, User, offer, post, visit
from chat.models.ban import Ban
from chat.models.blocks import Block
from chat.models.log import changing, pair_of
from chat.moving import counters
from chat.moving.tables import all_columns, empty, label, log, rows, tables


def live_in():
    """Ada, Bob, Cy and a guest have been here for a while."""
    ada, bob, cy = (
        User.objects.sign_up(name, "correct horse") for name in ("ada", "Bob", "cy")
    )
    eve = User.objects.admit_guest("Ève")
    _talk(ada, bob, eve)
    cy.rename("Søren")
    Block.objects.create(blocker=bob, blocked=cy, pair=pair_of(bob.pk, cy.pk))
    Ban.objects.create(person=cy, whom="cy", reason="no", by=ada)
    visit.record_visit(ada, "192.0.2.7", "b" * 32)
    return ada, bob, cy, eve


def _talk(ada, bob, eve):
    lobby = Conversation.objects.lobby()
    for at in range(5):
        post(ada, lobby.pk, f"**{at}** 🎉 \N{BALLOT BOX}\u200d", uuid4())
    [first, second, third, *_] = lobby.messages.all()
    first.edit(ada, "other words")
    second.react(bob, "👍🏽", True)
    second.react(eve, "❤", True)
    third.delete_by(ada)
    room = Conversation.objects.create_room(ada, "straße", "of stones", private=True)
    with changing():
        offer.Offer.objects.create(conversation=room, invited=bob, by=ada)
    gone = Conversation.objects.create_room(ada, "gone")
    gone.dissolve()
    post(bob, "@ada", "waves", uuid4(), action=True)
    Membership.objects.get(user=bob, conversation=lobby).mark_read(3)


def content():
    """Every row of every table, and what numbers come next."""
    columns = all_columns()
    found = {label(it): [*rows(it, columns)] for it in tables()}
    logs = [[*log(it.pk, columns)] for it in Conversation.objects.order_by("pk")]
    return found, logs, counters.last_numbers()


def move_out():
    """Leave a site in which nobody has been yet."""
    with transaction.atomic():
        empty(all_columns())
        Conversation.objects.lobby()
    ContentType.objects.clear_cache()
