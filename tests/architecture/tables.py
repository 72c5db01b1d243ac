"""What becomes of the rows of each table: whoever makes a table says it here.

``of_one`` is where a person's own export has them: the file, or the word that a line of
``person.jsonl`` begins with; or, behind a dash, why it has none of them. ``ends`` is
what a row goes with: its person, its conversation (and all that was said there), or,
behind a colon, the clock, which looks at that field; what stays has nobody's words, or
has those that are kept.
"""

from typing import NamedTuple


class Table(NamedTuple):
    of_one: str
    ends: str


STAYS, PERSON, CONVERSATION = "stays", "person", "conversation"
NOBODYS = "- it is nobody's"
PANEL = "- others have done that, in the panel"
TABLES = {
    "chat.user": Table("person", STAYS),
    "chat.formername": Table("former name", PERSON),
    "chat.user_groups": Table(PANEL, PERSON),
    "chat.user_user_permissions": Table(PANEL, PERSON),
    "chat.block": Table("block", PERSON),
    "chat.allowance": Table("- what they may do in the next hour", "clock: until"),
    "chat.failedlogin": Table("- it tells of who is not them", "clock: last"),
    "chat.login": Table("log-in", "clock: used"),
    "chat.visit": Table("visit", "clock: at"),
    "chat.conversation": Table("conversations.jsonl", STAYS),
    "chat.membership": Table("conversations.jsonl", CONVERSATION),
    "chat.offer": Table("invitation", "clock: at"),
    "chat.message": Table("logs", CONVERSATION),
    "chat.reaction": Table("reactions.jsonl", CONVERSATION),
    "chat.pin": Table("pinned", CONVERSATION),
    "chat.position": Table(NOBODYS, CONVERSATION),
    "chat.ban": Table("ban", "clock: until"),
    "chat.happening": Table("happened", CONVERSATION),
    "chat.putout": Table("put out", "clock: until"),
    "chat.mutedguest": Table("- by what they came is told as a visit", "clock: until"),
    "chat.formerroom": Table(NOBODYS, CONVERSATION),
    "mentions.mention": Table("named", CONVERSATION),
    "notifications.decision": Table("called", "clock: at"),
    "notifications.device": Table("notified device", PERSON),
    "notifications.pause": Table("paused", "clock: until"),
    "notifications.push": Table("- it tells of what called them", PERSON),
    "saved.bookmark": Table("saved", CONVERSATION),
    "audited.record": Table("audited", "clock: at"),
    "audited.clearing": Table(NOBODYS, STAYS),
    "edits.version": Table("version", "clock: until"),
    "files.file": Table("file", CONVERSATION),
    "files.logo": Table(NOBODYS, STAYS),
    "files.avatar": Table("seen by", PERSON),
    "previews.preview": Table("- others have written that, elsewhere", CONVERSATION),
    "polls.poll": Table("logs", CONVERSATION),
    "polls.vote": Table("vote", CONVERSATION),
    "reports.report": Table("reported", "clock: ended"),
    "invitations.invitelink": Table("invite link", "clock: until"),
    "invitations.inviteuse": Table("came by", PERSON),
    "peace.muting": Table("muted", PERSON),
    "peace.purging": Table("- the words are among the messages", "clock: at"),
    "peace.taken": Table("- the words are among the messages", PERSON),
    "registration.sitesettings": Table(NOBODYS, STAYS),
    "factors.authenticator": Table("- a key to come in by", PERSON),
    "factors.passkey": Table("- a key to come in by", PERSON),
    "factors.recoverycode": Table("- a key to come in by", PERSON),
    "registration.applicant": Table("- they are nobody here yet", "clock: at"),
    "later.scheduled": Table("said later", PERSON),
    "app_passwords.apppassword": Table("app password", PERSON),
    "oidc.identity": Table("identity", PERSON),
    "held.held": Table("waiting", CONVERSATION),
    "held.ruling": Table("- a rule for all of the room", CONVERSATION),
    "search.entry": Table("- it is made of the messages", CONVERSATION),
    "search.index": Table(NOBODYS, STAYS),
    "updates.step": Table(NOBODYS, STAYS),
    "backup.turn": Table(NOBODYS, STAYS),
    "moving.progress": Table(NOBODYS, STAYS),
    "moving.known": Table("- how another chat called them", STAYS),
    "leaving.departure": Table("- who has left asks for nothing", PERSON),
    "leaving.export": Table("- a copy of what is here", "clock: at"),
    "admin.logentry": Table(PANEL, PERSON),
    "auth.permission": Table(NOBODYS, STAYS),
    "auth.group_permissions": Table(NOBODYS, STAYS),
    "auth.group": Table(NOBODYS, STAYS),
    "contenttypes.contenttype": Table(NOBODYS, STAYS),
    "sessions.session": Table("- a key to come in by", "clock: expire_date"),
}
