"""The golden cases that the page's core keeps as well."""

import json
import re
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chat.desktop.core.content.polls import asked_in, choice_in, percent_of
from chat.desktop.core.content.quotes import excerpt
from chat.desktop.core.content.spans import spans
from chat.desktop.core.finding.fold import fold, in_order
from chat.desktop.core.finding.match import fit, fitting
from chat.desktop.core.finding.places import Elsewhere, Place, places_of, ranked
from chat.desktop.core.history.follower import said_or_deleted
from chat.desktop.core.history.log import Log
from chat.desktop.core.history.messages import Message, Messages
from chat.desktop.core.newer import is_newer
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.people.roster import Roster
from chat.desktop.core.reading.reader import Reader
from chat.desktop.core.reading.unread import first_unread, sign_of
from chat.desktop.core.requests import Refusal
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.invitations import Invitations
from chat.desktop.core.sending.outbox import Outbox
from chat.desktop.core.storage.store import Store
from chat.desktop.core.timers import Timers
from chat.desktop.core.times import day_label, local
from chat.desktop.core.writing import completing, emoji
from tests.desktop.core.talk import Talk

VECTORS = Path(__file__).parents[2] / "vectors"
NUMBERS = {"own": 1, "blocked": 3}
AT = "2026-01-31T14:05:00.000Z"


def room(head, read, unread=0):
    facts = {"id": 7, "kind": "room", "name": "#dev", "topic": "", "private": False}
    return {**facts, "head": head, "read": read, "unread": unread}


def message(seq, author="other"):
    return {
        "type": "message",
        "conversation": 7,
        "seq": seq,
        "id": f"id-{seq}",
        "from": author,
        "author": NUMBERS.get(author, 2),
        "body": "hi",
        "at": AT,
    }


def offer(number, name, sender):
    about = {"id": number, "name": name, "topic": "", "private": True}
    return {"conversation": about, "from": sender, "at": AT}


class OfLog:
    def __init__(self, case, folder):
        log = Log(case["begins"], case.get("epoch"))
        self.take, self.hear, self.question = log.take, log.hear, log.question
        self.answer, self.lost, self.rewind = log.answer, log.lost, log.rewind
        self.ends, self.is_another = log.ends, log.is_another
        self.state = lambda: [log.number, log.head]


class OfEpochs:
    QUESTIONS = ("history", "changes", "conversations")

    def __init__(self, case, folder):
        self._talk = Talk(folder)
        self.welcome(case["head"], case["head"], 0, case["epoch"])
        self.history(False, case["kept"])

    @property
    def _dev(self):
        return self._talk.chat.conversations.by_id(7)

    def welcome(self, *facts):
        self._talk.come_in(
            you={"id": 1, "name": "ada"}, conversations=[_told(*facts)], invitations=[]
        )

    def heads(self, head, read, epoch):
        epochs = {} if epoch is None else {"epochs": {"7": epoch}}
        ends = {"heads": {"7": head}, "read": {"7": read}}
        self._talk.hear({"type": "heads", **ends, **epochs})

    def listed(self, *facts):
        page = {"conversations": [_told(*facts)], "upto": 7, "more": False}
        self._talk.answer("conversations", **page)

    def changes(self, upto, epoch, reset):
        page = {"messages": [], "upto": upto, "more": False, "topic": ""}
        self._talk.answer("changes", conversation=7, epoch=epoch, reset=reset, **page)

    def history(self, more, said, epoch=None):
        messages = [{**message(seq, author), "id": id} for seq, author, id in said]
        page = {"messages": messages, "more": more, "epoch": epoch}
        self._talk.answer("history", conversation=7, **page)

    def joined(self, *facts):
        self._talk.hear({"type": "joined", "conversation": _told(*facts)})

    def message(self, seq, author, id):
        self._talk.hear({**message(seq, author), "id": id})

    def here(self):
        messages = self._dev.messages
        return None if messages is None else [each.id for each in messages]

    def state(self):
        return [self._dev.log.number, self._dev.read, self._dev.unread]

    def asked(self):
        said = [each["type"] for each in self._talk.said]
        return [type for type in said if type in self.QUESTIONS]

    def held(self):
        return [p.id for p in self._talk.chat.postman.outbox.posts if p.error]

    def close(self):
        self._talk.store.close()


