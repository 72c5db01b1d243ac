"""What people write, and what is offered beside that."""

from playwright.sync_api import Page, expect

from tests.support.scenes.acting import (
    begun,
    click,
    face,
    fill,
    looked_at,
    message,
    press,
    said,
    say,
    share,
    shared,
    sharing,
    tell_of,
    then,
    there,
    typed,
)
from tests.support.scenes.scene import Scene

GARDEN = "rooms/garden/"
CODE = "```py\n# adds one\ndef f(x):\n    return x + 1\n```"
FIVE = "One\nTwo\nThree\nFour\nFive"
MARKED = "**bold**, `code` and\n> a quote"
ASKED = "/poll many Which days suit you? | Monday | Tuesday evening | The weekend"
TOMATOES = "Who waters the tomatoes tomorrow?"

formatting = then(typed(MARKED), click("#composer [data-aid=format]"))
preview = then(formatting, click("[data-act=preview]"))
palette = message("react")
later = then(typed(TOMATOES), press("Alt+Enter"), there(".later-choice:focus"))
scheduled = then(later, press("Enter"), click("#later-line"))
reschedule = then(scheduled, click(".scheduled-row [data-act=edit]"))


def poll(page: Page) -> None:
    said(ASKED)(page)
    its = page.locator("#messages .message").last.locator(".poll-option")
    expect(its).to_have_count(3)
    for option in its.all()[-2:]:
        option.click()
        expect(option).to_have_attribute("aria-checked", "true")


SCENES = [
    Scene("typed", "#composer-text", GARDEN, typed(FIVE)),
    Scene("too-long", "#composer.is-over", GARDEN, typed("W" * 4100)),
    Scene(
        "completion",
        "#completion.completion .completion-option",
        GARDEN,
        begun("Hello @"),
    ),
    Scene("commands", "#completion .completion-option", GARDEN, begun("/")),
    Scene("emoji-begun", "#completion .completion-option", GARDEN, begun("So :100")),
    Scene("formatting", "#formatting", GARDEN, formatting),
    Scene("preview", "#formatting .preview blockquote", GARDEN, preview),
    Scene(
        "help-on-writing",
        "#writing-dialog .commands dt",
        GARDEN,
        then(preview, click("[data-act=help]")),
    ),
    Scene("replying", "#reply-bar", act=message("reply")),
    Scene("editing", ".editor textarea", act=message("edit")),
    Scene(
        "editing-too-long",
        ".editor .editor-count:not(:empty)",
        act=then(message("edit"), fill(".editor textarea", "W" * 4100)),
    ),
    Scene("palette", "#palette", act=palette),
    Scene(
        "emoji",
        "#emoji-dialog:has(.emoji-jump):has(.emoji-tone) .emoji-group .emoji",
        act=then(palette, click("#palette [data-all]")),
    ),
    Scene(
        "emoji-none",
        "#emoji-dialog .emoji-group h3",
        act=then(palette, click("#palette [data-all]"), fill(".emoji-filter", "qqqq")),
    ),
    Scene("code", ".message .copy-code", GARDEN, then(said(CODE), face)),
    Scene("delete", ".message .undo", GARDEN, then(said("Gone"), message("delete"))),
    Scene("poll", ".poll-option[aria-checked=true]", GARDEN, poll),
    Scene(
        "poll-voters",
        "#voters-dialog .voters-list li",
        GARDEN,
        then(poll, message("voters")),
    ),
    Scene("poll-new", "#poll-dialog [name=text]:focus", GARDEN, say("/poll")),
    Scene("share", "#share-dialog", GARDEN, share),
    Scene("sharing", "#sharing-dialog .sharing-row", GARDEN, sharing),
    Scene("shared", ".message .file audio", GARDEN, shared),
    Scene("picture", "#viewer-dialog .viewer-stage img", GARDEN, looked_at),
    Scene("files", "#files-dialog li a", GARDEN, then(shared, tell_of("files"))),
    Scene("later", "#later-dialog .later-choice", GARDEN, later),
    Scene("scheduled", "#scheduled-dialog .scheduled-row", GARDEN, scheduled),
    Scene("rescheduled", "#reschedule-dialog textarea", GARDEN, reschedule),
    Scene(
        "scheduled-none",
        "#scheduled-dialog .found-empty",
        act=click("[popovertarget=you-menu]", "#scheduled-item"),
        who="grace",
    ),
]
