"""The wire: one contract for every client, protocol 1.

JSON objects in UTF-8, one per WebSocket text frame at ``/ws/`` or one per line (LF) on
the TCP JSON port. Every object has ``type``; unknown fields are ignored, in both
directions, if they nest at most 100 deep. A command may carry ``ref`` (at most 64
characters): whatever answers it, an error too, carries the same ``ref``. Times are RFC
3339 in UTC with milliseconds and ``Z``. A person is named by ``name``, unique without
regard to case.

The promise
    1. A conversation is a log. Everything that happens to it (message, edit, deletion,
       reaction, pin, votes, topic, and what else may be seen of a room) takes its next
       number: 1, 2, 3, … without holes.
    2. ``posted`` is sent after the commit. What was ``posted`` is never lost.
    3. Live events are a hint: they can be lost, doubled or swapped. A client keeps, per
       conversation, the number up to which it has everything. The next number: show it.
       A lower one: drop it. A higher one: ask for ``changes`` since its own. ``heads``
       comes at least every 25 s to a quiet connection.
    4. After any absence: connect, compare the ``head`` of each conversation in
       ``welcome`` with your own, ask for ``changes`` until ``more`` is false. If you
       have said ``pages``, compare those in the ``heads`` that follows ``welcome``:
       it has all of them, and what you keep that is not in it is not yours any more.
    5. A message's ``seq`` never changes; what happens to it (edit, deletion, reaction,
       pin, votes) sets its ``changed`` to the number that they took.
    6. A direct conversation is seen by its two people and nobody else, a group by those
       who are in it.
    7. A log that was restored from a backup has another *epoch*: what a client keeps
       of the one before is not of this log, and it begins anew.

A command is a struct in the imperative, an event is one in the past tense or a noun;
the tag is its ``type`` on the wire. For the authors of clients ``docs/protocol.md`` is
made from all this, by ``make docs``. Beyond the first version of the contract there are
``rooms``/``rooms``, ``invite``/``invited``, ``accept``, ``decline``/``declined``,
``conversations``, ``delayed``, ``goodbye``, ``error.retry``, ``message.author`` and
``guest``, ``conversation.unread``, ``changes.topic``, ``heads.read``, ``pages``,
``block``/``blocked`` and ``welcome.blocked``, ``hide``/``hidden``, ``show``,
``renamed``, ``numbers``, ``presence.came`` and ``went``, ``conversation.person`` and
``gone``, ``post.reads``, ``history.around`` and ``newer``, ``deleted.whose``,
``epoch``, ``heads.epochs``, ``changes.reset``, ``error.parameters``,
``language``/``language``, ``login.language``, ``welcome.language`` and ``languages``,
``level``/``level``, ``unread``/``unread``, ``count``/``counted``,
``readers``/``readers``, ``receipts``/``receipts``, ``seen``,
``pin``/``pinned``, ``pins``, ``message.pinned``, ``save``/``bookmarked``, ``saved``,
``versions``,
``post.reply_to`` and ``epoch``, ``message.reply_to`` and ``quote``, ``chain``,
``mentions``/``mentions``, ``mentioned``, ``message.mentions`` and
``calls``, ``conversation.mentions``,
``people``/``people``, ``profile``/``profile``,
``status``/``status``, ``statuses``/``statuses``, ``zone``/``zone``, ``welcome.zone``,
``profile.status``, ``ahead``, ``messages``, ``more``, ``members``/``members``,
``profile.doors``, ``profile.muted``, ``members.doors``, ``online.doors``,
``search``/``results``,
``schedule``/``scheduled``, ``scheduled``, ``reschedule``, ``unschedule``/
``unscheduled``,
``render``/``rendered``,
``poll``/``posted`` and ``poll``, ``vote``/``voted``, ``close_poll``, ``polls``,
``voters``, ``message.poll``,
``unpreview``/``previewed``, ``message.preview``,
``role``, ``set``, ``kick``, ``ban``/``happened``, ``bans``/``bans``,
``history.events``, ``changes.events``, ``conversation.role``, ``description``,
``speakers``, ``slow``, ``unlisted``, ``lock``, ``archived``, ``left.by``,
``group``/``joined``, ``conversation.people``,
``post.waits``/``held``, ``holds``/``holds``, ``approve`` and ``refuse``/``decided``,
``pattern`` and ``patterns``/``patterns``,
``conversation.keep``, ``conversation.start``, ``heads.starts``,
``report``/``reported``, ``reports``/``reports``, ``handle``/``handled``, ``queue``,
``purge`` and ``unpurge``/``purged``, ``edited.restored``, ``mute``/``muted``,
``welcome.muted``, ``mute.conversation``, ``conversation.until``, ``reason``,
``shutout``/``shutout``, ``moderation``/``moderation``, ``acts``/``acts``,
``take_avatar``, ``avatars``/``avatars``, ``applicants``,
``upload``/``upload``, ``share``, ``files``/``files``, ``message.shared``,
``avatar``/``avatar``,
``why``/``why``, ``devices``, ``add_device``, ``remove_device`` and
``test_device``/``devices``, ``pause``/``paused``, ``rename``/``renamed``,
``create_invite_link`` and ``revoke_invite_link``/``invite_link``,
``invite_links``/``invite_links``, ``use_invite_link``/``joined``,
``login.invite``, ``delete_account``/``account_deleted``, ``export``/``export``.
"""

