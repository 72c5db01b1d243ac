from django.urls import path

from chat.invitations import views

urlpatterns = [
    path("", views.join, name="join"),
    path("enter/", views.enter, name="join-enter"),
    path("qr.svg", views.qr, name="join-qr"),
]
