"""A message in a conversation's log, and the reactions to it."""

from __future__ import annotations

from collections import defaultdict

from django.db import models, transaction
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models import hooks
from chat.models.messages.log import changing
from chat.models.messages.pin import Pin
from chat.models.people.user import User
from chat.models.permissions import require_unblocked
from chat.models.rooms.conversation import Conversation
from chat.text.clean import clean_body
from chat.text.emoji import clean_emoji, same_emoji
from chat.text.markdown import RENDERER, render
from chat.wire.errors import NoSuchConversation, NotAllowed

REACTIONS_EACH = 10
# The same id of the same author is the same message.
SAID_ONCE = models.UniqueConstraint(fields=["author", "uuid"], name="said_once")


class Message(models.Model):
    # No index of their own: those of the constraints begin with them.
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", db_index=False
    )
    seq = models.PositiveBigIntegerField()
    # The number of the last thing that happened to it; at first its own.
    changed = models.PositiveBigIntegerField()
    author = models.ForeignKey(
        User, models.PROTECT, related_name="messages", db_index=False
    )
    uuid = models.UUIDField()
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # Whose html that is; 0 of a version that did not say so. See ``renewal``.
    renderer = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    digest = models.BinaryField(max_length=16)
    at = models.DateTimeField(default=timezone.now)
    # It tells what its author does.
    action = models.BooleanField(default=False, db_default=False)
    # The number of the message that it answers.
    reply_to = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    edited = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_number"),
            SAID_ONCE,
        ]
        indexes = [
            models.Index(fields=["conversation", "changed"], name="log_order"),
            models.Index(
                fields=["conversation", "reply_to"],
                condition=models.Q(reply_to__isnull=False),
                name="answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} in {self.conversation}"

    # --- Verbs ------------------------------------------------------------------------

    def edit(self, user: User, body: str, html: str = "") -> wire.Edited:
        """Put other words into one's own message; ``html`` as in ``PostRequest``.

        Raises:
            NoSuchConversation, NotAMember, Muted, TooLong, Malformed
            NotAllowed: it is somebody else's, or deleted, or goes to somebody whom they
                have blocked.
        """
        if self.author_id != user.pk:
            raise NotAllowed("You can only edit your own messages.")
        typed = clean_body(body)
        place = self.conversation_id, self.seq
        text = hooks.reworded(place, self.body, typed)
        html = html if html and text == typed else render(text)
        with changing() as told:
            self.take_change()
            now = self.conversation.require("edit one's own", user)
            require_unblocked(now.has_blocked)
            if text != self.body:
                self._let_go(user)
            self.body, self.html, self.edited = text, html, True
            self.renderer = RENDERER
            self.save(update_fields=["body", "html", "renderer", "edited", "changed"])
            event = wire.Edited(
                conversation=self.conversation_id,
                seq=self.changed,
                target=self.seq,
                sender=user.name,
                author=user.pk,
                body=text,
                html=html,
                at=_now(),
                action=self.action or UNSET,
            )
            told.append((self.conversation.groups, event))
        return event

    def delete_by(self, user: User) -> wire.Deleted:
        """Take a message back; its place in the log stays, its words go.

        Raises:
            NoSuchConversation, NotAMember, Muted
            NotAllowed: it is somebody else's, and they are no moderator there; or it is
                deleted already.
        """
        with changing():
            event = self.remove(user)
            # Only now nobody else makes it another place, or takes a role away.
            place, is_author = self.conversation, self.author_id == user.pk
            place.require_delete(user, is_author=is_author)
        return event

    def remove(self, user: User) -> wire.Deleted:
        """Take away anybody's message: an administrator's verb.

        Raises:
            NotAllowed: it is deleted already.
        """
        with changing() as told:
            self.take_change()
            self._let_go(user)
            self.body = self.html = ""
            self.deleted = True
            self.save(update_fields=["body", "html", "deleted", "changed"])
            self.reactions.all().delete()
            Pin.objects.filter(message=self).delete()
            event = wire.Deleted(
                conversation=self.conversation_id,
                seq=self.changed,
                target=self.seq,
                sender=user.name,
                author=user.pk,
                at=_now(),
                whose=self.author_id,
            )
            told.append((self.conversation.groups, event))
        return event

    def react(self, user: User, emoji: str, on: bool) -> wire.Reacted:
        """Give or take back a reaction; what is so already takes no number.

        Its event then has the number 0, which whoever keeps a log drops: any other
        could be the very one that they are waiting for. What was taken once can be
        taken back, whatever it is.

        Raises:
            NoSuchConversation, NotAMember, Muted
            Malformed: it is no emoji.
            NotAllowed: the message is deleted, or has this person's ten already, or is
                in a talk with somebody whom they have blocked.
        """
        emoji = clean_emoji(emoji) if on else same_emoji(emoji)
        with changing() as told:
            self.take_change()
            require_unblocked(self.conversation.require("react", user).has_blocked)
            if self._set_reaction(user, emoji, on):
                self.save(update_fields=["changed"])
                told.append((self.conversation.groups, self._reacted(user, emoji, on)))
            else:
                self.give_change_back()
        return self._reacted(user, emoji, on)

    def take_change(self) -> int:
        """Make the log's next number this message's.

        Raises:
            NotAllowed: it has been deleted; known only now that nobody else can write.
        """
        self.changed = self.conversation.take_number()
        self.refresh_from_db(fields=["body", "edited", "deleted"])
        if self.deleted:
            raise NotAllowed("That message has been deleted.")
        return self.changed

    def give_change_back(self) -> None:
        """Nothing has happened, so the log must not count it: nothing is stored."""
        transaction.set_rollback(True)
        self.changed = 0

    # --- Guards and steps -------------------------------------------------------------

    def _let_go(self, by: User) -> None:
        """Tell whoever keeps them that the words of now are about to go."""
        hooks.let_go(hooks.Going(self.pk, self.body, self.at, self.edited, by.pk))

    def _set_reaction(self, user: User, emoji: str, on: bool) -> bool:
        """Whether anything is different now."""
        own = self.reactions.filter(user=user)
        given = defaultdict(list)
        for form in own.values_list("emoji", flat=True):
            # The version before, which may run beside, keeps each as it came.
            given[same_emoji(form)].append(form)
        if on == (emoji in given):
            return False
        if not on:
            own.filter(emoji__in=given[emoji]).delete()
        elif len(given) >= REACTIONS_EACH:
            raise NotAllowed("You have given enough reactions to that message.")
        else:
            self.reactions.create(user=user, emoji=emoji)
        return True

    def _reacted(self, user: User, emoji: str, on: bool) -> wire.Reacted:
        return wire.Reacted(
            conversation=self.conversation_id,
            seq=self.changed,
            target=self.seq,
            sender=user.name,
            author=user.pk,
            emoji=emoji,
            on=on,
            at=_now(),
        )


class Reaction(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(User, models.CASCADE, related_name="reactions")
    emoji = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "emoji"], name="one_reaction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.emoji} by {self.user}"


def message_of(
    conversation: int, seq: int, user: User, epoch: int | None = None
) -> Message:
    """A message of a conversation that this person is in.

    ``epoch``: of the log that ``seq`` is a number of, where it is known.

    Raises:
        NoSuchConversation: there is none; or no such message.
        NotAMember
    """
    place = Conversation.objects.numbered(conversation, user)
    message = place.messages.filter(seq=seq).first()
    if message is None or epoch not in (None, place.epoch):
        raise NoSuchConversation("There is no such message.")
    message.conversation = place
    return message


def _now() -> str:
    return wire.timestamp(timezone.now())
