from django.urls import path

from chat.files.avatars import views

urlpatterns = [
    path("site/avatars.css", views.sheet, name="avatars"),
    path("site/avatars/<str:sha256>.webp", views.avatar, name="avatar"),
]
