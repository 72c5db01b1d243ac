from django.contrib import admin
from django.urls import include, path

from chat.accounts import views as accounts

urlpatterns = [
    # One log-in for all: it counts failures, which Django's own for the admin does not.
    path("admin/login/", accounts.admin_login),
    path("admin/", admin.site.urls),
    path("", include("chat.web.urls")),
]

handler500 = "chat.web.problems.server_error"