class OfPresence:
    def __init__(self, case, folder):
        self._roster = Roster()
        self._roster.replace(case["names"], case["version"], case.get("numbers", []))
        self.replace, self.lost = self._roster.replace, self._roster.lost
        self.question, self.has = self._roster.question, self._roster.has_person
        self.number_of = self._roster.number_of

    def receive(self, version, online, offline, came=(), went=()):
        delta = {"version": version, "online": online, "offline": offline}
        return self._roster.receive({**delta, "came": came, "went": went})

    def names(self):
        return self._roster.names


class OfDays:
    def __init__(self, case, folder):
        self._zone = ZoneInfo(case["zone"])

    def label(self, at, now):
        return day_label(at, local(now, self._zone).date(), self._zone)


class OfOutbox:
    def __init__(self, case, folder):
        self._store, self._now, self._ids = Store(folder / "store"), 0.0, {}
        self._outbox = Outbox(self._store, lambda: self._now)
        self.disconnected = self._outbox.disconnected

    def add(self, body, to=7, name=None):
        self._ids[body] = self._outbox.add(to, name or str(to), body).id

    def next(self, now):
        self._now = now
        post = self._outbox.next()
        return post and post.body

    def wait(self, now):
        self._now = now
        return self._outbox.wait()

    def confirm(self, body):
        self._outbox.confirm(self._ids.get(body, body))

    def refuse(self, body, code, retry, now):
        self._now = now
        refusal = Refusal(code, "No.", retry)
        self._outbox.refuse(self._ids.get(body, body), refusal)

    def retry(self, body):
        self._outbox.retry(self._ids[body])

    def waiting(self):
        return [post.body for post in self._outbox.posts]

    def refused(self):
        return [post.body for post in self._outbox.posts if post.error]

    def close(self):
        self._store.close()


class OfReadState:
    def __init__(self, case, folder):
        self._now, self._told = 0.0, []
        self._conversation = Conversation(room(case["head"], case["read"]))
        self._timers = Timers(lambda: self._now)
        self._reader = Reader(self._timers, self._tell)

    def _tell(self, command):
        self._told.append(command["seq"])
        return True

    def message(self, seq):
        self._conversation.receive(message(seq))

    def seen(self):
        self._reader.seen(self._conversation)

    def elsewhere(self, seq):
        self._conversation.read_up_to(seq)

    def told(self):
        told, self._told = self._told, []
        return told

    def read(self):
        return self._conversation.read

    def pass_(self, seconds):
        self._now = round(self._now + seconds, 3)
        self._timers.run_due()


class OfUnread:
    def __init__(self, case, folder):
        wire = room(case["head"], case["read"], case["unread"])
        self._conversation = Conversation(wire)
        self._conversation.load([], True)
        blocks = Blocks([{"id": NUMBERS["blocked"], "name": "eve"}])
        self._is_quiet = lambda m: m.author == 1 or blocks.has(m.author)

    def message(self, seq, author):
        self._hear(message(seq, author))

    def deleted(self, seq, target, author):
        facts = {"type": "deleted", "target": target, "whose": NUMBERS.get(author, 2)}
        self._hear({**message(seq, author), **facts})

    def read_up_to(self, seq):
        self._conversation.read_up_to(seq, lambda m: not self._is_quiet(m))

    def _hear(self, event):
        if self._conversation.receive(event):
            self._conversation.messages.apply(event)
            self._count(said_or_deleted(event))

    def _count(self, message):
        self._conversation.count(message, self._is_quiet(message))

    def page(self, upto, more, *messages):
        changed = [
            {**message(seq, author), "changed": upto, "deleted": author == "deleted"}
            for seq, author in messages
        ]
        page = {"messages": changed, "upto": upto, "more": more, "topic": ""}
        for each in self._conversation.merge(page):
            self._count(each)

    def welcome(self, head, read, unread):
        self._conversation.see(room(head, read, unread))

    def unread(self):
        return self._conversation.unread

    def shown(self):
        return [each.seq for each in self._conversation.messages]

    def number(self):
        return self._conversation.log.number


class OfSigns:
    def __init__(self, case, folder):
        name = "#dev" if case["room"] else "@bob"
        about = {"kind": "room" if case["room"] else "direct", "level": case["level"]}
        self._wire = {**room(9, 0), **about, "name": name}

    def sign(self, unread, named):
        wire = {**self._wire, "unread": unread, "mentions": named}
        sign = sign_of(Conversation(wire))
        return [sign.number, sign.has_dot, sign.calls]


