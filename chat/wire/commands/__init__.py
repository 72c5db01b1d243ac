"""What a client asks for: a struct for each command, in the imperative.

The tag is the command's ``type`` on the wire. The docstrings are the contract's own
words: ``docs/protocol.md`` and its schema are made from them. After what the command
does they say what answers it, what its fields mean, and by their codes what is wrong
with it when an error answers. What is in ``Command`` goes for all.
"""

from chat.wire.commands.blocks import BlockCommand
from chat.wire.commands.files import FileCommand
from chat.wire.commands.finding import Search
from chat.wire.commands.held import HeldCommand
from chat.wire.commands.invitations import InvitationCommand
from chat.wire.commands.keeping import KeepingCommand
from chat.wire.commands.later import LaterCommand
from chat.wire.commands.log import LogCommand
from chat.wire.commands.mentions import MentionCommand
from chat.wire.commands.moderation import ModerationCommand
from chat.wire.commands.people import PersonCommand
from chat.wire.commands.polls import PollCommand
from chat.wire.commands.profiles import ProfileCommand
from chat.wire.commands.reports import ReportCommand
from chat.wire.commands.rooms import RoomCommand
from chat.wire.commands.steering import SteeringCommand
from chat.wire.commands.unread import UnreadCommand
from chat.wire.commands.writing import WritingCommand

__all__ = ["AnyCommand"]

AnyCommand = (
    PersonCommand
    | ProfileCommand
    | LogCommand
    | WritingCommand
    | RoomCommand
    | SteeringCommand
    | InvitationCommand
    | BlockCommand
    | KeepingCommand
    | LaterCommand
    | HeldCommand
    | MentionCommand
    | PollCommand
    | FileCommand
    | ReportCommand
    | ModerationCommand
    | UnreadCommand
    | Search
)
