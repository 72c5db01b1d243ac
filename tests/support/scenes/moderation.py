"""What those who moderate look at, and what they do about it."""

from tests.support.scenes.acting import moderation, typed
from tests.support.scenes.scene import Scene

GARDEN = "rooms/garden/"

SCENES = [
    Scene(
        "moderation-reports",
        "#moderation-dialog .report-row .report-words",
        GARDEN,
        moderation("reports"),
    ),
    Scene("moderation-held", "#moderation-held .held-body", GARDEN, moderation("held")),
    Scene(
        "moderation-people",
        "#moderation-people .ban-row",
        GARDEN,
        moderation("people"),
        "chief",
    ),
    Scene(
        "moderation-acts",
        "#moderation-acts .act-event",
        GARDEN,
        moderation("acts"),
        "chief",
    ),
    *(
        Scene(
            f"moderation-{tab}-none",
            f"#moderation-{tab} .found-empty",
            act=moderation(tab),
            who="busy",
        )
        for tab in ("reports", "held", "people")
    ),
    Scene(
        "moderation-doing",
        "#doing-dialog",
        GARDEN,
        moderation("reports", "person"),
        "chief",
    ),
    Scene(
        "muted",
        ".closed .gone-note",
        act=typed("But I have not shouted"),
        who="noor",
    ),
    Scene("handling", "#handling-dialog", GARDEN, moderation("reports", "dismissed")),
    Scene("refusing", "#handling-dialog", GARDEN, moderation("held", "refuse")),
]