class OfMatch:
    def __init__(self, case, folder):
        self.fit, self.order = fit, fitting

    def fits(self, typed, name):
        return fit(typed, name) > 0


class OfPlaces:
    def __init__(self, case, folder):
        talks, conversations = case.get("talks", []), Conversations()
        for row in case["rooms"]:
            name, unread, level = (*row, "all")[:3]
            wire = {**room(9, 0, unread), "name": name, "level": level}
            conversations.add({**wire, "id": 9 + len([*conversations])})
        for label, person in talks:
            conversations.direct(label, person)
        roster = Roster()
        here = dict(case.get("here", []))
        roster.replace([*here], 1, [*here.values()])
        people = [{"name": name, "id": id} for name, id in case.get("people", [])]
        rooms = [{"name": name} for name in case.get("others", [])]
        found = Elsewhere(people, rooms)
        self._places = places_of(conversations, roster, 1, found)
        acts = [
            Place("action", f"action {each}", each) for each in case.get("acts", [])
        ]
        self._all = [*acts, *self._places]

    def names(self):
        return [place.name for place in self._places]

    def ranked(self, typed, worth):
        found = ranked(typed, self._all, lambda key: worth.get(key, 0))
        return [place.name for place in found]


class OfNewLine:
    def __init__(self, case, folder):
        blocks = Blocks([{"id": NUMBERS["blocked"], "name": "eve"}])
        self._is_heard = lambda m: m.author != 1 and not blocks.has(m.author)
        wires = [
            {**message(seq, author), "deleted": author == "deleted"}
            for seq, author in case["messages"]
        ]
        self._messages = Messages(map(Message.of, wires), case["more"])

    def line(self, read):
        return first_unread(self._messages, read, self._is_heard)


class OfInvitations:
    def __init__(self, case, folder):
        self._told = False
        self._invitations = Invitations(self)

    def listed(self):
        self._told = True

    def welcome(self, found):
        self._invitations.hear_welcome({"invitations": [offer(*of) for of in found]})

    def invited(self, number, name, sender):
        return self._tells("invited", offer(number, name, sender))

    def answered(self, number, name):
        return self._tells("invited", {"conversation": number, "name": name})

    def declined(self, number):
        return self._tells("declined", {"conversation": number})

    def joined(self, number):
        return self._tells("joined", {"conversation": {"id": number}, "from": "ada"})

    def other_joined(self, number, name):
        return self._tells("joined", {"conversation": number, "from": name})

    def waiting(self):
        return [f"{each.sender} {each.room}" for each in self._invitations]

    def _tells(self, type, event):
        """Whether it was something to be shown."""
        self._told = False
        getattr(self._invitations, f"hear_{type}")(event)
        return self._told


class OfBlocks:
    def __init__(self, case, folder):
        self._blocks = Blocks(_people(case["begins"]))
        self.has, self.heard = self._blocks.has, self._blocks.heard
        self.number = self._blocks.number_of

    def blocked(self, author, name, on):
        self._blocks.hear({"author": author, "name": name, "on": on})

    def welcome(self, pairs):
        self._blocks.replace(_people(pairs))

    def names(self):
        return self._blocks.names


class OfFold:
    def __init__(self, case, folder):
        self.fold, self.order = fold, in_order


class OfPolls:
    def __init__(self, case, folder):
        self.asked, self.choice = asked_in, choice_in

    def percent(self, those):
        return percent_of(*those)


class OfQuotes:
    def __init__(self, case, folder):
        self.excerpt = excerpt


class OfCompleting:
    def __init__(self, case, folder):
        self.whole = completing.is_whole

    def begins(self, text):
        its = completing.begun(text)
        return its and its.mark + its.typed

    def closed(self, text):
        its = completing.closed_emoji(text)
        return its and [its.typed, its.start]

    def ranked(self, people, typed):
        far = [
            (*each[:3], float("inf") if each[3] is None else each[3]) for each in people
        ]
        found = [
            completing.Candidate(n, is_far=f, use=u, place=p) for n, f, u, p in far
        ]
        return [each.name for each in completing.ranked(found, typed)]


