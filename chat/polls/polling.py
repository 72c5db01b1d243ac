"""The verbs of a poll: it is begun, people vote, it is closed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.models import Conversation, Message, PostRequest, User, post_all
from chat.models.messages.log import changing
from chat.models.messages.message import message_of
from chat.models.messages.pinning import require_part
from chat.models.permissions import require_close
from chat.polls import counting
from chat.polls.counting import Counts
from chat.polls.models import Poll, Vote
from chat.polls.reading import standing
from chat.polls.wording import Sheet, chosen
from chat.wire.errors import ChatError, NoSuchConversation, NotAllowed
from chat.words import sentence

NO_SUCH_POLL = sentence("There is no such poll.")
# A conversation, a message's number (None: of its last open poll), the log's epoch.
Place = tuple[int, int | None, int | None]


def begin(request: PostRequest, sheet: Sheet) -> wire.Posted:
    """Post what is asked; the same ``id`` again is the same message.

    Raises:
        ChatError: as of ``post_all``.
    """
    with changing():
        used = Message.objects.filter(author=request.author, uuid=request.id)
        is_known = used.exists()
        [posted] = post_all([request])
        if isinstance(posted, ChatError):
            raise posted
        assert isinstance(posted, wire.Posted)  # what is asked does not wait
        if not is_known:
            # Another process may have been asked for the same at the same time.
            asked = {"options": "\n".join(sheet.options), "many": sheet.many}
            Poll.objects.update_or_create(
                conversation_id=posted.conversation, seq=posted.seq, defaults=asked
            )
    return posted


def vote(user: User, place: Place, numbers: list[int]) -> wire.Voted:
    """Choose these options, and no others, of a poll.

    Raises:
        NoSuchConversation, NotAMember, Muted
        Malformed: it has no such option, or one alone can be chosen.
        NotAllowed: it is closed, or deleted, or in a talk with somebody blocked.
    """
    message = _message(user, place)
    with transaction.atomic():
        poll = _locked(message)
        message.conversation.refresh_from_db(fields=Conversation.READ_ANEW)
        require_part("vote", message.conversation, user)
        _require_open(poll, message)
        wanted = chosen(numbers, len(poll.texts), many=poll.many)
        counts = _choose(poll, user, wanted)
        its = standing(poll, message.body, counts)
        its.mine = sorted(wanted)
        where = message.conversation_id, message.seq
        told = wire.Voted(conversation=where[0], target=where[1], poll=its)
        announce([person_group(user.pk)], told)
    return told


def close(user: User, place: Place) -> wire.PollTold:
    """Have nobody vote any more; what is so already takes no number.

    Raises:
        NoSuchConversation, NotAMember, Muted
        NotAllowed: somebody else has asked, or it is deleted.
    """
    message = _message(user, place)
    with changing() as told:
        message.take_change()
        where, is_author = message.conversation, message.author_id == user.pk
        now = require_part("read", where, user)
        require_close(now.role, where.kinds, is_author=is_author)
        poll = _locked(message)
        if poll.closed:
            message.give_change_back()
        else:
            poll.closed = True
            poll.save(update_fields=["closed"])
            event = _stand(poll, message)
            told.append((message.conversation.groups, event))
            return event
    [counts] = counting.counted([poll])
    return _told(poll, message, counts)


def tell(number: int) -> None:
    """Tell everybody how a poll stands, unless somebody has: it takes a number."""
    its = Poll.objects.filter(pk=number, untold=True)
    place = its.values_list("conversation", "seq").first()
    if place is None:
        return
    said = Message.objects.select_related("conversation")
    message = said.filter(conversation=place[0], seq=place[1], deleted=False).first()
    if message is None:
        its.update(untold=False)
        return
    with changing() as told:
        message.take_change()
        poll = its.select_for_update(no_key=True).first()
        if poll is not None:
            event = _stand(poll, message)
            told.append((message.conversation.groups, event))
        else:
            message.give_change_back()


def untold() -> list[int]:
    """The polls with votes that nobody has been told of."""
    return list(Poll.objects.filter(untold=True).values_list("pk", flat=True)[:100])


# --- Steps ----------------------------------------------------------------------------


def _message(user: User, place: Place) -> Message:
    number, seq, epoch = place
    if seq is None:
        Conversation.objects.numbered(number, user)
        seq = last_open(number)
    return message_of(number, seq, user, epoch)


def polls_of(conversation: int) -> QuerySet[Poll]:
    """Those that stand: of what the version before has deleted the row is here."""
    said = Message.objects.filter(conversation=conversation, seq=OuterRef("seq"))
    its = Poll.objects.filter(conversation=conversation)
    return its.filter(Exists(said.filter(deleted=False)))


def last_open(conversation: int) -> int:
    """The number of the last poll there that is not closed.

    Raises:
        NoSuchConversation: there is none.
    """
    open_ = polls_of(conversation).filter(closed=False)
    seq = open_.order_by("-seq").values_list("seq", flat=True).first()
    if seq is None:
        raise NoSuchConversation(NO_SUCH_POLL)
    return seq


def _locked(message: Message) -> Poll:
    """The poll of a message; of two who change it, one is first."""
    here = Poll.objects.filter(conversation=message.conversation_id, seq=message.seq)
    poll = here.select_for_update(no_key=True).first()
    if poll is None:
        raise NoSuchConversation(NO_SUCH_POLL)
    return poll


def _require_open(poll: Poll, message: Message) -> None:
    if poll.closed:
        raise NotAllowed("That poll is closed.")
    # It may have been deleted since it was looked for.
    if not Message.objects.filter(pk=message.pk, deleted=False).exists():
        raise NotAllowed("That message has been deleted.")


def _choose(poll: Poll, user: User, wanted: set[int]) -> Counts:
    """Have somebody choose these; how many have chosen what then."""
    counts = counting.kept(poll)
    # By all its options: the index has the person behind them, and many have voted.
    options = range(1, len(poll.texts) + 1)
    own = Vote.objects.filter(poll=poll, option__in=options, person=user)
    known = set(own.values_list("option", flat=True))
    if known == wanted:
        return counts
    own.filter(option__in=known - wanted).delete()
    fresh = (Vote(poll=poll, person=user, option=each) for each in wanted - known)
    Vote.objects.bulk_create(fresh)
    counts, poll.untold = counts.changed(known, wanted), True
    counting.keep(poll, counts)
    poll.save(update_fields=["counts", "untold"])
    return counts


def _stand(poll: Poll, message: Message) -> wire.PollTold:
    """How it stands from the number on that its message has taken."""
    message.save(update_fields=["changed"])
    [counts] = counting.counted([poll])
    counting.keep(poll, counts)
    poll.untold = False
    poll.save(update_fields=["counts", "untold"])
    return _told(poll, message, counts)


def _told(poll: Poll, message: Message, counts: Counts) -> wire.PollTold:
    return wire.PollTold(
        conversation=message.conversation_id,
        seq=message.changed,
        target=message.seq,
        sender=message.author.name,
        author=message.author_id,
        poll=standing(poll, message.body, counts),
        at=wire.timestamp(timezone.now()),
    )
