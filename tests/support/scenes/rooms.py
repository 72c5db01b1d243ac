"""Rooms: found, made, left, and how they are."""

from tests.support.scenes.acting import (
    click,
    fill,
    new_room,
    press,
    room_settings,
    then,
)
from tests.support.scenes.scene import Act, Scene

GARDEN = "rooms/garden/"
SETTINGS = "#room-settings-dialog"


def by_menu(name: str) -> Act:
    return click("[popovertarget=room-menu]", f"[data-dialog={name}]")


SCENES = [
    Scene("rooms", "#rooms-dialog .directory-row", act=click("[data-dialog=rooms]")),
    Scene(
        "rooms-none",
        ".directory-empty",
        act=then(click("[data-dialog=rooms]"), fill("#rooms-dialog input", "qqqq")),
    ),
    Scene("create", "#create-dialog", act=click("[data-dialog=create]")),
    Scene(
        "create-taken",
        "#create-dialog .dialog-error:not(:empty)",
        act=then(
            click("[data-dialog=create]"),
            fill("#create-dialog [name=name]", "garden"),
            press("Enter"),
        ),
    ),
    Scene("created", "#beginning", act=new_room),
    Scene("write", "#write-dialog", act=click("[data-dialog=write]")),
    Scene("room-menu", "#room-menu", GARDEN, click("[popovertarget=room-menu]")),
    Scene("topic", "#topic-dialog", GARDEN, by_menu("topic")),
    Scene("invite", "#invite-dialog", GARDEN, by_menu("invite")),
    Scene(
        "invite-links", "#invite-links-dialog .invite-link", GARDEN, by_menu("links")
    ),
    Scene(
        "invite-code",
        "#invite-links-dialog .invite-link-code",
        GARDEN,
        then(by_menu("links"), click("#invite-links-dialog [data-act=code]")),
    ),
    Scene("leave", "#leave-dialog", GARDEN, by_menu("leave")),
    Scene("room-settings", f"{SETTINGS} .ban-row", GARDEN, room_settings()),
    Scene("room-settings-read", f"{SETTINGS} .room-choices > *", act=room_settings()),
    Scene(
        "room-settings-wrong",
        f"{SETTINGS} .room-text .errorlist:not(:empty)",
        GARDEN,
        then(
            room_settings(),
            fill("[data-setting=name] input", "lobby"),
            press("Enter"),
        ),
    ),
    Scene("hand-over", "#hand-over-dialog", GARDEN, room_settings("hand-over")),
    Scene("archive", "#archive-dialog", GARDEN, room_settings("archive")),
    Scene("room-archived", ".room-archived", "rooms/attic/", room_settings()),
]
