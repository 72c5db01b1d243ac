"""Phrases of the plain door, of which its lines are made."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.beginnings import is_beginning
from chat.dialects.plain.talk import LOBBY, Talk
from chat.text.excerpt import excerpt
from chat.text.names import RELEASED
from chat.words import plural, sentence

NAMES_MOST = 20
QUOTED_CHARACTERS = 80
LINES_MOST = 50  # of one message, and then how to ask for more
HERE = sentence("{name} is here")
MORE_HERE = plural("and {count} more is here", "and {count} more are here")
GONE = sentence("{name} has left")
UNHEARD = sentence("A message of somebody you blocked")
MORE_GONE = plural("and {count} more has left", "and {count} more have left")

Said = wire.MessagePosted | wire.Edited | wire.Message | wire.Hit | wire.Quote


def invitation_line(its: wire.Invitation, talk: Talk) -> str:
    """Who invites, where to, and how to answer."""
    name, topic = its.conversation.name, its.conversation.topic
    about = f" ({topic})" if topic else ""
    return talk.notice(
        "{name} invites you to {room}: /accept {answer} or /decline {answer}",
        name=its.sender,
        room=f"{name}{about}",
        answer=name,
    )


def why(event: wire.Happened | wire.Left | wire.KeptOut, talk: Talk) -> str:
    """Until when, and for what reason, for behind what is said of it."""
    until = ""
    if event.until is not UNSET:
        time = datetime.fromisoformat(event.until)
        until = " " + talk.words("until {until}", until=time)
    return f"{until}: {event.reason}" if event.reason else until


def unread_in(seen: wire.Conversation, talk: Talk) -> str:
    """How much is unread, and where."""
    if seen.name[0] == "@":
        text = sentence("{number} by {name}")
        return talk.words(text, number=seen.unread, name=seen.name[1:])
    told = talk.words("{number} in {room}", number=seen.unread, room=seen.name)
    if not seen.mentions:
        return told
    named = talk.words("{count} names you", "{count} name you", count=seen.mentions)
    return f"{told} ({named})"


def who_is_in(group: wire.Conversation, talk: Talk) -> str:
    """A line that says of a group who it is."""
    names = some([each.name for each in group.people or ()], talk)
    return talk.notice("{group}: you and {names}", group=group.name, names=names)


def is_news(seen: wire.Conversation) -> bool:
    """Whether what is unread there calls somebody; as in ``core/reading/unread.js``."""
    if seen.level == "nothing":
        return False
    is_meant = seen.kind != "room" or seen.mentions > 0
    return seen.unread > 0 and (is_meant or seen.level == "all")


def minute(at: str) -> str:
    """``2026-01-31 12:00`` of ``2026-01-31T12:00:00.000Z``, in UTC as well."""
    return at[:16].replace("T", " ")


def some(names: list[str], talk: Talk) -> str:
    """Names, not too many of them."""
    shown = talk.words.joined(names[:NAMES_MOST])
    more = len(names) - NAMES_MOST
    if more <= 0:
        return shown
    many = plural("{names} and {count} more", "{names} and {count} more")
    return talk.words(*many, names=shown, count=more)


def each_of(names: list[str], one: str, many: tuple[str, str], talk: Talk) -> list[str]:
    """A line for each name that is not one's own, and one for too many of them."""
    # When a process of the site ends, everybody who was on it leaves at once.
    others = [name for name in names if name != talk.me]
    lines = [talk.notice(one, name=name) for name in others[:NAMES_MOST]]
    more = len(others) - NAMES_MOST
    return [*lines, talk.notice(*many, count=more)] if more > 0 else lines


def described(room: wire.Room, talk: Talk) -> str:
    """A line of the list of rooms."""
    words = talk.words
    about = [words("{count} person", "{count} people", count=room.members)]
    if room.private:
        about.append(words("private"))
    if room.member:
        about.append(words("you too"))
    topic = f": {room.topic}" if room.topic else ""
    return f"* {room.name} ({words.joined(about)}){topic}"


def appeared(seen: wire.Conversation, talk: Talk, *, moved: bool) -> list[str]:
    """What is said of a conversation that is new; ``moved``: lines are said there."""
    if seen.kind == "direct":
        return []
    about = [who_is_in(seen, talk)] if seen.kind == "group" else []
    if not moved:
        text = sentence("You are in {room} too now: /join {room} to talk there.")
        return [talk.notice(text, room=seen.name), *about]
    line = talk.notice("You are talking in {room} now.", room=seen.name)
    if seen.name != LOBBY:
        line += " " + talk.words("/join {room} goes back.", room=LOBBY)
    if not seen.topic:
        return [line, *about]
    return [line, talk.notice("Its topic: {topic}", topic=seen.topic)]


