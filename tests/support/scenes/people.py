"""People: their cards, who is a member, whom one has blocked."""

from tests.support.scenes.acting import (
    OTHERS,
    ask_for_members,
    click,
    cut,
    fill,
    member,
    members,
    message,
    then,
)
from tests.support.scenes.scene import Scene

GARDEN = "rooms/garden/"
CARD = "#profile-card"
blocked = click("[popovertarget=you-menu]", "#blocked-item")
person = message("person", OTHERS)

SCENES = [
    Scene("person", f"{CARD} .card-room", act=person),
    Scene(
        "person-status",
        f"{CARD} .card-status",
        act=click("#people [data-name=bob]"),
    ),
    Scene(
        "person-own", f"{CARD} [data-act=notes]", act=click("#people [data-name=ada]")
    ),
    Scene(
        "status",
        "#status-dialog .status-times",
        act=then(
            click("#people [data-name=ada]", f"{CARD} [data-act=status]"),
            fill("#status-dialog [name=text]", "🍜 Lunch, at the market"),
            click(".status-times button"),
        ),
    ),
    Scene(
        "avatar",
        "#avatar-dialog",
        act=click("#people [data-name=ada]", f"{CARD} [data-act=avatar]"),
    ),
    Scene(
        "person-blocked",
        f"{CARD} [data-act=unblock]",
        act=click("#people [data-name=linus]"),
        who="zoe",
    ),
    Scene(
        "block",
        "#block-dialog",
        act=then(person, click(f"{CARD} [data-act=block]")),
    ),
    Scene("blocked", "#blocked-dialog .blocked-row", act=blocked, who="zoe"),
    Scene("blocked-none", ".blocked-empty", act=blocked),
    Scene("members", ":is(#members, #members-dialog) .member-row", act=members),
    Scene(
        "members-found",
        ".members-state:not(:empty)",
        act=then(members, fill(".members-filter", "zzz")),
    ),
    # Before they were asked for, the line was cut.
    Scene(
        "members-away",
        ".members-state:not(:empty)",
        act=then(cut, ask_for_members),
        by_line=True,
    ),
    Scene("member", f"{CARD} .card-steering", GARDEN, member()),
    # One or the other, as bob has been left.
    Scene(
        "role",
        ".undo-notice",
        GARDEN,
        then(member(), click(f"{CARD} :is([data-act=voice], [data-act=member])")),
    ),
    Scene("mute", "#doing-dialog", GARDEN, member("mute-here")),
    Scene("kick", "#kick-dialog", GARDEN, member("kick")),
    Scene("ban", "#ban-dialog", GARDEN, member("ban")),
]
