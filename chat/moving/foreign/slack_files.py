"""What is in the files of Slack's export, as far as it is looked at."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

PEOPLE = "users.json"
# The files of places, and whether these are private.
PLACES = {
    "channels.json": False,
    "groups.json": True,
    "mpims.json": True,
    "dms.json": True,
}
# What is no message, by how it is told of in the report.
SUBTYPES = {
    name: what
    for what, names in {
        "comings and goings": "channel_join channel_leave group_join group_leave",
        "notes about channels": (
            "channel_topic channel_purpose channel_name channel_archive"
            " channel_unarchive channel_convert_to_private channel_posting_permissions"
            " group_topic group_purpose group_name group_archive group_unarchive"
            " pinned_item unpinned_item bot_add bot_remove bot_enable bot_disable"
            " reminder_add huddle_thread sh_room_created channel_canvas_updated"
        ),
        "deleted messages": "message_deleted",
        "copies of edited messages": "message_changed",
        # They come a second time in their thread's place.
        "notes of replies": "message_replied",
    }.items()
    for name in names.split()
}


class Profile(Struct):
    display_name: str | None = ""
    real_name: str | None = ""


class Member(Struct):
    id: str
    team_id: str | None = ""
    name: str | None = ""
    real_name: str | None = ""
    profile: Profile | None = None

    @property
    def names(self) -> tuple[str | None, ...]:
        """What they may be called, the best first."""
        shown = self.profile.display_name if self.profile else ""
        return shown, self.name, self.real_name


class Text(Struct):
    value: str | None = ""


class Channel(Struct):
    id: str = ""
    name: str | None = ""
    created: float | None = None
    members: list[str] | None = None
    topic: Text | None = None
    purpose: Text | None = None

    @property
    def folder(self) -> str:
        """Where its days are."""
        return self.name or self.id

    @property
    def about(self) -> str:
        """Its topic, or else what it is for."""
        texts = (text.value for text in (self.topic, self.purpose) if text)
        return next((text for text in texts if text), "")


class Reaction(Struct):
    name: str
    users: list[str] | None = None


class File(Struct):
    name: str | None = ""
    title: str | None = ""
    permalink: str | None = ""
    url_private: str | None = ""

    @property
    def link(self) -> str:
        """How a message has it: the file itself is not in an export."""
        name = self.title or self.name or "file"
        address = self.permalink or self.url_private
        words = name.replace("[", "(").replace("]", ")").replace("\n", " ")
        return f"[{words}]({address})" if address else f"(file: {words})"


class Attachment(Struct):
    text: str | None = ""
    fallback: str | None = ""

    @property
    def words(self) -> str:
        """What a bot has said instead of a text."""
        return self.text or self.fallback or ""


class Message(Struct):
    ts: str = ""
    type: str | None = "message"
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    username: str | None = None
    user_profile: Profile | None = None
    text: str | None = ""
    thread_ts: str | None = None
    edited: Any = None
    reactions: list[Reaction] | None = None
    files: list[File] | None = None
    attachments: list[Attachment] | None = None
