"""The chat page: the first paint of a conversation; the rest comes live."""

from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from chat import VERSION, wire
from chat.accounts import languages
from chat.accounts.guards import PersonsRequest, people_only
from chat.models import LOBBY, Conversation, User, conversations_of
from chat.models.additions import muted_among
from chat.models.messages import history
from chat.models.people import quiet
from chat.models.permissions import MODERATOR, OWNER
from chat.presence.leases import online_now
from chat.presence.roster import online_of
from chat.site import Site
from chat.text.markdown import RENDERER
from chat.text.names import key_of
from chat.web import panels
from chat.web.app import worker
from chat.web.beside import beside
from chat.web.closed import closed_text
from chat.web.together import together
from chat.wire.errors import NoSuchConversation, NoSuchUser

# Of rooms, of private conversations and of people as many stand in the page: more than
# a screen shows of each. All of them come with ``welcome``, some moments later.
LISTED = 60


@require_safe
@people_only
def home(request: PersonsRequest) -> HttpResponse:
    if not settings.CHAT_LOBBY_FIXED:
        first = next(iter(conversations_of(request.user)), None)
        if first is not None and first.name != f"#{LOBBY}":
            return _at(first.kind, first.name[1:], None)
    return _page(request, _Wanted(f"#{LOBBY}", f"#{LOBBY}"))


@require_safe
@people_only
def room(request: PersonsRequest, name: str, seq: int | None = None) -> HttpResponse:
    """``seq``: that message is to be seen."""
    if key_of(name) == LOBBY and seq is None and settings.CHAT_LOBBY_FIXED:
        return redirect("home")
    try:
        found = Conversation.objects.room(name, request.user)
    except NoSuchConversation:
        raise Http404 from None
    if found.name != name:
        return _at("room", found.name, seq)
    return _page(request, _Wanted(f"#{found.name}", found.room_key, seq=seq))


@require_safe
@people_only
def direct(request: PersonsRequest, name: str, seq: int | None = None) -> HttpResponse:
    try:
        other = User.objects.named(name)
    except NoSuchUser:
        return _talk_with_who_has_gone(request.user, name, seq)
    if other.address != name:
        # One address for one conversation, however it was spelled, or is called now.
        return _at("direct", other.address, seq)
    wanted = _Wanted(f"@{other.address}", f"@{other.key}", other, seq)
    return _page(request, wanted)


@require_safe
@people_only
def group(request: PersonsRequest, number: int, seq: int | None = None) -> HttpResponse:
    found = Conversation.objects.filter(pk=number, kind=Conversation.GROUP).first()
    if found is None or not found.has_member(request.user):
        raise Http404
    return _page(request, _Wanted(found.address, found.address, seq=seq))


def _at(view: str, name: str | None, seq: int | None) -> HttpResponse:
    return redirect(view, name) if seq is None else redirect(view, name, seq)


def _talk_with_who_has_gone(user: User, name: str, seq: int | None) -> HttpResponse:
    """Nobody has that name, but a guest had it whom this person has talked with."""
    talks = [each for each in conversations_of(user) if each.gone is True]
    numbers = {each.person for each in talks if isinstance(each.person, int)}
    guests = User.objects.filter(pk__in=numbers).order_by("-pk")
    found = next((guest for guest in guests if guest.is_called(name)), None)
    if found is None:
        raise Http404
    return _at("direct", found.address, seq)


class _Wanted(NamedTuple):
    """Whose page it is, as the wire spells it; ``seq``: that message is to be seen."""

    name: str
    key: str
    other: User | None = None
    seq: int | None = None


def _page(request: PersonsRequest, wanted: _Wanted) -> HttpResponse:
    name, seq = wanted.name, wanted.seq
    conversations = conversations_of(request.user)
    current = next((c for c in conversations if c.name == name), None)
    past = _past(request.user, current, seq) if current else None
    online = online_of(0, {**online_now().names, request.user.pk: request.user.name})
    context: dict[str, Any] = {
        "you": request.user.person,
        "conversations": _first(conversations, name),
        "current": current or _not_yet(name, wanted.key, wanted.other),
        **_what_was_said(past),
        "renderer": RENDERER,
        "sought": seq if past is None or past.messages else None,  # hidden, maybe
        "blocked": _blocked_by(request.user),
        "online": online.users[:LISTED],
        "numbers": online.numbers[:LISTED],
    }
    blocked = {person.id for person in context["blocked"]}
    chrome = {
        "blocked_numbers": blocked,
        **_arranged(context, {*blocked, request.user.pk}, seq),
        "is_staff": request.user.is_staff,
        "moderates": request.user.is_staff or _looks_after(current),
        "moderates_any": request.user.is_staff or any(map(_looks_after, conversations)),
        "online_count": len(online.users),
        "notices": [str(notice) for notice in get_messages(request)],
        "lasting": request.user.notices(languages.words_here()),
        **_closed_and_boot(context, request.user),
    }
    return render(request, "chat.html", context | chrome)


