from django.urls import path

from chat.previews import views

urlpatterns = [path("previews/<uuid:id>.webp", views.picture, name="preview")]
