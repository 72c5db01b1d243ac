"""Small exports of other chats, made up; each is a dictionary of files."""

import json
import tarfile
import zipfile
from io import BytesIO

USERS = [
    {
        "id": "U1",
        "team_id": "T1",
        "name": "ada.l",
        "profile": {"display_name": "Ada Lovelace", "real_name": "Ada Lovelace"},
    },
    {"id": "U2", "team_id": "T1", "name": "bob", "profile": {"display_name": ""}},
    {"id": "U3", "team_id": "T1", "name": "admin", "deleted": True},
    {"id": "U4", "team_id": "T1", "name": "…", "profile": None},
]
CHANNELS = [
    {
        "id": "C1",
        "name": "general",
        "created": 1600000000,
        "members": ["U1", "U2", "U3", "U4"],
        "topic": {"value": "all &amp; sundry"},
    },
    {"id": "C2", "name": "empty.room", "members": ["U1"], "topic": None},
]
DAY_1 = [
    {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1700000000.1"},
    {
        "type": "message",
        "user": "U1",
        "text": "hi <@U2>, *see* <https://a.example/?x=1&amp;y|this> in <#C2|empty>",
        "ts": "1700000001.000100",
        "thread_ts": "1700000001.000100",
        "edited": {"user": "U1", "ts": "1700000002.0"},
        "reactions": [
            {"name": "thumbsup::skin-tone-4", "users": ["U2", "U3"], "count": 2},
            {"name": "partyparrot", "users": ["U2"]},
        ],
    },
    {
        "type": "message",
        "user": "U2",
        "text": "",
        "ts": "1700000002.0",
        "files": [{"name": "a.png", "permalink": "https://files.example/a.png"}],
    },
]
DAY_2 = [
    {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": "B1",
        "username": "Build Bot",
        "text": "",
        "attachments": [{"text": "~red~ green :tada:"}],
        "ts": "1700090000.0",
    },
    {
        "type": "message",
        "user": "U3",
        "text": "yes, `a *b* &lt;c&gt;`",
        "ts": "1700090001.0",
        "thread_ts": "1700000001.000100",
    },
    {
        "type": "message",
        "subtype": "me_message",
        "user": "U2",
        "text": "waves",
        "ts": "1700090002.0",
    },
    {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": "This message was deleted.",
        "ts": "1700090003.0",
    },
]
DM = [{"type": "message", "user": "U2", "text": "psst", "ts": "1700000009.0"}]
SLACK = {
    "users.json": USERS,
    "channels.json": CHANNELS,
    "dms.json": [{"id": "D1", "created": 1600000000, "members": ["U1", "U2"]}],
    "mpims.json": [{"id": "G9", "name": "mpdm-x-1", "members": ["U1", "U2", "U3"]}],
    "general/2023-11-14.json": DAY_1,
    "general/2023-11-15.json": DAY_2,
    "D1/2023-11-14.json": DM,
    "mpdm-x-1/2023-11-14.json": DM,
}
MATTERMOST = [
    {"type": "version", "version": 1},
    {"type": "emoji", "emoji": {"name": "parrot", "image": "parrot.gif"}},
    {"type": "team", "team": {"name": "t", "display_name": "T", "type": "O"}},
    {
        "type": "channel",
        "channel": {
            "team": "t",
            "name": "town-square",
            "display_name": "Town Square",
            "type": "O",
            "header": "of all",
        },
    },
    {
        "type": "user",
        "user": {
            "username": "ada",
            "email": "ada@a.example",
            "teams": [{"name": "t", "channels": [{"name": "town-square"}]}],
        },
    },
    {"type": "user", "user": {"username": "bob.b", "teams": None}},
    {
        "type": "post",
        "post": {
            "team": "t",
            "channel": "town-square",
            "user": "ada",
            "message": "**hi** @bob.b :+1: @nobody",
            "create_at": 1700000000123,
            "edit_at": 1700000000999,
            "reactions": [
                {"user": "bob.b", "emoji_name": "heart", "create_at": 1},
                {"user": "bob.b", "emoji_name": "our_parrot", "create_at": 1},
            ],
            "replies": [
                {
                    "user": "bob.b",
                    "message": "hi",
                    "create_at": 1700000005000,
                    "attachments": [{"path": "20231114/x/plan.pdf"}],
                }
            ],
        },
    },
    {
        "type": "post",
        "post": {
            "team": "t",
            "channel": "town-square",
            "type": "system_join_channel",
            "user": "ada",
            "message": "ada joined",
            "create_at": 1,
        },
    },
    {"type": "direct_channel", "direct_channel": {"members": ["ada", "bob.b"]}},
    {
        "type": "direct_post",
        "direct_post": {
            "channel_members": ["bob.b", "ada"],
            "user": "ada",
            "message": "psst",
            "create_at": 1700000000000,
        },
    },
]
ZULIP = {
    "realm.json": {
        "zerver_realm": [{"id": 1, "string_id": "org", "name": "Org"}],
        "zerver_userprofile": [
            {"id": 11, "full_name": "Ada Lovelace", "email": "ada@a.example"},
            {"id": 12, "full_name": "Bob", "email": "bob@a.example"},
        ],
        "zerver_userprofile_crossrealm": [
            {"id": 9, "full_name": "Notification Bot", "email": "n@z.example"}
        ],
        "zerver_stream": [
            {"id": 5, "name": "design", "description": "d", "invite_only": True}
        ],
        "zerver_recipient": [
            {"id": 21, "type": 2, "type_id": 5},
            {"id": 22, "type": 1, "type_id": 12},
            {"id": 23, "type": 3, "type_id": 1},
        ],
        "zerver_subscription": [
            {"id": 1, "user_profile": 11, "recipient": 21, "active": True},
            {"id": 2, "user_profile": 12, "recipient": 21, "active": True},
        ],
        "zerver_reaction": [
            {"id": 1, "user_profile": 12, "message": 101, "emoji_name": "octopus"}
        ],
    },
    "messages-000001.json": {
        "zerver_message": [
            {
                "id": 102,
                "sender": 12,
                "recipient": 21,
                "subject": "plan",
                "content": "ack @**Ada Lovelace|11** in #**design>plan**",
                "date_sent": 1700000002.5,
            },
            {
                "id": 101,
                "sender": 11,
                "recipient": 21,
                "subject": "plan",
                "content": "*so*",
                "date_sent": 1700000001.5,
                "last_edit_time": 1700000009.0,
            },
            {
                "id": 103,
                "sender": 11,
                "recipient": 22,
                "subject": "",
                "content": "/me nods",
                "date_sent": 1700000003.0,
            },
        ],
        "zerver_usermessage": [],
    },
    "attachment.json": {"zerver_attachment": []},
}
IRSSI = """\
--- Log opened Tue Nov 14 10:00:00 2023
10:00 -!- ada [~a@h.example] has joined #dev
10:01 <@ada> hello # all
10:01 <@ada> hello # all
10:02  * bob waves
10:03 -!- bob is now known as bob_away
10:04 < bob_away> back later
--- Day changed Wed Nov 15 2023
00:01 <@ada> \x0304red\x03 # night
00:02 -!- mode/#dev [+o bob] by ada
--- Log closed Wed Nov 15 00:03:00 2023
"""
WEECHAT = (
    "2023-11-14 10:00:00\t-->\tada (~a@h.example) has joined #dev\n"
    "2023-11-14 10:01:00\t@ada\thello # all\n"
    "2023-11-14 10:01:00\t@ada\thello # all\n"
    "2023-11-14 10:02:00\t *\tbob waves\n"
    "2023-11-14 10:03:00\t--\tbob is now known as bob_away\n"
    "2023-11-14 10:04:00\tbob_away\tback later\n"
    "2023-11-15 00:01:00\t@ada\tred # night\n"
    "2023-11-15 00:02:00\t--\tMode #dev [+o bob] by ada\n"
)
ZNC = {
    "#dev/2023-11-14.log": (
        "[10:00:00] *** Joins: ada (~a@h.example)\n"
        "[10:01:00] <ada> hello # all\n"
        "[10:01:00] <ada> hello # all\n"
        "[10:02:00] * bob waves\n"
        "[10:03:00] *** bob is now known as bob_away\n"
        "[10:04:00] <bob_away> back later\n"
    ),
    "#dev/2023-11-15.log": (
        "[00:01:00] <ada> red # night\n[00:02:00] *** ada sets mode: +o bob\n"
    ),
}


def written(files):
    """The files, as bytes."""
    return {
        name: content.encode() if isinstance(content, str) else _json(content)
        for name, content in files.items()
    }


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written(files).items():
            archive.writestr(name, content)
    return path


def tarred(path, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in written(files).items():
            member = tarfile.TarInfo(f"export/{name}")
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return path


def lines(path, rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def _json(content):
    return content if isinstance(content, bytes) else json.dumps(content).encode()
