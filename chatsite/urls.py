from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from chat.accounts import views as accounts

urlpatterns = [
    # One of each for all: Django's own for the admin count no failures, and close no
    # live connections.
    path("admin/login/", accounts.admin_login),
    path("admin/logout/", accounts.logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password")),
    path("admin/", admin.site.urls),
    path("", include("chat.files.avatars.urls")),
    path("", include("chat.previews.urls")),
    path("", include("chat.web.urls")),
]

handler500 = "chat.web.problems.server_error"
