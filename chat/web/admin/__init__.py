"""The owner's panel: people, rooms, and what is said in rooms.

Django's own, with four rules:

1. What reaches people's screens goes through the models' verbs.
2. A direct conversation is its two people's: nothing of it is shown here.
3. Who is online is asked once for a page, not once for a row.
4. There is one log-in, the chat's, where failures are counted; and one log-out and one
   change of password, which close live connections too (see ``chatsite.urls``).
"""

from chat.web.admin.messages import MessageAdmin
from chat.web.admin.people import PersonAdmin
from chat.web.admin.rooms import MemberAdmin, RoomAdmin

__all__ = ["MemberAdmin", "MessageAdmin", "PersonAdmin", "RoomAdmin"]
