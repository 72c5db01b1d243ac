from django.urls import path

from chat.app_passwords import views

urlpatterns = [
    path("account/app-passwords/make/", views.make, name="app-password-make"),
    path(
        "account/app-passwords/<int:number>/revoke/",
        views.revoke,
        name="app-password-revoke",
    ),
]
