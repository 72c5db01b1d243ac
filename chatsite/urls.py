from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from chat.accounts import views as accounts

PASSWORD = RedirectView.as_view(url="/account/#password")
urlpatterns = [
    # One of each for all: Django's own for the admin count no failures, and close no
    # live connections.
    path("admin/login/", accounts.admin_login),
    path("admin/logout/", accounts.logout),
    path("admin/password_change/", PASSWORD),
    # Where password managers look: https://www.w3.org/TR/change-password-url/
    path(".well-known/change-password", PASSWORD),
    # Where pages lead that the version before has made.
    path("password/", PASSWORD),
    path("admin/", admin.site.urls),
    path("", include("chat.app_passwords.urls")),
    path("", include("chat.oidc.urls")),
    path("", include("chat.files.avatars.urls")),
    path("join/<slug:token>/", include("chat.invitations.urls")),
    path("", include("chat.leaving.urls")),
    path("", include("chat.previews.urls")),
    path("", include("chat.registration.urls")),
    path("", include("chat.web.urls")),
    path("", include("chat.factors.urls")),
]

handler500 = "chat.web.problems.server_error"
