from django.urls import path

from chat.oidc import views

urlpatterns = [
    path("login/oidc/", views.begin, name="oidc"),
    path("login/oidc/back/", views.back, name="oidc-back"),
    path("login/oidc/name/", views.name, name="oidc-name"),
    path("account/oidc/link/", views.link, name="oidc-link"),
    path("account/oidc/password/", views.set_password, name="oidc-password"),
    path("account/oidc/<int:number>/unlink/", views.unlink, name="oidc-unlink"),
]
