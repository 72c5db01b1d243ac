"""What is told of the line, of the site, and of what could not be sent."""

from playwright.sync_api import Page

from tests.support.scenes.acting import away, click, cut, press, say, then, told
from tests.support.scenes.scene import Scene


def go_offline(page: Page) -> None:
    page.context.set_offline(True)


def come_without_line(page: Page) -> None:
    """To a page that is not kept: the worker has one that says so."""
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    go_offline(page)
    page.goto(f"{page.url}login/")


def failed(page: Page) -> None:
    """The page keeps what was refused, and says why."""
    page.evaluate("""() => {
        const boot = JSON.parse(document.getElementById("boot").textContent);
        const id = crypto.randomUUID(), to = boot.current.id, name = "#lobby";
        const error = { code: "muted", detail: "You may not write for a while." };
        const post = { id, to, name, body: "This was refused.", error };
        Object.assign(post, { made: Date.now(), owner: "gone" });
        const key = `chatsite.outbox.${boot.you.id}.${id}`;
        localStorage.setItem(key, JSON.stringify(post));
    }""")
    page.reload()


offline = then(
    cut,
    go_offline,
    say("Written on the train"),
    say("I send it when there is a line again."),
)
BANNED = {"type": "error", "code": "banned", "detail": "You were shut out of the site."}

SCENES = [
    Scene("offline", "#state[data-state=offline]", act=offline, by_line=True),
    Scene("unreached", ".problem h1", act=come_without_line),
    Scene("reconnecting", "#state[data-state=reconnecting]", act=cut, by_line=True),
    Scene(
        "delayed",
        "#state[data-state=delayed]",
        act=told(type="delayed", on=True),
        by_line=True,
    ),
    Scene("failed", ".message.failed .post-note", act=failed),
    Scene(
        "log-out",
        "#logout-dialog",
        act=then(
            cut,
            say("Written on the train"),
            click("[popovertarget=you-menu]", "#logout-form button"),
        ),
        by_line=True,
    ),
    Scene("shut-out", "#banned-dialog", act=told(**BANNED), by_line=True),
    # Where nothing has happened that takes a panel to tell of.
    Scene(
        "newer",
        ".notice.newer",
        "rooms/empty/",
        then(away("**/css/panels*"), press("Control+k")),
    ),
]
