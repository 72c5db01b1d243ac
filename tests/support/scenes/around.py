"""The pages around the chat."""

from playwright.sync_api import Page

from tests.support.scenes.scene import Scene


def sign_up_wrongly(page: Page) -> None:
    for field in page.locator("form .field input").all():
        field.fill("1")
    page.click("main button[type=submit]")


def log_in_wrongly(page: Page) -> None:
    form = page.locator("form[action='/login/']")
    for field in form.locator(".field input").all():
        field.fill("nobody")
    form.locator("button[type=submit]").click()


def come_by_no_name(page: Page) -> None:
    page.fill("#guest-name", "ada")
    page.press("#guest-name", "Enter")


def come_without_cookies(page: Page) -> None:
    page.fill("#guest-name", "somebody")
    page.context.clear_cookies()
    page.press("#guest-name", "Enter")


def make_app_password(page: Page) -> None:
    form = page.locator("form[action$='app-passwords/make/']")
    form.locator("[name=name]").fill("Robot")
    form.locator("[value=json]").check()
    form.locator("button[type=submit]").click()


def set_up_app(page: Page) -> None:
    page.click("form[action$='two-step/app/'] button")


WRONG = "form :is(.errorlist, [role=alert])"
SCENES = [
    Scene("login", "#guest-name", "login/", who="", is_long=True),
    Scene("login-wrong", WRONG, "login/", log_in_wrongly, "", is_long=True),
    Scene("guest-wrong", WRONG, "login/", come_by_no_name, "", is_long=True),
    Scene("signup", "main form", "signup/", who="", is_long=True),
    Scene("signup-wrong", WRONG, "signup/", sign_up_wrongly, "", is_long=True),
    Scene("account", ".account-head", "account/", is_long=True),
    Scene("join", "#guest-name", "join/garden/", who="", is_long=True),
    Scene("join-site", ".join-ways", "join/site/", who="", is_long=True),
    Scene("join-here", "main form", "join/garden/", who="new", is_long=True),
    Scene("join-over", ".problem", "join/none/", who=""),
    Scene("app-password", ".shown-once", "account/", make_app_password),
    Scene("confirm", "#confirm-title", "account/", set_up_app),
    Scene("reset", "#reset-title", "reset/", who="", is_long=True),
    Scene("desktop-client", "main h1", "desktop/", who="", is_long=True),
    Scene("admin-login", "main form", "admin/login/", who="", is_long=True),
    Scene("admin", "#content", "admin/", who="chief", is_long=True),
    Scene("nothing-here", ".problem", "rooms/nowhere/"),
    Scene("no-page", ".problem", "nowhere/", who=""),
    Scene("not-allowed", "main", "admin/"),
    Scene("too-old", ".problem", "login/", come_without_cookies, ""),
]
