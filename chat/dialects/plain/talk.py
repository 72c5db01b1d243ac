"""What a plain-text connection knows: whose it is, where it talks, and the names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, structs

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.places import LOBBY as LOBBY
from chat.dialects.plain.places import Places
from chat.text.names import address_key, place_key
from chat.words import IN_ENGLISH, Parameter

# Marks the commands whose answer moves the talk. Joining the same room in a browser
# makes it appear here too, but must not change where the next line goes.
MOVE = "move"
# Marks the question for the rest of a long message: its number and the lines seen.
MORE = "more "
# Marks the questions whose answer is shown with the numbers of the messages.
NUMBERED = "numbered"
# Rooms of a page: they are to fit on a screen.
ROOMS_OF_A_PAGE = 50
# People, in a line or two.
MEMBERS_OF_A_PAGE = 50
PEOPLE_OF_A_PAGE = 200
# Messages, likewise.
MENTIONS_OF_A_PAGE = 20
REPORTS_OF_A_PAGE = 20
LINKS_OF_A_PAGE = 20
ACTS_OF_A_PAGE = 20
# Marks the command whose answer is shown, though nothing new has appeared by it.
SHOW = "show"
# More posts than this cannot be under way at once; only an echo could come of it.
ECHOES_MOST = 1024
# Of lists that go on.
_NEWEST_FIRST = wire.Saved | wire.Mentions | wire.Reports | wire.InviteLinks | wire.Acts
_PAGES = wire.Rooms | wire.Conversations | wire.Members | wire.Online | _NEWEST_FIRST


class Talk(Places):
    """``room`` is the number of the room that lines are said in.

    ``invitations``: those that wait for an answer, by the room's number. ``rest``:
    what ``/more`` goes on with. ``purged``: what can be undone. ``later``: what was
    listed last of what is to be said later. ``make_id()`` makes the id of a post, and
    ``now()`` is the time. ``blocked``: whom the person has blocked, by their numbers.
    ``renamed``: who is called otherwise, which the list of people has not said yet: the
    old names and the new.
    """

    def __init__(
        self, make_id: Callable[[], UUID], now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.now = now
        self.me = ""
        self.words = IN_ENGLISH
        self.room = 0
        self.invitations: dict[int, wire.Invitation] = {}
        self.rest: Received | None = None
        self.later: list[UUID] = []
        self.purged: int | None = None
        self.blocked: dict[int, str] = {}
        self.renamed: dict[str, str] = {}
        self.make_id = make_id
        self._number = 0
        self._said: OrderedDict[UUID, None] = OrderedDict()

    def notice(self, text: str, many: str = "", **parameters: Parameter) -> str:
        """A line by the site itself, in the person's words."""
        return f"* {self.words(text, many, **parameters)}"

    def more(self, conversation: int, seq: int) -> str:
        """What asks for the rest of a message; a number of lines seen follows."""
        name = self.name_of(conversation)
        where = "" if name == LOBBY else f"{name} "
        return f"/more {where}{seq}"

    def number_of_blocked(self, name: str) -> int | None:
        """The number of somebody blocked; they may be called otherwise by now."""
        key = address_key(name)
        found = (n for n, known in self.blocked.items() if address_key(known) == key)
        return next(found, None)

    def invitation_to(self, name: str) -> int | None:
        """The number of ``"#dev"``, if the person is invited there."""
        key = place_key(name)
        found = self.invitations.items()
        return next((n for n, its in found if its.conversation.key == key), None)

    def post(
        self,
        to: int | str,
        body: str,
        *,
        action: bool = False,
        reply_to: int | None = None,
    ) -> wire.Post:
        """Say something, and remember that it was said here."""
        id = self.make_id()
        self._said[id] = None
        if len(self._said) > ECHOES_MOST:
            self._said.popitem(last=False)
        said = wire.Post(to=to, body=body, id=id, action=action, reply_to=reply_to)
        said.waits = True
        return said

    def ask(self, text: str, options: list[str], *, many: bool) -> wire.StartPoll:
        """Ask everybody in the room where lines are said; it comes back."""
        return wire.StartPoll(
            to=self.room, id=self.make_id(), text=text, options=options, many=many
        )

    @property
    def awaits_echo(self) -> bool:
        """Whether something that was said here has not come back yet."""
        return bool(self._said)

    def is_echo(self, event: wire.AnyEvent) -> bool:
        """Whether the event brings back, for the first time, what was said here."""
        if not isinstance(event, wire.MessagePosted) or event.author != self._number:
            return False
        return self._said.pop(event.id, self) is None

    def learn(self, event: wire.AnyEvent) -> None:
        """Take in what an event says about this person and their conversations."""
        if isinstance(event, wire.Welcome):
            self.me, self._number = event.you.name, event.you.id
            self._places = {seen.id: seen for seen in event.conversations}
            self.blocked = {person.id: person.name for person in event.blocked}
            self.room = self.home()
            self.invitations = {i.conversation.id: i for i in event.invitations}
        elif isinstance(event, wire.Held):
            self._said.pop(event.id, None)  # when it is said, it is news
        elif isinstance(event, wire.Invited):
            self._learn_invitation(event)
        elif isinstance(event, _PAGES):
            self.rest = _next_page(event)
        elif isinstance(event, wire.LevelSet) and event.conversation in self._places:
            place = self._places[event.conversation]
            self._places[place.id] = structs.replace(place, level=event.level)
        elif isinstance(event, wire.Joined) and not isinstance(event.conversation, int):
            self._places[event.conversation.id] = event.conversation
            self.invitations.pop(event.conversation.id, None)
            if event.ref == MOVE:
                self.room = event.conversation.id
        elif isinstance(event, wire.Blocked):
            self.blocked.pop(event.author, None)
            if event.on:
                self.blocked[event.author] = event.name
        elif isinstance(event, wire.Renamed):
            self._rename(event)
        elif isinstance(event, wire.Happened) and event.kind == "name":
            self._rename_room(event.conversation, str(event.value))

    def forget(self, event: wire.AnyEvent) -> None:
        """Let go of what an event took away from this person, or does not offer."""
        if isinstance(event, wire.Presence):
            for name in event.offline:
                self.renamed.pop(name, None)
        elif isinstance(event, wire.Declined):
            self.invitations.pop(event.conversation, None)
        elif isinstance(event, wire.Hidden):
            self._places.pop(event.conversation, None)
        elif isinstance(event, wire.Blocked):
            if event.on and event.conversation is not UNSET:
                self._places.pop(event.conversation, None)
        elif isinstance(event, wire.Left) and not self.is_mine(event):
            self._regroup(event.conversation, event.author)
        elif isinstance(event, wire.Left):
            self._places.pop(event.conversation, None)
            if self.room == event.conversation:
                self.room = self.home()

    def is_me(self, person: wire.Person) -> bool:
        """Whether that is whose connection it is."""
        return person.id == self._number

    def is_mine(self, event: wire.Left | wire.Joined) -> bool:
        """Whether it is of this person: the name may be another by now."""
        if event.author is UNSET:
            return event.sender == self.me
        return event.author == self._number

    def _rename(self, event: wire.Renamed) -> None:
        person = event.person
        # It leads there until somebody else has it.
        self._former.pop(f"@{person.key}", None)
        if self.is_me(person):
            self.me = person.name
        if person.id in self.blocked:
            self.blocked[person.id] = person.name
        self._rename_talks(person)
        if not event.gone and person.name != event.former:
            self.renamed[event.former] = person.name

    def _learn_invitation(self, event: wire.Invited) -> None:
        room, sender, at = event.conversation, event.sender, event.at
        if not (isinstance(room, int) or sender is UNSET or at is UNSET):
            its = wire.Invitation(
                conversation=room, sender=sender, author=event.author, at=at
            )
            self.invitations[room.id] = its


