"""What the server says: a struct for each event, in the past tense or a noun.

The tag is the event's ``type`` on the wire; ``sender`` is ``from`` there. The
docstrings are the contract's own words, as those of the commands are. What is in
``Event`` goes for all that have such a field.
"""

from chat.wire.events.blocks import BlockEvent
from chat.wire.events.connection import ConnectionEvent
from chat.wire.events.files import FileEvent
from chat.wire.events.finding import Results
from chat.wire.events.held import HeldEvent
from chat.wire.events.invitations import InvitationEvent
from chat.wire.events.keeping import KeepingEvent
from chat.wire.events.later import LaterEvent
from chat.wire.events.log import LogEvent, LogNews
from chat.wire.events.mentions import MentionEvent
from chat.wire.events.moderation import ModerationEvent
from chat.wire.events.people import PersonEvent
from chat.wire.events.polls import PollEvent
from chat.wire.events.profiles import ProfileEvent
from chat.wire.events.reports import ReportEvent
from chat.wire.events.rooms import RoomEvent
from chat.wire.events.steering import SteeringEvent
from chat.wire.events.unread import UnreadEvent
from chat.wire.events.writing import WritingEvent

__all__ = ["AnyEvent"]

AnyEvent = (
    PersonEvent
    | ProfileEvent
    | LogEvent
    | LogNews
    | WritingEvent
    | RoomEvent
    | SteeringEvent
    | InvitationEvent
    | BlockEvent
    | KeepingEvent
    | LaterEvent
    | HeldEvent
    | MentionEvent
    | PollEvent
    | FileEvent
    | ReportEvent
    | ModerationEvent
    | UnreadEvent
    | Results
    | ConnectionEvent
)
