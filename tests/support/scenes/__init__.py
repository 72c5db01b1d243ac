"""Every page and every state of the page, and who brings it there.

``make screenshots`` takes pictures of them all, and axe-core looks at them all
(``tests/web/test_axe.py``).
"""

from tests.support.scenes import (
    amid,
    around,
    finding,
    line,
    moderation,
    people,
    places,
    rooms,
    writing,
)
from tests.support.scenes.acting import drawer, members
from tests.support.scenes.scene import Chapter, Scene

CROWDED = [
    Scene("crowd", "#people .person-link", act=drawer),
    Scene("many-rooms", "#rooms .conversation-link", act=drawer, who="busy"),
    Scene("members-crowd", ":is(#members, #members-dialog) .member-row", act=members),
]
CHAPTERS = [
    Chapter("around", around.SCENES, amid.few),
    Chapter("places", places.SCENES, amid.few),
    Chapter("writing", writing.SCENES, amid.few),
    Chapter("finding", finding.SCENES, amid.few),
    Chapter("rooms", rooms.SCENES, amid.few),
    Chapter("people", people.SCENES, amid.few),
    Chapter("moderation", moderation.SCENES, amid.few),
    Chapter("line", line.SCENES, amid.few),
    Chapter("crowded", CROWDED, amid.crowd),
    Chapter("banned", [Scene("banned", ".problem")], amid.shut_out),
]
SCENES = [scene for chapter in CHAPTERS for scene in chapter.scenes]