from chat.wire.codec import *  # noqa: F403
from chat.wire.commands import *  # noqa: F403
from chat.wire.commands.base import *  # noqa: F403
from chat.wire.commands.blocks import *  # noqa: F403
from chat.wire.commands.files import *  # noqa: F403
from chat.wire.commands.finding import *  # noqa: F403
from chat.wire.commands.held import *  # noqa: F403
from chat.wire.commands.invitations import *  # noqa: F403
from chat.wire.commands.keeping import *  # noqa: F403
from chat.wire.commands.later import *  # noqa: F403
from chat.wire.commands.log import *  # noqa: F403
from chat.wire.commands.mentions import *  # noqa: F403
from chat.wire.commands.moderation import *  # noqa: F403
from chat.wire.commands.people import *  # noqa: F403
from chat.wire.commands.polls import *  # noqa: F403
from chat.wire.commands.profiles import *  # noqa: F403
from chat.wire.commands.reports import *  # noqa: F403
from chat.wire.commands.rooms import *  # noqa: F403
from chat.wire.commands.steering import *  # noqa: F403
from chat.wire.commands.unread import *  # noqa: F403
from chat.wire.commands.writing import *  # noqa: F403
from chat.wire.events import *  # noqa: F403
from chat.wire.events.base import *  # noqa: F403
from chat.wire.events.blocks import *  # noqa: F403
from chat.wire.events.connection import *  # noqa: F403
from chat.wire.events.files import *  # noqa: F403
from chat.wire.events.finding import *  # noqa: F403
from chat.wire.events.held import *  # noqa: F403
from chat.wire.events.invitations import *  # noqa: F403
from chat.wire.events.keeping import *  # noqa: F403
from chat.wire.events.later import *  # noqa: F403
from chat.wire.events.log import *  # noqa: F403
from chat.wire.events.mentions import *  # noqa: F403
from chat.wire.events.moderation import *  # noqa: F403
from chat.wire.events.people import *  # noqa: F403
from chat.wire.events.polls import *  # noqa: F403
from chat.wire.events.profiles import *  # noqa: F403
from chat.wire.events.reports import *  # noqa: F403
from chat.wire.events.rooms import *  # noqa: F403
from chat.wire.events.steering import *  # noqa: F403
from chat.wire.events.unread import *  # noqa: F403
from chat.wire.events.writing import *  # noqa: F403
from chat.wire.files import *  # noqa: F403
from chat.wire.kept import *  # noqa: F403
from chat.wire.limits import *  # noqa: F403
from chat.wire.moderation import *  # noqa: F403
from chat.wire.objects import *  # noqa: F403
from chat.wire.offers import *  # noqa: F403
from chat.wire.polls import *  # noqa: F403
from chat.wire.reports import *  # noqa: F403
