"""``manage.py seedchat``: a site that looks lived in, to try it out and to show it."""

import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from operator import attrgetter
from random import Random
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from chat.logging.counted import counted
from chat.management.demo import crowd
from chat.management.demo.filling import fill
from chat.management.demo.talks import GUESTS, Line, Talk, read
from chat.management.serving import startup
from chat.models import LOBBY, Conversation, Message, User, post
from chat.models.messages.log import changing
from chat.models.names.spellings import called
from chat.text.lookalikes import skeleton
from chat.text.names import key_of

# How many numbers of a log somebody is behind: most have read everything.
UNREAD = [0, 0, 0, 2, 6]


class Command(BaseCommand):
    help = "Fills the site with a demo: people, rooms, and a week of talk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password", help="everybody's password (default: made up, and printed)"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="the same number, the same demo"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="even if there are messages: by new people, in new rooms",
        )
        parser.add_argument(
            "--messages",
            type=int,
            help="instead: made-up people, until the site has so many messages; the"
            " same command goes on where one was ended",
        )
        parser.add_argument(
            "--people", type=int, default=5000, help="of --messages (default 5000)"
        )
        parser.add_argument(
            "--rooms", type=int, default=2000, help="of --messages (default 2000)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        startup.prepare()
        if options["messages"] is not None:
            return self._fill(**options)
        if Message.objects.exists() and not options["again"]:
            raise CommandError(
                "There are messages here already: the demo is for an empty site, or"
                " give --again to add it all the same."
            )
        password = options["password"] or secrets.token_urlsafe(9)
        chance = Random(options["seed"])  # noqa: S311
        # All of it or nothing, should it be interrupted.
        with changing():
            demo = _Demo(read(timezone.now(), chance), password, chance)
            demo.play()
        self.stdout.write(demo.summary())
        self.stdout.write(f"Everybody's password is {password}")

    def _fill(self, messages: int, people: int, rooms: int, **options: Any) -> None:
        if crowd.others_have_spoken() and not options["again"]:
            raise CommandError(
                "There are messages here that nobody made up: a site is filled that is"
                " for trying things out, or give --again to fill this one all the same."
            )
        if min(messages, people - 1, rooms) < 1:
            raise CommandError("Two people, a room and a message are the least.")
        chance = Random(options["seed"])  # noqa: S311
        talkers = crowd.find() or crowd.make(people, rooms, chance)
        fill(talkers, messages, options["seed"], self._say)

    def _say(self, count: int) -> None:
        self.stdout.write(counted(count, "message"))


class _Demo:
    def __init__(self, talks: list[Talk], password: str, chance: Random) -> None:
        self.talks = talks
        self.password = password
        self.chance = chance
        self.people: dict[str, User] = {}
        self.messages: list[Message] = []

    def play(self) -> None:
        """Let everybody in, and let them talk in the order of time."""
        for name in dict.fromkeys(name for talk in self.talks for name in talk.people):
            self.people[name] = self._enter(name)
        scenes = [(self._open(talk), talk) for talk in self.talks]
        lines = [(place, line) for place, talk in scenes for line in talk.lines]
        for place, line in sorted(lines, key=lambda one: one[1].at):
            self._say(place, line)
        # Now that all is said, let it have been when it says.
        Message.objects.bulk_update(self.messages, ["at"])
        for place, talk in scenes:
            self._age(place, talk)

    def summary(self) -> str:
        rooms = sum(1 for talk in self.talks if talk.name)
        names = ", ".join(user.name for user in self.people.values() if not user.guest)
        return (
            f"{len(self.messages)} messages in {rooms} rooms and"
            f" {len(self.talks) - rooms} direct conversations, by\n  {names}"
        )

    # --- People and places ------------------------------------------------------------

    def _enter(self, name: str) -> User:
        free = next(one for one in _numbered(name) if _is_free(one))
        if name in GUESTS:
            return User.objects.admit_guest(free)
        return User.objects.sign_up(free, self.password)

    def _open(self, talk: Talk) -> Conversation:
        first, *others = (self.people[name] for name in talk.people)
        if not talk.name:
            return Conversation.objects.direct(first, *others)
        room = self._room(talk, first)
        for person in others:
            with changing():
                room.admit(person)
        return room

    def _room(self, talk: Talk, creator: User) -> Conversation:
        base = talk.name.removeprefix("#")
        if base == LOBBY:
            lobby = Conversation.objects.lobby()
            lobby.set_topic(creator, talk.topic)
            return lobby
        name = next(one for one in _numbered(base) if _is_free_room(one))
        return Conversation.objects.create_room(
            creator, name, talk.topic, private=talk.private
        )

    # --- What they say ----------------------------------------------------------------

    def _say(self, place: Conversation, line: Line) -> None:
        author = self.people[line.author]
        id = UUID(int=self.chance.getrandbits(128), version=4)
        message = post(author, place.pk, line.body, id)
        for emoji, names in line.reactions:
            for name in names:
                message.react(self.people[name], emoji, True)
        if line.edited:
            message.edit(author, line.edited)
        if line.taken_back:
            message.delete_by(author)
        message.at = line.at
        self.messages.append(message)
        User.objects.filter(pk=author.pk).update(seen=line.at)

    def _age(self, place: Conversation, talk: Talk) -> None:
        """Make the room as old as its talk, and let most people have read it."""
        began = min(map(attrgetter("at"), talk.lines)) - timedelta(minutes=1)
        if place.name != LOBBY:
            Conversation.objects.filter(pk=place.pk).update(created=began)
        people = [self.people[name] for name in talk.people]
        User.objects.filter(pk__in=[one.pk for one in people], joined__gt=began).update(
            joined=began
        )
        place.memberships.filter(user__in=people).update(joined=began)
        place.refresh_from_db(fields=["head"])
        for membership in place.memberships.filter(user__in=people).order_by("pk"):
            membership.mark_read(max(0, place.head - self.chance.choice(UNREAD)))


def _numbered(name: str) -> Iterator[str]:
    """The name, then the name with 2, 3, … behind it."""
    yield name
    number = 2
    while True:
        yield f"{name}{number}"
        number += 1


def _is_free(name: str) -> bool:
    taken = models.Q(key=key_of(name)) | models.Q(skeleton=skeleton(name))
    return not User.objects.filter(taken).exists()


def _is_free_room(name: str) -> bool:
    taken = called(name) | models.Q(skeleton=skeleton(name))
    return not Conversation.objects.filter(taken).exists()