def _next_page(page: _PAGES) -> Received | None:
    """What asks for what is behind a page; None if it was the last."""
    if not page.more:
        return None
    # A list of names carries what they were to match.
    ref, match = page.ref, page.ref if isinstance(page.ref, str) else ""
    if isinstance(page, wire.Conversations):
        return wire.ListConversations(after=page.upto, limit=wire.HISTORY_LIMIT)
    if isinstance(page, wire.Members):
        return wire.ListMembers(
            conversation=page.conversation,
            match=match,
            cursor=page.cursor,
            limit=MEMBERS_OF_A_PAGE,
            ref=ref,
        )
    if isinstance(page, wire.Online):
        return wire.Who(after=page.users[-1], limit=PEOPLE_OF_A_PAGE)
    if isinstance(page, wire.Rooms):
        last = page.rooms[-1].name
        return wire.ListRooms(after=last, match=match, limit=ROOMS_OF_A_PAGE, ref=ref)
    return _older(page)


def _older(page: _NEWEST_FIRST) -> Received | None:
    if isinstance(page, wire.Mentions):
        return wire.FetchMentions(before=page.upto, limit=MENTIONS_OF_A_PAGE)
    if isinstance(page, wire.Reports):
        before, more = page.reports[-1].report, REPORTS_OF_A_PAGE
        return wire.ListReports(which=page.which, before=before, limit=more)
    if isinstance(page, wire.InviteLinks):
        return wire.ListInviteLinks(before=page.links[-1].link, limit=LINKS_OF_A_PAGE)
    if isinstance(page, wire.Acts):
        return wire.ListActs(before=page.acts[-1].act, limit=ACTS_OF_A_PAGE)
    last = page.saved[-1].number
    return None if last is UNSET else wire.ListSaved(before=last, limit=20)