class OfMentions:
    """By the same way as what the server says."""

    NUMBERS = {"own": 1, "other": 9}

    def __init__(self, case, folder):
        self._talk = Talk(folder)
        told = {**room(case["head"], case["read"]), "mentions": case["mentions"]}
        self._talk.come_in(
            you={"id": 1, "name": "ada"}, conversations=[told], invitations=[]
        )
        if "kept" in case:
            said = [{**message(seq), **self._naming(who)} for seq, who in case["kept"]]
            self._talk.answer("history", conversation=7, messages=said, more=True)

    def _naming(self, names, calls=None):
        named = [{"author": self.NUMBERS[name], "name": name} for name in names]
        return {"mentions": named, "calls": calls}

    def said(self, seq, names, calls):
        self._talk.hear({**message(seq), **self._naming(names, calls)})

    def own(self, seq, names, calls):
        self._talk.hear({**message(seq, "own"), **self._naming(names, calls)})

    def edited(self, seq, target, names, calls):
        edit = {**message(seq), "type": "edited", "target": target}
        self._talk.hear({**edit, **self._naming(names, calls)})

    def deleted(self, seq, target):
        gone = {**message(seq), "type": "deleted", "target": target, "whose": 2}
        self._talk.hear(gone)

    def read_up_to(self, seq):
        self._talk.hear({"type": "read", "conversation": 7, "seq": seq})

    def named(self):
        return self._talk.chat.conversations.by_id(7).named.count

    def close(self):
        self._talk.store.close()


class OfEmoji:
    def __init__(self, case, folder):
        self.named = emoji.named

    def first(self, typed):
        return emoji.find(typed)[0].emoji

    def has(self, typed, it):
        return it in [each.emoji for each in emoji.find(typed)]


class OfVersions:
    def __init__(self, case, folder):
        pass

    def newer(self, told, own):
        def of(made):
            return {"version": made[0], "build": made[1]}

        return is_newer(of(told), of(own))


def _told(head, read, unread, epoch):
    """A conversation as the server tells it, also one of before."""
    return room(head, read, unread) | ({} if epoch is None else {"epoch": epoch})


def _people(pairs):
    return [{"id": id, "name": name} for id, name in pairs]


KINDS = {
    "blocks": OfBlocks,
    "completing": OfCompleting,
    "emoji": OfEmoji,
    "mentions": OfMentions,
    "quotes": OfQuotes,
    "epochs": OfEpochs,
    "fold": OfFold,
    "log": OfLog,
    "presence": OfPresence,
    "days": OfDays,
    "outbox": OfOutbox,
    "read_state": OfReadState,
    "unread": OfUnread,
    "pages": OfUnread,
    "new_line": OfNewLine,
    "signs": OfSigns,
    "match": OfMatch,
    "places": OfPlaces,
    "invitations": OfInvitations,
    "versions": OfVersions,
    "polls": OfPolls,
}
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['name']}")
    for kind in KINDS
    for case in json.loads((VECTORS / f"{kind}.json").read_text())
]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_case(kind, case, tmp_path):
    subject = KINDS[kind](case, tmp_path)
    for what, *words in case["steps"]:
        wanted = words.pop() if words and isinstance(words[-1], dict) else {}
        given = getattr(subject, "pass_" if what == "pass" else what)(*words)
        if wanted:
            assert given == wanted["is"], (what, words)
    getattr(subject, "close", lambda: None)()


FORMATTING = [
    pytest.param(case, id=f"{group['name']}: {case['body'][:30]!r}")
    for group in json.loads((VECTORS / "formatting.json").read_text())
    for case in group["cases"]
]
TAG = re.compile(r"<(/?)(\w+)[^>]*>")
IN_LINES = {"p", "br", "em", "strong", "s", "code", "a", "span"}


@pytest.mark.parametrize("case", FORMATTING)
def test_what_the_server_shows_of_a_text_is_drawn(case):
    drawn = "".join(span.text for span in spans(case["html"], case["body"]))
    text = unescape(TAG.sub("", case["html"]))
    # What stands before the items of lists is drawn as well.
    letters = iter(drawn)
    assert all(letter in letters for letter in text.rstrip("\n") if letter != "\n")
    if {tag for _, tag in TAG.findall(case["html"])} <= IN_LINES:
        assert drawn == text.rstrip("\n")


def test_every_file_of_cases_is_run():
    files = {path.stem for path in VECTORS.glob("*.json")}
    apart = {"acts", "bans", "formatting", "happened", "invite_links", "later"}
    apart |= {"reports", "slash"}
    assert files == {*KINDS, *apart}
    assert Message.of(message(1)).author == 2
