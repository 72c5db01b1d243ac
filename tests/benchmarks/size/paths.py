"""What people and clocks ask of a site of made-up people, each as one call."""

import random
from functools import cached_property
from uuid import uuid4

from django.db.models import OuterRef, Subquery
from django.test import Client

from chat.management.demo.crowd import ROOM
from chat.mentions import listing
from chat.models import Conversation, Membership, User, as_seen_by, post
from chat.models.members import offer
from chat.models.messages import following, history, renewal
from chat.models.rooms import pages
from chat.models.rooms.erasing import dissolve_deserted, erasable_guests
from chat.sessions import process, ticker
from tests.support.accounts import log_in
from tests.support.crowd import cookie

TOGETHER = 50
# A page of them; of a hundred thousand messages there are enough of somebody famous.
MENTIONS = 5
# It has some thousand messages also where there are few in all.
LIVELY = f"{ROOM}1"


class Visited:
    """One person, drawn by a number, at the same places of whatever site it is."""

    def __init__(self, which: int):
        self.chance = random.Random(which)
        self.room = Conversation.objects.get(name=LIVELY)
        members = self.room.memberships.order_by("pk")
        at = self.chance.randrange(members.count() - TOGETHER)
        self.people = [each.user for each in members[at : at + TOGETHER]]
        self.ada = self.people[0]

    def seq(self):
        return 1 + int(self.room.head * self.chance.random())

    @cached_property
    def client(self):
        client = Client(headers={"host": "localhost"})
        log_in(self.ada)
        client.cookies["sessionid"] = cookie(self.ada.name)
        return client

    @cached_property
    def famous(self):
        """Who is named all the time."""
        first = Conversation.objects.lobby().memberships.order_by("pk")[0]
        return first.user

    @cached_property
    def owner(self):
        """Their client, as an administrator."""
        User.objects.filter(pk=self.ada.pk).update(is_staff=True, is_superuser=True)
        return self.client

    def catch_up(self):
        """These people have read all."""
        log = Conversation.objects.filter(pk=OuterRef("conversation"))
        theirs = Membership.objects.filter(user__in=self.people)
        theirs.update(read=Subquery(log.values("head")))

    def fall_behind(self):
        """These people have read nothing."""
        Membership.objects.filter(user__in=self.people).update(read=0)

    def see(self, client, path):
        assert client.get(path).status_code == 200


def welcome(v, *, count=1):
    process._groups_of(v.people[:count])
    process._sights_of(v.people[:count])


def edit(v):
    said = post(v.ada, v.room.pk, "hello", uuid4())
    said.edit(v.ada, "other words")
    said.react(v.ada, "👍", True)
    said.delete_by(v.ada)


def join(v):
    room = Conversation.objects.filter(name__startswith=ROOM).order_by("pk").last()
    if room.has_member(v.ada):
        room.leave(v.ada)
    as_seen_by(offer.enter(room.name, v.ada), v.ada)


def read(v):
    mine = Membership.objects.get(conversation=v.room, user=v.ada)
    Membership.objects.filter(pk=mine.pk).update(read=v.room.head // 2)
    mine.refresh_from_db()
    mine.lacks(v.room.head)
    mine.mark_read(v.room.head)


def admin(path):
    return lambda v: v.see(v.owner, f"/admin/chat/{path}")


PATHS = {
    "history: the newest": lambda v: history.page(v.room.pk, v.ada),
    "history: an old page": lambda v: history.page(v.room.pk, v.ada, before=v.seq()),
    "history: around": lambda v: history.around(v.room.pk, v.ada, v.seq()),
    "changes: a small hole": lambda v: history.changes(
        v.room.pk, v.ada, v.room.head - 10
    ),
    "changes: from 0": lambda v: history.changes(v.room.pk, v.ada, 0),
    "welcome": welcome,
    "welcome of 50": lambda v: welcome(v, count=TOGETHER),
    "welcome of 50 far behind": lambda v: welcome(v, count=TOGETHER),
    "mentions": lambda v: listing.page(v.famous, None, MENTIONS),
    "heads of 50": lambda v: ticker._heads_of({each.pk for each in v.people}),
    "a post": lambda v: post(v.ada, v.room.pk, "hello", uuid4()),
    "a post, edited, reacted to, deleted": edit,
    "read": read,
    "join": join,
    "the page": lambda v: v.see(v.client, f"/rooms/{LIVELY}/"),
    "a person is found": lambda v: User.objects.named(v.people[1].name),
    "a page of rooms": lambda v: pages.rooms_page(v.ada, limit=50),
    "rooms found by a part": lambda v: pages.rooms_page(v.ada, match="15", limit=50),
    "admin: people": admin("user/"),
    "admin: people found": admin("user/?q=ada-17"),
    "admin: rooms": admin("conversation/"),
    "admin: members": admin("membership/"),
    "admin: messages": admin("message/"),
    "admin: messages of a room": lambda v: v.see(
        v.owner, f"/admin/chat/message/?room={v.room.pk}"
    ),
    "sweep: guests": lambda v: erasable_guests(),
    "sweep: rooms": lambda v: dissolve_deserted(),
    "renewal: what is next": lambda v: following.behind(renewal.FOLLOWER, 100),
    "renewal: a step": lambda v: renewal.renew(v.room.pk, v.room.head // 2),
    "followers: what is next": lambda v: following.behind("benchmark", 100),
}


def prepare(path: str, visited: Visited) -> None:
    """What is none of the path's own: a log-in, and how far people have read."""
    if path == "the page":
        assert visited.client
    elif path.startswith("admin"):
        assert visited.owner
    elif path.endswith("far behind"):
        visited.fall_behind()
    elif path.startswith(("welcome", "heads")):
        visited.catch_up()
