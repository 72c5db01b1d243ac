"""What one connection, one address, one person may take: settings with a number each.

The README and SECURITY.md have their tables.
"""

from chatsite.environment import choice, flag, fraction, number, rooms, words

# To PostgreSQL, of a process, in all: one for each kind of work, at the least.
CHAT_DATABASE_CONNECTIONS = int(number("CHAT_DATABASE_CONNECTIONS", 14, least=4))
# For what one question to PostgreSQL may take while people wait.
CHAT_DATABASE_SECONDS = number("CHAT_DATABASE_SECONDS", 5)
CHAT_LINE_BYTES = int(number("CHAT_LINE_BYTES", 8192))
# Of a process, in all: at most what its limit of open files has room for.
CHAT_CONNECTIONS = int(number("CHAT_CONNECTIONS", 1_000_000))
# At the TCP doors; browsers may have five times as many.
CHAT_CONNECTIONS_PER_ADDRESS = int(number("CHAT_CONNECTIONS_PER_ADDRESS", 100))
CHAT_CONNECTIONS_PER_PERSON = int(number("CHAT_CONNECTIONS_PER_PERSON", 50))
# For the head of a browser's request; a body has twice as long.
CHAT_REQUEST_SECONDS = number("CHAT_REQUEST_SECONDS", 10)
CHAT_REQUEST_BYTES = int(number("CHAT_REQUEST_BYTES", 64 * 1024))
# Of one file; 0: the site takes none. Of one person's, and of all.
CHAT_FILE_BYTES = int(number("CHAT_FILE_BYTES", 100e6, least=0))
CHAT_FILES_BYTES_PER_PERSON = int(number("CHAT_FILES_BYTES_PER_PERSON", 2e9))
CHAT_FILES_BYTES = int(number("CHAT_FILES_BYTES", 20e9))
# Of the disk of the data folder, that no file takes.
CHAT_FREE_BYTES = int(number("CHAT_FREE_BYTES", 500e6, least=0))
# Where more is taken: bytes by the beginning of a path. A file may come in chunks, with
# their sizes in it.
CHAT_LARGER_REQUESTS = {
    "/files/upload/": CHAT_REQUEST_BYTES + CHAT_FILE_BYTES * 21 // 20,
    **dict.fromkeys(
        ("/admin/files/logo/add/", "/start/"), CHAT_REQUEST_BYTES + 4 * 2**20
    ),
}
CHAT_LOGIN_SECONDS = number("CHAT_LOGIN_SECONDS", 30)
CHAT_IDLE_PING_SECONDS = number("CHAT_IDLE_PING_SECONDS", 20)
CHAT_RATE = number("CHAT_RATE", 20)  # commands a second and person, in the long run
CHAT_BURST = number("CHAT_BURST", 100)  # commands that may come at once
# Of a core, that what the guests of one address ask for takes in the long run.
CHAT_GUESTS_MS_PER_SECOND = number("CHAT_GUESTS_MS_PER_SECOND", 250)
# For what one question to the index takes, by which somebody finds what was said.
CHAT_SEARCH_SECONDS = number("CHAT_SEARCH_SECONDS", 1)
# Of a core, that one person's texts take in the long run until they are HTML.
CHAT_RENDER_SHARE = fraction("CHAT_RENDER_SHARE", 0.1)
# New accounts and new guests in an hour: from one address, and from all.
CHAT_SIGNUPS_PER_HOUR_AND_ADDRESS = int(number("CHAT_SIGNUPS_PER_HOUR_AND_ADDRESS", 60))
CHAT_SIGNUPS_PER_HOUR = int(number("CHAT_SIGNUPS_PER_HOUR", 600))
CHAT_GUESTS_PER_HOUR_AND_ADDRESS = int(number("CHAT_GUESTS_PER_HOUR_AND_ADDRESS", 300))
CHAT_GUESTS_PER_HOUR = int(number("CHAT_GUESTS_PER_HOUR", 3000))

