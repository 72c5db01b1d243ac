from django.urls import path

from chat.leaving import export_page, views

urlpatterns = [
    path("account/export/", export_page.export, name="account-export"),
    path("account/leaving/", views.leave_for_good, name="account-leaving"),
]
