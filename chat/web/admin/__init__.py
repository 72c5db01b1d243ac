"""The owner's panel: people, rooms, and what is said in rooms.

Django's own, with five rules:

1. What reaches people's screens goes through the models' verbs.
2. A direct conversation is its two people's: nothing of it is shown here, but what one
   of them has reported.
3. Who is online is asked once for a page, not once for a row.
4. There is one log-in, the chat's, where failures are counted; and one log-out and one
   change of password, which close live connections too (see ``chatsite.urls``).
5. Nobody rises by it: powers, groups, and passwords of those who have any, are the
   owners' to give.
"""

from chat.web.admin.attempts import FailedLoginAdmin
from chat.web.admin.bans import BanAdmin
from chat.web.admin.coming import InvitationAdmin, RoomBanAdmin
from chat.web.admin.groups import OwnersGroupAdmin
from chat.web.admin.messages import MessageAdmin
from chat.web.admin.people import PersonAdmin
from chat.web.admin.rooms import MemberAdmin, RoomAdmin

__all__ = [
    "BanAdmin",
    "FailedLoginAdmin",
    "InvitationAdmin",
    "MemberAdmin",
    "MessageAdmin",
    "OwnersGroupAdmin",
    "PersonAdmin",
    "RoomAdmin",
    "RoomBanAdmin",
]