# Mails in an hour: to one account, asked for from one address, and in all.
CHAT_MAILS_PER_HOUR_AND_PERSON = int(number("CHAT_MAILS_PER_HOUR_AND_PERSON", 5))
CHAT_MAILS_PER_HOUR_AND_ADDRESS = int(number("CHAT_MAILS_PER_HOUR_AND_ADDRESS", 20))
CHAT_MAILS_PER_HOUR = int(number("CHAT_MAILS_PER_HOUR", 500))
# For so long a link sets a new password: one from a mail, or from an administrator.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# What one person may do to others, and be in; see chat.models.limits.
CHAT_OFFERS_PER_DAY = int(number("CHAT_OFFERS_PER_DAY", 50))  # invitations made
CHAT_OFFERS_OPEN = int(number("CHAT_OFFERS_OPEN", 50))  # invitations not answered
CHAT_INVITE_LINKS_PER_DAY = int(number("CHAT_INVITE_LINKS_PER_DAY", 20))
CHAT_ROOMS_PER_PERSON = int(number("CHAT_ROOMS_PER_PERSON", 200))
CHAT_ROOMS_MADE_PER_DAY = int(number("CHAT_ROOMS_MADE_PER_DAY", 50))
CHAT_DIRECTS_PER_HOUR = int(number("CHAT_DIRECTS_PER_HOUR", 30))
CHAT_GUEST_DIRECTS_PER_HOUR = int(number("CHAT_GUEST_DIRECTS_PER_HOUR", 10))
# Who write to one person for the first time, and are not answered.
CHAT_STRANGERS_PER_DAY = int(number("CHAT_STRANGERS_PER_DAY", 200))
CHAT_GUEST_STRANGERS_PER_DAY = int(number("CHAT_GUEST_STRANGERS_PER_DAY", 30))
CHAT_APP_PASSWORDS_PER_HOUR = int(number("CHAT_APP_PASSWORDS_PER_HOUR", 20))
CHAT_JOINS_PER_HOUR = int(number("CHAT_JOINS_PER_HOUR", 60))
CHAT_TOPICS_PER_MINUTE = int(number("CHAT_TOPICS_PER_MINUTE", 10))
CHAT_STEERINGS_PER_MINUTE = int(number("CHAT_STEERINGS_PER_MINUTE", 30))
CHAT_STATUSES_PER_MINUTE = int(number("CHAT_STATUSES_PER_MINUTE", 5))
CHAT_RENAMES_PER_DAY = int(number("CHAT_RENAMES_PER_DAY", 3))
# Reports made: by an account, by a guest, by all guests of one address; and those that
# wait to be handled.
CHAT_REPORTS_PER_HOUR = int(number("CHAT_REPORTS_PER_HOUR", 20))
CHAT_GUEST_REPORTS_PER_HOUR = int(number("CHAT_GUEST_REPORTS_PER_HOUR", 5))
CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS = int(
    number("CHAT_GUEST_REPORTS_PER_HOUR_AND_ADDRESS", 20)
)
CHAT_REPORTS_OPEN = int(number("CHAT_REPORTS_OPEN", 2000))
# For so long the site keeps what messages said before they were edited, or deleted; 0:
# not at all. As long it keeps reports that were handled.
CHAT_VERSIONS_DAYS = number("CHAT_VERSIONS_DAYS", 30, least=0)
# And the audit log; 0: for ever.
CHAT_AUDIT_DAYS = number("CHAT_AUDIT_DAYS", 365, least=0)
# A message calls whom it is meant for once it was unread for so long; and for so long
# it is kept why it has, or has not.
CHAT_NOTIFY_SECONDS = number("CHAT_NOTIFY_SECONDS", 30)
CHAT_NOTIFY_DAYS = number("CHAT_NOTIFY_DAYS", 30)
# Whether push services may be at private addresses, and without TLS.
CHAT_PUSH_PRIVATE = flag("CHAT_PUSH_PRIVATE", False)
# Accounts younger than so many hours, and guests, say nothing with links, or only what
# a moderator has seen; 0: they may.
CHAT_LINKS_AFTER = number("CHAT_LINKS_AFTER", 0, least=0)
CHAT_LINKS_OF_NEW = choice("CHAT_LINKS_OF_NEW", "hold", "refuse")
# Whether administrators see the panel only once they log in in two steps.
CHAT_STAFF_SECOND_FACTOR = flag("CHAT_STAFF_SECOND_FACTOR", False)
# What becomes of the words of who deletes their account: they say, or the site does.
CHAT_DELETED_WORDS = choice("CHAT_DELETED_WORDS", "choose", "stay", "go")
# For so long the site keeps what was said; 0: for ever.
CHAT_KEEP_DAYS = number("CHAT_KEEP_DAYS", 0, least=0)

# Who may make an account; "": see chat.site.
CHAT_REGISTRATION = choice(
    "CHAT_REGISTRATION", "", "open", "invitation", "approval", "closed"
)

# Where somebody is.
CHAT_ROOMS_OF_NEW = rooms("CHAT_ROOMS_OF_NEW") or ["lobby"]  # a newcomer is in them
CHAT_LOBBY_FIXED = flag("CHAT_LOBBY_FIXED", True)  # everybody is in it, and it stays
# Whether the site looks where links of rooms lead; at which hosts alone, and at which
# never; how often for one person.
CHAT_PREVIEWS = flag("CHAT_PREVIEWS", False)
CHAT_PREVIEW_HOSTS = words("CHAT_PREVIEW_HOSTS")
CHAT_PREVIEW_NOT_HOSTS = words("CHAT_PREVIEW_NOT_HOSTS")
CHAT_PREVIEWS_PER_MINUTE = number("CHAT_PREVIEWS_PER_MINUTE", 10)