def _looks_after(current: wire.Conversation | None) -> bool:
    """Whether they read there what others' messages said before."""
    return current is not None and current.role in (MODERATOR.word, OWNER.word)


def _first(all_: list[wire.Conversation], name: str) -> list[wire.Conversation]:
    """The open one, and the first of each kind."""
    rooms = [each.id for each in all_ if each.kind == "room"]
    directs = [each.id for each in all_ if each.kind != "room"]
    first = {*rooms[:LISTED], *directs[:LISTED]}
    return [each for each in all_ if each.name == name or each.id in first]


def _past(user: User, current: wire.Conversation, seq: int | None) -> wire.History:
    """The messages around ``seq``, or from the first unread one, with some before, or
    else the last.
    """
    if seq is not None:
        return history.around(current.id, user, seq)
    if current.unread:
        return history.around(current.id, user, current.read)
    return history.page(current.id, user)


def _what_was_said(past: wire.History | None) -> dict[str, Any]:
    page = past or wire.History(conversation=0, messages=[], more=False)
    return {
        "messages": page.messages,
        "more": page.more,
        "newer": page.newer is True,
        "events": page.events or [],
    }


def _nearest(messages: list[wire.Message], seq: int | None) -> int | None:
    """The message to be seen, or what comes next if it is not there; as in
    static/js/timeline/timeline_pane.js.
    """
    if seq is None or not messages:
        return None
    later = (each.seq for each in messages if each.seq >= seq)
    return next(later, messages[-1].seq)


def _arranged(
    context: dict[str, Any], unheard: set[int], seq: int | None
) -> dict[str, Any]:
    messages, first_unread = context["messages"], _first_unread(context, unheard)
    grouped, marked = together(messages, first_unread), _nearest(messages, seq)
    return {"first_unread": first_unread, "together": grouped, "marked": marked}


def _first_unread(context: dict[str, Any], unheard: set[int]) -> int | None:
    """The ``seq`` below the "new" line; as in static/js/core/reading/unread_line.js."""
    seen = context["current"]
    if not isinstance(seen, wire.Conversation) or not seen.unread:
        return None
    unread = (
        each.seq
        for each in context["messages"]
        if each.seq > seen.read and not each.deleted and each.author not in unheard
    )
    return next(unread, None)


def _blocked_by(user: User) -> list[wire.Person]:
    return [each.person for each in quiet.blocked_by_each([user.pk])[user.pk]]


def _not_yet(name: str, key: str, other: User | None) -> dict[str, Any]:
    """A conversation that one has not joined, or that nobody has written in."""
    return {
        "id": None,
        "kind": "direct" if name.startswith("@") else "room",
        "name": name,
        "key": key,
        "topic": "",
        "head": 0,
        "read": 0,
        "private": name.startswith("@"),
        "unread": 0,
        **({"person": other.pk, "gone": other.is_released} if other else {}),
    }


def _closed_and_boot(context: dict[str, Any], user: User) -> dict[str, Any]:
    """Why nothing may be said there, and what the page starts from."""
    muted = muted_among([user.pk]).get(user.pk) if user.muted else None
    closed = closed_text(context["current"], muted)
    return {"closed": closed, "boot": _boot(dict(context), user, muted)}


def _boot(
    context: dict[str, Any], user: User, muted: wire.MutedOne | None
) -> dict[str, Any]:
    """What the page's modules start from, in the words of the wire."""
    you = context["you"].id
    known = {each.seq: beside(each, you) for each in context.pop("messages")}
    words: dict[str, Any] = msgspec.to_builtins(context)
    words["receipts"] = user.receipts
    if user.is_staff:
        words["you"]["moderates"] = True
    if muted is not None:
        words["you"]["muted"] = msgspec.to_builtins(muted)
    if not settings.CHAT_LOBBY_FIXED:
        words["you"]["free_lobby"] = True
    words["beside"] = {str(seq): each for seq, each in known.items() if each}
    made_of = {"version": VERSION, "build": Site.here().build}
    limits = {"body": wire.BODY_CHARACTERS}
    apart = {"panels": panels.addresses(), "offline": worker.addresses()}
    return words | {"limits": limits, "made_of": made_of} | apart