def news_of(
    event: wire.Presence, renamed: dict[str, str]
) -> tuple[list[str], list[str]]:
    """Who has come and who has gone, without whose new name was said already."""
    known = {
        name
        for pair in renamed.items()
        if pair[0] in event.offline and pair[1] in event.online
        for name in pair
    }
    both = event.online, event.offline
    online, offline = ([name for name in each if name not in known] for each in both)
    return online, offline


def called_now(event: wire.Renamed, talk: Talk) -> list[str]:
    """What is said of a new name."""
    called = {"former": event.former, "name": event.person.name}
    if event.gone:
        text = sentence("{former} has gone: nobody reads what you write to @{name}.")
        return [talk.notice(text, **called)]
    if event.person.key.startswith(RELEASED):
        return [talk.notice("{former} has left for good.", former=event.former)]
    if event.person.name == event.former:
        return []
    if talk.is_me(event.person):
        text = sentence("You are called {name} from now on.")
        return [talk.notice(text, name=event.person.name)]
    return [talk.notice("{former} is called {name} from now on.", **called)]


# --- What is said ---------------------------------------------------------------------


def spoken(
    event: wire.MessagePosted | wire.Edited, seq: int, talk: Talk, mark: str = ""
) -> list[str]:
    """A message, with who says it in front of each line."""
    place, name = talk.name_of(event.conversation), event.sender
    whom = _before(event.conversation, talk)
    above = quoted(event, whom, talk)
    if place.startswith("@") and name == talk.me:
        name = talk.words("to {name}", name=place[1:])
        if event.action is True:
            whom, name = f"{whom}{name}: ", event.sender
    lead = whom + lead_of(event, f"{name}{mark}")
    said = folded(event.body, lead, (event.conversation, seq), talk)
    return [*above, *said, *standing(event, seq, talk)]


def standing(
    said: wire.MessagePosted | wire.Edited | wire.Message, seq: int, talk: Talk
) -> list[str]:
    """Below what asks something: how to answer, or how it was answered; and below what
    has files, how to get them.
    """
    if said.shared is not UNSET:
        text = sentence("Its files: /files {number} says where they are.")
        return [talk.notice(text, number=seq)]
    if said.poll is UNSET:
        return []
    if said.poll.voters or said.poll.closed:
        return [stands(said.poll, seq, talk)]
    text = sentence("Poll {number}: /vote {number} 1 chooses the first.")
    return [talk.notice(text, number=seq)]


def stands(poll: wire.Poll, seq: int, talk: Talk) -> str:
    """How a poll stands, in a line."""
    votes = (f"{each.text}: {each.votes}" for each in poll.options)
    text = sentence("Poll {number}: {votes}")
    if poll.closed:
        text = sentence("Poll {number} is closed: {votes}")
    return talk.notice(text, number=seq, votes=talk.words.joined(votes))


def _before(conversation: int, talk: Talk) -> str:
    """What stands before who says it: where; nothing of the lobby."""
    place = talk.name_of(conversation)
    if place == LOBBY:
        return ""
    return "[PRIVATE MESSAGE] " if place.startswith("@") else f"{place} "


def quoted(
    said: wire.MessagePosted | wire.Edited | wire.Message, lead: str, talk: Talk
) -> list[str]:
    """The line that shows what a reply answers; none of another message."""
    quote = said.quote
    if quote is UNSET:
        return []
    if quote.author in talk.blocked:
        return [f"{lead}> {talk.words(UNHEARD)}"]
    words = excerpt(quote.body, QUOTED_CHARACTERS)
    if quote.deleted is True:
        words = f"({talk.words('deleted')})"
    return [f"{lead}> {lead_of(quote, quote.sender)}{words}"]


def lead_of(said: Said, speaker: str) -> str:
    """What stands before each line: ``ada: `` or, of what she does, ``* ada ``."""
    if said.action is not True:
        return f"{speaker}: "
    # Somebody who is called like what a notice begins with would make some.
    if is_beginning(said.sender):
        return f"{speaker}: * "
    return f"* {speaker} "


def folded(
    body: str, lead: str, place: tuple[int, int], talk: Talk, start: int = 0
) -> list[str]:
    """``LINES_MOST`` lines of a body, and what asks for those that follow.

    ``place``: the numbers of the conversation and of the message.
    """
    lines = body.split("\n")
    end = start + LINES_MOST
    shown = [f"{lead}{line}" for line in lines[start:end]]
    left = len(lines) - end
    if left <= 0:
        return shown
    asks = f"{talk.more(*place)} {end}"
    many = plural("{count} more line: {more}", "{count} more lines: {more}")
    return [*shown, talk.notice(*many, count=left, more=asks)]


def at_place(
    event: wire.MessagePosted
    | wire.Deleted
    | wire.Reacted
    | wire.Pinned
    | wire.PollTold,
    talk: Talk,
) -> str:
    """Where it is, for behind what is said of it; nothing of the lobby."""
    place = talk.name_of(event.conversation)
    if place == LOBBY:
        return ""
    if place.startswith("@"):
        return " " + talk.words("in private")
    return " " + talk.words("in {room}", room=place)
