from django.urls import path

from chat.registration import views

urlpatterns = [path("start/<str:token>/", views.start, name="start")]
