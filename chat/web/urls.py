from django.urls import path, register_converter
from django.urls.converters import IntConverter

from chat.accounts import languages, resetting
from chat.accounts import views as accounts
from chat.accounts.account import email, log_ins, name, password
from chat.accounts.account import views as account
from chat.web import brand, conversations, desktop, panels
from chat.web.app import icons, manifest, worker


class SeqConverter(IntConverter):
    """The number of a message, as both databases can have it."""

    regex = "[0-9]{1,15}"


register_converter(SeqConverter, "seq")
urlpatterns = [
    path("", conversations.home, name="home"),
    path("rooms/<str:name>/", conversations.room, name="room"),
    path("direct/<str:name>/", conversations.direct, name="direct"),
    path("groups/<seq:number>/", conversations.group, name="group"),
    path("groups/<seq:number>/<seq:seq>/", conversations.group, name="group"),
    path("rooms/<str:name>/<seq:seq>/", conversations.room, name="room"),
    path("direct/<str:name>/<seq:seq>/", conversations.direct, name="direct"),
    path("login/", accounts.login, name="login"),
    path("guest/", accounts.guest, name="guest"),
    path("signup/", accounts.sign_up, name="signup"),
    path("logout/", accounts.logout, name="logout"),
    path("account/", account.account, name="account"),
    path("account/name/", name.change, name="account-name"),
    path("account/email/", email.change, name="account-email"),
    path("account/email/<str:token>/", email.confirm, name="email-link"),
    path("account/log-ins/<seq:number>/end/", log_ins.end, name="account-log-in-end"),
    path("account/log-ins/end/", log_ins.end_others, name="account-log-ins-end"),
    path("account/password/", password.change, name="account-password"),
    path("reset/", resetting.ask, name="reset"),
    path("reset/<seq:number>/<str:token>/", resetting.set_password, name="reset-link"),
    path("language/", languages.choose, name="language"),
    path("notices/seen/", accounts.notices_seen, name="notices-seen"),
    path("desktop/", desktop.page, name="desktop"),
    path("desktop/chat-desktop.pyz", desktop.download, name="desktop-file"),
    path("site/colours.css", brand.colours, name="colours"),
    path("site/icon.svg", brand.icon, name="icon"),
    path("site/icon-words.svg", brand.icon, {"sign": "words"}, name="icon-words"),
    path("site/icon-chatter.svg", brand.icon, {"sign": "chatter"}, name="icon-chatter"),
    path("site/logo", brand.logo, name="logo"),
    path("panels/<str:build>/<str:language>/", panels.markup, name="panels"),
    path("site/<str:language>.webmanifest", manifest.manifest, name="manifest"),
    path("site/icon-<str:purpose>-<int:side>.png", icons.picture, name="icon-picture"),
    path("sw.js", worker.script, name="worker"),
    path("share/", worker.share, name="share"),
    path("shell/<str:build>/<str:language>/", worker.shell, name="shell"),
    path("offline/<str:build>/<str:language>/", worker.offline, name="offline"),
]
