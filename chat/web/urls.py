from django.urls import path

from chat.accounts import languages
from chat.accounts import views as accounts
from chat.web import brand, conversations, desktop

urlpatterns = [
    path("", conversations.home, name="home"),
    path("rooms/<str:name>/", conversations.room, name="room"),
    path("direct/<str:name>/", conversations.direct, name="direct"),
    path("login/", accounts.login, name="login"),
    path("guest/", accounts.guest, name="guest"),
    path("signup/", accounts.sign_up, name="signup"),
    path("logout/", accounts.logout, name="logout"),
    path("password/", accounts.password, name="password"),
    path("language/", languages.choose, name="language"),
    path("notices/seen/", accounts.notices_seen, name="notices-seen"),
    path("desktop/", desktop.page, name="desktop"),
    path("desktop/chat-desktop.pyz", desktop.download, name="desktop-file"),
    path("site/colours.css", brand.colours, name="colours"),
    path("site/icon.svg", brand.icon, name="icon"),
    path("site/icon-words.svg", brand.icon, {"dot": True}, name="icon-words"),
    path("site/logo", brand.logo, name="logo"),
    path("site/app.webmanifest", brand.manifest, name="manifest"),
]
